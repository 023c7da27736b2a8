package org.cellsched.sim.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;

/** What happens to tasks from outside: start, end, and changes of affinity, nice and cgroup. */
final class TaskLife {

  /** sched_prio_to_weight of kernel/sched/core.c: nice -20 to 19, 1024 is nice 0. */
  private static final int[] PRIO_TO_WEIGHT = {
    88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100, 4904,
    3906, 3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137, 110, 87,
    70, 56, 45, 36, 29, 23, 18, 15
  };

  private static final int LOWEST_NICE = -20;

  /** WEIGHT_IDLEPRIO of kernel/sched/sched.h: what SCHED_IDLE weighs. */
  private static final int IDLE_WEIGHT = 3;

  private final Machine machine;
  private final Placement placement;
  private final Switching switching;
  private final Running running;

  /** All tasks of one affinity share its words: they stay in the cache. */
  private final Map<CpuMask, long[]> wordsOfAffinity = new LinkedHashMap<>();

  TaskLife(Machine machine, Placement placement, Switching switching, Running running) {
    this.machine = machine;
    this.placement = placement;
    this.switching = switching;
    this.running = running;
  }

  /** set_load_weight, then sched_weight_to_cgroup: on the scale where nice 0 is 100. */
  static int weightOf(SchedulingPolicy policy, int nice) {
    int nice0 = Task.NICE_0_LOAD_WEIGHT;
    return Math.clamp((loadWeightOf(policy, nice) * 100 + nice0 / 2) / nice0, 1, 10_000);
  }

  /** set_load_weight, as the fair class has it: nice 0 is 1024. */
  private static int loadWeightOf(SchedulingPolicy policy, int nice) {
    return policy == SchedulingPolicy.IDLE ? IDLE_WEIGHT : PRIO_TO_WEIGHT[nice - LOWEST_NICE];
  }

  void start(Task task) {
    setAffinity(task, allowedCpus(task));
    machine.scheduler.initTask(task);
    machine.observer.reclassified(machine.nowNs(), task);
    machine.programs.starting(task);
    placement.wake(task);
  }

  /** Ends the task wherever it is; does nothing if it has not started or has ended. */
  void kill(Task task) {
    TaskState was = task.state;
    if (!task.isAlive()) {
      task.state = TaskState.EXITED;
      return;
    }
    machine.events.cancel(machine.numbers.timers() + task.id());
    placement.dequeue(task);
    if (was == TaskState.ON_CPU) {
      switching.stop(machine.cpus[task.cpu], task, TaskState.EXITED);
    }
    task.state = TaskState.EXITED;
    switching.end(task);
    if (was == TaskState.ON_CPU) {
      switching.reschedule(machine.cpus[task.cpu], null);
    }
  }

  /** set_user_nice. */
  void setNice(Task task, int nice) {
    setPriority(task, task.policy, nice);
  }

  /** sched_setscheduler. */
  void setPolicy(Task task, SchedulingPolicy policy) {
    setPriority(task, policy, task.nice);
  }

  private void setPriority(Task task, SchedulingPolicy policy, int nice) {
    locked(task, () -> setPriorityLocked(task, policy, nice));
  }

  /** A queued task is dequeued before and enqueued after. */
  private void setPriorityLocked(Task task, SchedulingPolicy policy, int nice) {
    boolean queued = task.isQueued();
    placement.dequeue(task);
    if (task.isAlive()) {
      chargeIfRunning(task);
    }
    task.policy = policy;
    task.nice = nice;
    task.weight = weightOf(policy, nice);
    task.loadWeight = loadWeightOf(policy, nice);
    if (task.isAlive()) {
      machine.scheduler.weightChanged(task);
      machine.observer.reclassified(machine.nowNs(), task);
    }
    if (queued) {
      placement.enqueue(task);
    }
  }

  /** A cgroup's weight changed: what ran until now was at the old one. */
  void weightChanged(Task task) {
    locked(
        task,
        () -> {
          if (task.isAlive()) {
            chargeIfRunning(task);
            machine.scheduler.weightChanged(task);
            machine.observer.reclassified(machine.nowNs(), task);
          }
        });
  }

  /** task_rq_lock: nobody wakes the task meanwhile, and its CPU does nothing. */
  private void locked(Task task, Runnable change) {
    machine.overlap.lockTask(task.id());
    int cpu;
    do {
      cpu = task.cpu;
      lockRunQueue(cpu);
      if (task.cpu != cpu) {
        unlockRunQueue(cpu);
      }
    } while (task.cpu != cpu);
    change.run();
    unlockRunQueue(cpu);
    machine.overlap.unlockTask(task.id());
  }

  private void lockRunQueue(int cpu) {
    if (cpu != Task.NO_CPU) {
      machine.overlap.lock(cpu);
    }
  }

  private void unlockRunQueue(int cpu) {
    if (cpu != Task.NO_CPU) {
      machine.overlap.unlock(cpu);
    }
  }

  void chargeIfRunning(Task task) {
    if (task.state == TaskState.ON_CPU) {
      running.charge(machine.cpus[task.cpu]);
    }
  }

  /** sched_setaffinity. */
  void wishAffinity(Task task, CpuMask affinity) {
    task.wishedAffinity = affinity;
    refreshAffinity(task);
  }

  void moveTo(Task task, Cgroup cgroup) {
    locked(task, () -> moveToLocked(task, cgroup));
    refreshAffinity(task);
  }

  private void moveToLocked(Task task, Cgroup cgroup) {
    boolean queued = task.isQueued();
    placement.dequeue(task);
    chargeIfRunning(task); // What it ran so far, it ran in the cgroup before.
    task.cgroup = cgroup;
    if (task.isAlive()) {
      machine.observer.reclassified(machine.nowNs(), task);
      machine.scheduler.cgroupMoved(task);
    }
    if (queued) {
      placement.enqueue(task);
    }
  }

  /**
   * set_cpus_allowed: after a change of wish, cpuset or the online CPUs. A queued task is queued
   * anew, a running one leaves a CPU that is now forbidden at once.
   */
  void refreshAffinity(Task task) {
    locked(task, () -> refreshAffinityLocked(task));
  }

  private void refreshAffinityLocked(Task task) {
    CpuMask allowed = allowedCpus(task);
    if (allowed.equals(task.affinity) || !task.isAlive()) {
      return;
    }
    boolean queued = task.isQueued();
    placement.dequeue(task);
    setAffinity(task, allowed);
    machine.observer.reclassified(machine.nowNs(), task);
    machine.scheduler.affinityChanged(task);
    if (queued) {
      task.cpu = task.mayRunOn(task.cpu) ? task.cpu : allowed.first();
      placement.enqueue(task);
    } else if (task.state == TaskState.ON_CPU && !task.mayRunOn(task.cpu)) {
      pushOff(machine.cpus[task.cpu], task);
    }
  }

  /** The migration stopper: the task leaves its CPU and is enqueued elsewhere. */
  private void pushOff(Cpu cpu, Task task) {
    switching.stop(cpu, task, TaskState.WAITING);
    task.cpu = task.affinity.first();
    placement.enqueue(task);
    switching.reschedule(cpu, null);
  }

  private void setAffinity(Task task, CpuMask allowed) {
    int cpuCount = machine.cpus.length;
    long[] words =
        wordsOfAffinity.computeIfAbsent(
            allowed, mask -> MutableCpuMask.copyOf(mask, cpuCount).words());
    task.setAffinity(allowed, words, cpuCount);
  }

  /**
   * Wish and cpuset composed: their intersection, or the cpuset alone if they share nothing
   * (cpuset_update_tasks_cpumask); without CPUs offline, or any online CPU if none is left
   * (select_fallback_rq).
   */
  private CpuMask allowedCpus(Task task) {
    CpuMask constraint = task.cgroup.constraint();
    CpuMask wished = constraint == null ? task.wishedAffinity : task.wishedAffinity.and(constraint);
    CpuMask allowed = wished.isEmpty() && constraint != null ? constraint : wished;
    CpuMask usable = allowed.and(machine.online);
    return usable.isEmpty() ? machine.online : usable;
  }
}
