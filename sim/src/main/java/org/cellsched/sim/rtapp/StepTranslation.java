package org.cellsched.sim.rtapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;

/**
 * Makes steps of one task's events, in the order in which the task comes to them: it keeps track of
 * the mutexes that the task holds.
 */
final class StepTranslation {

  private static final long MICROSECOND_NS = 1_000;

  /** What memset achieves on a server of these years: 10 GB/s. */
  private static final long MEM_BYTES_PER_US = 10_000;

  /** A system call that writes, to wherever. */
  private static final long WRITE_CALL_US = 1;

  /** What a solid-state disk achieves behind SATA: 500 MB/s. */
  private static final long DEVICE_BYTES_PER_US = 500;

  private static final String NULL_DEVICE = "/dev/null";

  /** The longest that a scenario can be: a sleep that never ends. */
  private static final long FOR_EVER_NS = 7_200_000_000_000L;

  private final RtAppFile.Global global;
  private final NameBook names;
  private final WakeNames wakeNames;
  private final Map<String, String> forkedGroups;
  private final Problems notes;
  private final Set<String> held = new TreeSet<>();
  private final Set<String> barriers = new TreeSet<>();
  private List<Program.Step> steps = new ArrayList<>();

  /**
   * @param names of mutexes, conditions, barriers, timers and what threads are suspended under
   * @param forkedGroups by task: the group of its threads that are forked
   */
  StepTranslation(
      RtAppFile.Global global,
      NameBook names,
      WakeNames wakeNames,
      Map<String, String> forkedGroups,
      Problems notes) {
    this.global = global;
    this.names = names;
    this.wakeNames = wakeNames;
    this.forkedGroups = forkedGroups;
    this.notes = notes;
  }

  /** The steps of these events; fewer or more than there are events, maybe none. */
  List<Program.Step> translate(List<RtAppEvent> events) {
    steps = new ArrayList<>();
    events.forEach(this::add);
    return List.copyOf(steps);
  }

  private void add(RtAppEvent event) {
    switch (event) {
      case RtAppEvent.Run run -> addRun(run.location(), "run", run.lengthUs());
      case RtAppEvent.Runtime runtime -> {
        addRun(runtime.location(), "runtime", runtime.lengthUs());
        notes.add(
            runtime.location(), "`runtime` is approximated: it is CPU time, not time by the clock");
      }
      case RtAppEvent.Sleep sleep -> addSleep(sleep);
      case RtAppEvent.Timer timer -> addTimer(timer);
      case RtAppEvent.Lock lock -> {
        held.add(lock.mutex());
        steps.add(new Program.Lock(name(lock.mutex(), lock)));
      }
      case RtAppEvent.Unlock unlock -> addUnlock(unlock);
      case RtAppEvent.Wait wait -> addWait(wait, wait.condition(), wait.mutex(), List.of());
      case RtAppEvent.Signal signal ->
          steps.add(new Program.Signal(name(signal.condition(), signal)));
      case RtAppEvent.Broad broad ->
          steps.add(new Program.Broadcast(name(broad.condition(), broad)));
      case RtAppEvent.Sync sync ->
          addWait(
              sync,
              sync.condition(),
              sync.mutex(),
              List.of(new Program.Signal(name(sync.condition(), sync))));
      case RtAppEvent.Suspend suspend -> addSuspend(suspend);
      case RtAppEvent.Resume resume -> addResume(resume);
      case RtAppEvent.Mem mem -> addMem(mem);
      case RtAppEvent.IoRun ioRun -> addIoRun(ioRun);
      case RtAppEvent.Yield yield -> steps.add(new Program.Yield());
      case RtAppEvent.Barrier barrier -> addBarrier(barrier);
      case RtAppEvent.Fork fork ->
          steps.add(new Program.Fork(forkedGroups.getOrDefault(fork.task(), fork.task())));
    }
  }

  private String name(String original, RtAppEvent event) {
    return names.nameOf(original, event.location());
  }

  private static Distribution us(long length) {
    return new Distribution.Constant(length * MICROSECOND_NS);
  }

  private void addRun(Location place, String word, long lengthUs) {
    if (lengthUs == 0) {
      notes.add(place, "`" + word + "` of 0 is left out");
    } else {
      steps.add(new Program.Run(us(lengthUs)));
    }
  }

  private void addSleep(RtAppEvent.Sleep sleep) {
    if (sleep.lengthUs() == 0) {
      notes.add(sleep.location(), "`sleep` of 0 is left out; a kernel would add its timer slack");
    } else {
      steps.add(new Program.Sleep(us(sleep.lengthUs())));
    }
  }

  private void addTimer(RtAppEvent.Timer timer) {
    if (timer.periodUs() == 0) {
      notes.add(timer.location(), "`timer` with a period of 0 is left out: it never waits");
    } else {
      steps.add(
          new Program.Timer(
              name(timer.ref(), timer),
              timer.periodUs() * MICROSECOND_NS,
              timer.absolute(),
              !timer.isUnique()));
    }
  }

  private void addUnlock(RtAppEvent.Unlock unlock) {
    if (held.remove(unlock.mutex())) {
      steps.add(new Program.Unlock(name(unlock.mutex(), unlock)));
    } else {
      notes.add(
          unlock.location(),
          "`unlock` is left out: the task has not locked `%s`".formatted(unlock.mutex()));
    }
  }

  /**
   * rt-app leaves it to the file to lock the mutex, as its examples do; its tutorial has it that
   * `sync` does. Both work.
   */
  private void addWait(
      RtAppEvent event, String condition, String mutex, List<Program.Step> justBefore) {
    if (!wakeNames.isWoken(condition)) {
      addEndlessWait(event, "signals `" + condition + "`");
      return;
    }
    boolean locks = !held.contains(mutex);
    if (locks) {
      steps.add(new Program.Lock(name(mutex, event)));
      notes.add(
          event.location(),
          "the mutex `%s` is locked for this wait: the task does not hold it".formatted(mutex));
    }
    steps.addAll(justBefore);
    steps.add(new Program.Await(name(condition, event), name(mutex, event)));
    if (locks) {
      steps.add(new Program.Unlock(name(mutex, event)));
    }
  }

  /** In rt-app it is a wait for a condition, under a mutex, both of this name. */
  private void addSuspend(RtAppEvent.Suspend suspend) {
    String name = name(suspend.name(), suspend);
    if (!wakeNames.isWoken(suspend.name())) {
      addEndlessWait(suspend, "resumes `" + suspend.name() + "`");
    } else if (wakeNames.isSharedBySuspend(suspend.name())) {
      steps.add(new Program.Lock(name));
      steps.add(new Program.Await(name, name));
      steps.add(new Program.Unlock(name));
    } else {
      steps.add(new Program.Suspend(name));
    }
  }

  private void addResume(RtAppEvent.Resume resume) {
    String name = name(resume.name(), resume);
    if (wakeNames.isSharedBySuspend(resume.name())) {
      steps.add(new Program.Lock(name));
      steps.add(new Program.Broadcast(name));
      steps.add(new Program.Unlock(name));
    } else {
      steps.add(new Program.Resume(name));
    }
  }

  private void addEndlessWait(RtAppEvent event, String ends) {
    steps.add(new Program.Sleep(new Distribution.Constant(FOR_EVER_NS)));
    notes.add(event.location(), "nobody " + ends + ": it is a sleep that never ends");
  }

  private void addMem(RtAppEvent.Mem mem) {
    addRun(mem.location(), "mem", Math.ceilDiv(mem.bytes(), MEM_BYTES_PER_US));
    notes.add(mem.location(), "`mem` is approximated: CPU time at 10 GB/s, in whole microseconds");
  }

  private void addIoRun(RtAppEvent.IoRun ioRun) {
    long calls = Math.ceilDiv(ioRun.bytes(), global.bufferBytes());
    addRun(ioRun.location(), "iorun", calls * WRITE_CALL_US);
    String approximation = "`iorun` is approximated: 1us of CPU time for each write of a buffer";
    if (!global.ioDevice().equals(NULL_DEVICE) && ioRun.bytes() > 0) {
      steps.add(new Program.Sleep(us(Math.ceilDiv(ioRun.bytes(), DEVICE_BYTES_PER_US))));
      approximation += ", then a sleep for the device at 500 MB/s";
    }
    notes.add(ioRun.location(), approximation);
  }

  private void addBarrier(RtAppEvent.Barrier barrier) {
    if (!barriers.add(barrier.name())) {
      notes.add(
          barrier.location(),
          "the task is at the barrier `%s` before: rt-app would count it twice and wait for ever,"
                  .formatted(barrier.name())
              + " the simulation counts it once");
    }
    steps.add(new Program.Barrier(name(barrier.name(), barrier)));
  }
}
