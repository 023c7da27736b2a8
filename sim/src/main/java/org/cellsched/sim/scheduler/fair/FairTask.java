package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.Task;

/** What the fair class keeps of a task. */
final class FairTask {

  final Task task;
  final Entity entity;
  FairGroup group;

  /** The CPU whose queues it is in or was in last; {@link Task#NO_CPU} before the first. */
  int cpu = Task.NO_CPU;

  /** The kernel's count of its CPU time up to which it has been charged. */
  long chargedNs;

  /** Whether it waits in the CPU's line, throttled or not. */
  boolean inLine;

  FairTask(Task task, FairGroup group) {
    this.task = task;
    this.group = group;
    entity = new Entity(this, null);
  }

  /** The queue of its group on its CPU. */
  EntityQueue queue() {
    return group.queue(cpu);
  }
}
