package org.cellsched.sim.scheduler.fair;

import java.util.List;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.Kfuncs;

/**
 * Enforces {@code cpu.max}: a group that has used up its quota is throttled on the CPUs that have
 * nothing left, and goes on when the next period pays for it.
 */
final class Throttling {

  private static final long NEVER = Long.MAX_VALUE;

  /** Told that tasks on a CPU may run again. */
  interface Waker {
    void mayRun(RunQueue queue);
  }

  private final Kfuncs kernel;
  private final FairTasks tasks;
  private final RunQueue[] queues;
  private final Waker waker;
  private final long pieceNs;

  Throttling(Kfuncs kernel, FairTasks tasks, RunQueue[] queues, Waker waker, long pieceNs) {
    this.kernel = kernel;
    this.tasks = tasks;
    this.queues = queues;
    this.waker = waker;
    this.pieceNs = pieceNs;
  }

  /** Throttles each group of the task, from its own up, that has nothing left on its CPU. */
  void check(FairTask task) {
    RunQueue queue = queues[task.cpu];
    boolean throttled = false;
    for (FairGroup at = task.group; at != null; at = at.parent) {
      EntityQueue own = at.queue(task.cpu);
      if (at.bandwidth == null || own.throttled || own.isEmpty()) {
        continue;
      }
      if (!at.bandwidth.isLeft(task.cpu)) {
        queue.throttle(own);
        at.bandwidth.throttled(own);
        throttled = true;
      }
    }
    if (throttled) {
      queue.markAll(tasks);
    }
  }

  /** A group whose last task has left a CPU leaves what it has there to others. */
  void giveBack(FairTask left) {
    for (FairGroup at = left.group; at != null; at = at.parent) {
      if (at.bandwidth != null
          && at.queue(left.cpu).isEmpty()
          && at.bandwidth.giveBack(left.cpu, false)) {
        distribute(at.bandwidth);
      }
    }
  }

  /** A CPU is gone: nothing of a quota is left there. */
  void cpuOffline(int cpu) {
    for (FairGroup group : tasks.groups()) {
      if (group.bandwidth != null && group.bandwidth.giveBack(cpu, true)) {
        distribute(group.bandwidth);
      }
    }
  }

  /** cpu.max was written: a period begins, and nobody is throttled. */
  void limitChanged(Cgroup cgroup) {
    FairGroup group = tasks.group(cgroup);
    Bandwidth before = group.bandwidth;
    CpuMax limit = cgroup.cpuMax();
    group.bandwidth =
        limit == null ? null : new Bandwidth(limit, queues.length, pieceNs, kernel.nowNs());
    if (before != null) {
      free(before.throttled());
    }
    startTimer();
  }

  /** Periods end. */
  void timerExpired() {
    for (FairGroup group : tasks.groups()) {
      Bandwidth bandwidth = group.bandwidth;
      if (bandwidth != null && bandwidth.periodEndNs() <= kernel.nowNs()) {
        bandwidth.refill();
        distribute(bandwidth);
      }
    }
    startTimer();
  }

  private void distribute(Bandwidth bandwidth) {
    free(bandwidth.distribute());
  }

  private void free(List<EntityQueue> free) {
    for (EntityQueue each : free) {
      RunQueue queue = queues[each.cpu];
      queue.charge();
      queue.unthrottle(each);
      queue.markAll(tasks);
      waker.mayRun(queue);
    }
  }

  private void startTimer() {
    long nextNs = NEVER;
    for (FairGroup group : tasks.groups()) {
      if (group.bandwidth != null && !group.cgroup.isRemoved()) {
        nextNs = Math.min(nextNs, group.bandwidth.periodEndNs());
      }
    }
    if (nextNs != NEVER) {
      kernel.startTimer(queues.length, nextNs);
    }
  }
}
