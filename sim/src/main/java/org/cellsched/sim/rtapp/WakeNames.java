package org.cellsched.sim.rtapp;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which names the events of a workload wait for, wake and lock. */
final class WakeNames {

  private final Set<String> woken = new TreeSet<>();
  private final Set<String> suspended = new TreeSet<>();
  private final Set<String> conditionsAndMutexes = new TreeSet<>();

  WakeNames(List<RtAppFile.Task> tasks) {
    for (RtAppFile.Task task : tasks) {
      task.phases().forEach(phase -> phase.events().forEach(this::add));
    }
  }

  private void add(RtAppEvent event) {
    switch (event) {
      case RtAppEvent.Signal signal -> addWakingCondition(signal.condition());
      case RtAppEvent.Broad broad -> addWakingCondition(broad.condition());
      case RtAppEvent.Sync sync -> {
        addWakingCondition(sync.condition());
        conditionsAndMutexes.add(sync.mutex());
      }
      case RtAppEvent.Wait wait -> {
        conditionsAndMutexes.add(wait.condition());
        conditionsAndMutexes.add(wait.mutex());
      }
      case RtAppEvent.Lock lock -> conditionsAndMutexes.add(lock.mutex());
      case RtAppEvent.Unlock unlock -> conditionsAndMutexes.add(unlock.mutex());
      case RtAppEvent.Suspend suspend -> suspended.add(suspend.name());
      case RtAppEvent.Resume resume -> {
        woken.add(resume.name());
        suspended.add(resume.name());
      }
      case RtAppEvent.Run run -> {}
      case RtAppEvent.Runtime runtime -> {}
      case RtAppEvent.Sleep sleep -> {}
      case RtAppEvent.Timer timer -> {}
      case RtAppEvent.Mem mem -> {}
      case RtAppEvent.IoRun ioRun -> {}
      case RtAppEvent.Yield yield -> {}
      case RtAppEvent.Barrier barrier -> {}
      case RtAppEvent.Fork fork -> {}
    }
  }

  private void addWakingCondition(String name) {
    woken.add(name);
    conditionsAndMutexes.add(name);
  }

  /** Whether something signals, broadcasts or resumes the name. */
  boolean isWoken(String name) {
    return woken.contains(name);
  }

  /**
   * Whether threads suspend themselves or are resumed under the name of a condition or mutex: in
   * rt-app they are the same.
   */
  boolean isSharedBySuspend(String name) {
    return suspended.contains(name) && conditionsAndMutexes.contains(name);
  }
}
