package org.cellsched.sim.scheduler.fair;

import org.cellsched.sim.kernel.Kfuncs;
import org.jspecify.annotations.Nullable;

/**
 * One CPU: the queues of all groups that have tasks there, from the root group down, and the line
 * of its waiting tasks. Each change costs O(depth of the group), and what {@link EntityQueue} says.
 */
final class RunQueue {

  final int cpu;

  /** The kernel's queue that holds the waiting tasks. */
  final int line;

  /** Until when an idle CPU that was given a task should have looked; later, something has it. */
  long calledUntilNs;

  /** Whether what runs was asked to leave, and has not yet. */
  boolean preempting;

  private final Kfuncs kernel;
  private final EntityQueue root;
  private @Nullable FairTask current;
  private int waiting;

  RunQueue(Kfuncs kernel, int cpu, EntityQueue root) {
    this.kernel = kernel;
    this.cpu = cpu;
    this.root = root;
    line = kernel.createQueue();
  }

  @Nullable FairTask current() {
    return current;
  }

  /** Tasks in line that are not throttled. */
  int waiting() {
    return waiting;
  }

  /** The weight of all that waits and runs here, throttled groups left out. */
  long load() {
    return root.weight();
  }

  // --- entities ---

  /** Puts a task or a group into its queue, and the groups above into theirs. */
  void enqueue(Entity entity, EntityQueue queue) {
    queue.add(entity);
    EntityQueue below = queue;
    for (Entity group = below.entity; group != null; group = below.entity) {
      if (group.queued) {
        reweigh(group, below);
      } else if (below.throttled) {
        return;
      } else {
        group.reweigh(below.group.shareOf(below), 0);
        above(below).add(group);
      }
      below = above(below);
    }
  }

  /** Takes a task or a group out of its queue, and groups that are empty then out of theirs. */
  void dequeue(Entity entity, EntityQueue queue, boolean sleeps) {
    queue.remove(entity, sleeps);
    EntityQueue below = queue;
    for (Entity group = below.entity; group != null && group.queued; group = below.entity) {
      if (below.isEmpty()) {
        above(below).remove(group, sleeps);
      } else {
        reweigh(group, below);
      }
      below = above(below);
    }
  }

  private EntityQueue above(EntityQueue queue) {
    FairGroup parent = queue.group.parent;
    return parent == null ? queue : parent.queue(cpu);
  }

  /** The group whose queue this is, as an entity; at the root, where nothing is above, the same. */
  private static Entity oneLevelUp(Entity entity, EntityQueue queue) {
    return queue.entity == null ? entity : queue.entity;
  }

  private void reweigh(Entity group, EntityQueue own) {
    above(own).reweigh(group, own.group.shareOf(own));
  }

  /** Gives a queued task another weight. */
  void reweigh(FairTask task, long weight) {
    task.queue().reweigh(task.entity, weight);
    refreshShares(task.queue());
  }

  /** Groups get their part here by what they have on all CPUs now. */
  private void refreshShares(EntityQueue queue) {
    EntityQueue below = queue;
    for (Entity group = below.entity; group != null && group.queued; group = below.entity) {
      reweigh(group, below);
      below = above(below);
    }
  }

  /** The group's tasks may not use this CPU until it has been paid for. */
  void throttle(EntityQueue queue) {
    queue.throttled = true;
    Entity group = queue.entity;
    if (group != null && group.queued) {
      dequeue(group, above(queue), false);
    }
  }

  void unthrottle(EntityQueue queue) {
    queue.throttled = false;
    Entity group = queue.entity;
    if (group != null && !queue.isEmpty()) {
      group.reweigh(queue.group.shareOf(queue), 0);
      enqueue(group, above(queue));
    }
  }

  boolean isThrottled(FairTask task) {
    for (FairGroup at = task.group; at != null; at = at.parent) {
      if (at.queue(cpu).throttled) {
        return true;
      }
    }
    return false;
  }

  /** The part of the CPU's {@link #load} that is the task's; 0 if it is throttled. */
  long loadOf(FairTask task) {
    long load = task.entity.weight;
    EntityQueue queue = task.queue();
    for (Entity group = queue.entity; group != null; group = queue.entity) {
      if (!group.queued) {
        return 0;
      }
      load = load * (group.weight >> 10) / Math.max(1, queue.weight() >> 10);
      queue = above(queue);
    }
    return load;
  }

  // --- what runs ---

  /** Charges what runs for what it ran since it was charged last. */
  void charge() {
    FairTask task = current;
    if (task == null) {
      return;
    }
    long ranNs = kernel.cpuTimeNs(task.task) - task.chargedNs;
    task.chargedNs += ranNs;
    Entity entity = task.entity;
    for (FairGroup at = task.group; at != null; at = at.parent) {
      EntityQueue queue = at.queue(cpu);
      if (entity.queued) {
        queue.charge(entity, ranNs);
      }
      if (at.bandwidth != null) {
        at.bandwidth.charge(cpu, ranNs);
      }
      entity = oneLevelUp(entity, queue);
    }
    refreshShares(task.queue());
  }

  /** Whether neither a slice nor what is left for a limited group is used up. */
  boolean hasTimeLeft(FairTask task) {
    boolean left = task.entity.isProtected();
    for (FairGroup at = task.group; at != null; at = at.parent) {
      Entity group = at.queue(cpu).entity;
      left &= group == null || group.isProtected();
      left &= at.bandwidth == null || at.bandwidth.leftNs(cpu) > 0;
    }
    return left;
  }

  /** Whose turn it is, from the root group down; null if nobody may run. */
  @Nullable FairTask pick() {
    Entity entity = root.pick();
    while (entity != null && entity.own != null) {
      entity = entity.own.pick();
    }
    return entity == null ? null : entity.task;
  }

  void start(FairTask task) {
    current = task;
    Entity entity = task.entity;
    for (FairGroup at = task.group; at != null; at = at.parent) {
      EntityQueue queue = at.queue(cpu);
      queue.start(entity);
      entity = oneLevelUp(entity, queue);
    }
  }

  /** What runs is about to leave; it stays in its queue. */
  void stop() {
    FairTask task = current;
    current = null;
    preempting = false;
    if (task != null) {
      Entity entity = task.entity;
      for (FairGroup at = task.group; at != null; at = at.parent) {
        EntityQueue queue = at.queue(cpu);
        queue.stop(entity);
        entity = oneLevelUp(entity, queue);
      }
    }
  }

  /** What runs may be preempted though its slice is not used up. */
  void unprotect() {
    FairTask task = current;
    if (task != null) {
      task.entity.unprotect();
      for (FairGroup at = task.group; at != null; at = at.parent) {
        Entity group = at.queue(cpu).entity;
        if (group != null) {
          group.unprotect();
        }
      }
    }
  }

  /**
   * How long a task may run before it must be looked at: until the slice of it or of a group above
   * is used up, or what is left for a limited group here.
   */
  long sliceNs(FairTask task) {
    long sliceNs = Long.MAX_VALUE;
    Entity entity = task.entity;
    for (FairGroup at = task.group; at != null; at = at.parent) {
      sliceNs = Math.min(sliceNs, entity.untilDeadlineNs());
      if (at.bandwidth != null) {
        sliceNs = Math.min(sliceNs, at.bandwidth.leftNs(cpu));
      }
      entity = oneLevelUp(entity, at.queue(cpu));
    }
    return Math.max(1, sliceNs);
  }

  // --- the line ---

  /** A waiting task joins the line. */
  void join(FairTask task) {
    kernel.insertByVtime(task.task, line, 1, 0);
    joined(task);
  }

  /** The task is in line now. */
  void joined(FairTask task) {
    task.inLine = true;
    waiting += task.task.isThrottled() ? 0 : 1;
    mark(task);
  }

  /** The task is in line no more, wherever it went. */
  void left(FairTask task) {
    if (task.inLine) {
      task.inLine = false;
      waiting -= task.task.isThrottled() ? 0 : 1;
    }
  }

  /** The kernel is told of a waiting task whether it is throttled. */
  private void mark(FairTask task) {
    boolean throttled = isThrottled(task);
    if (throttled != task.task.isThrottled()) {
      waiting += throttled ? -1 : 1;
      kernel.setThrottled(task.task, throttled);
    }
  }

  /** The same for all that wait here. O(tasks in line × depth). */
  void markAll(FairTasks tasks) {
    kernel.queuedIn(line).forEach(task -> mark(tasks.of(task)));
  }
}
