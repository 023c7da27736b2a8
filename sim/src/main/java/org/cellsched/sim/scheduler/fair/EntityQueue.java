package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one group on one CPU, the running one included, and whose turn it is: earliest
 * eligible virtual deadline first (Stoica and Abdel-Wahab 1995; kernel/sched/fair.c, pick_eevdf).
 * An entity is eligible that has had no more than its share, that is, whose virtual time is not
 * beyond the average by weight.
 *
 * <p>The average is kept exactly: the sum of weight × distance from a zero that moves with it.
 * Picking is O(entities), all else O(1) or a removal from an array.
 */
final class EntityQueue {

  final FairGroup group;
  final int cpu;

  /** The group as an entity of the queue above; null for the root group. */
  final @Nullable Entity entity;

  /** Whether cpu.max of the group keeps its tasks from this CPU. */
  boolean throttled;

  private final long sliceNs;
  private final long mostLagNs;

  /** In the order of who ran or came last. */
  private final List<Entity> entities = new ArrayList<>();

  private @Nullable Entity current;
  private long weight;
  private long zeroNs;
  private long weightedNs;
  private int stint;

  /**
   * @param mostLagNs what an entity that leaves may be owed, or owe, at most, on the CPU
   */
  EntityQueue(FairGroup group, int cpu, boolean isRoot, long sliceNs, long mostLagNs) {
    this.group = group;
    this.cpu = cpu;
    this.sliceNs = sliceNs;
    this.mostLagNs = mostLagNs;
    entity = isRoot ? null : new Entity(null, this);
  }

  boolean isEmpty() {
    return entities.isEmpty();
  }

  int size() {
    return entities.size();
  }

  /** Sum of the entities' weights. */
  long weight() {
    return weight;
  }

  /** Counts how often the queue has run empty. */
  int stint() {
    return stint;
  }

  /** The average virtual time, by weight, rounded down; where it stood last if there is nobody. */
  long averageNs() {
    if (weight > 0) {
      long movedNs = Math.floorDiv(weightedNs, weight);
      zeroNs += movedNs;
      weightedNs -= movedNs * weight;
    }
    return zeroNs;
  }

  void add(Entity added) {
    added.place(this, sliceNs);
    entities.add(added);
    count(added, 1);
  }

  void remove(Entity removed, boolean sleeps) {
    removed.leave(averageNs(), stint, mostLagNs, sleeps);
    count(removed, -1);
    entities.remove(removed);
    current = current == removed ? null : current;
    stint += entities.isEmpty() ? 1 : 0;
  }

  private void count(Entity counted, int sign) {
    weightedNs += sign * counted.weight * (counted.vruntimeNs - zeroNs);
    weigh(sign * counted.weight);
  }

  private void weigh(long by) {
    weight += by;
    group.weigh(by);
  }

  /** Changes the weight of an entity that is queued here. */
  void reweigh(Entity changed, long newWeight) {
    if (changed.weight != newWeight) {
      long averageNs = averageNs();
      count(changed, -1);
      changed.reweigh(newWeight, averageNs);
      count(changed, 1);
    }
  }

  /** The entity has run; once its slice is used up it gets the next one, with a later deadline. */
  void charge(Entity ran, long ranNs) {
    long virtualNs = ran.virtualNs(ranNs);
    ran.vruntimeNs += virtualNs;
    weightedNs += ran.weight * virtualNs;
    if (ran.vruntimeNs >= ran.deadlineNs) {
      ran.deadlineNs = ran.vruntimeNs + ran.virtualNs(sliceNs);
    }
  }

  /** It yields: the rest of its slice is forfeited, unless it has had more than its share. */
  void yield(Entity yielding) {
    if (yielding.vruntimeNs <= averageNs()) {
      weightedNs += yielding.weight * (yielding.deadlineNs - yielding.vruntimeNs);
      yielding.vruntimeNs = yielding.deadlineNs;
      yielding.deadlineNs += yielding.virtualNs(sliceNs);
    }
  }

  /**
   * Whose turn it is; null if there is nobody. Who runs keeps the CPU until its slice is used up,
   * unless it has had more than its share.
   */
  @Nullable Entity pick() {
    long averageNs = averageNs();
    if (current != null && current.isProtected() && current.vruntimeNs <= averageNs) {
      return current;
    }
    Entity best = null;
    for (Entity each : entities) {
      if (each.vruntimeNs <= averageNs && (best == null || each.deadlineNs < best.deadlineNs)) {
        best = each;
      }
    }
    return best;
  }

  /** It begins to run, with a slice that is protected; nothing if it is throttled. */
  void start(Entity started) {
    if (started.queued) {
      current = started;
      started.protect();
    }
  }

  /** It stops: among equals, all others go before it. */
  void stop(Entity stopped) {
    if (current == stopped) {
      current = null;
      stopped.unprotect();
      entities.remove(stopped);
      entities.add(stopped);
    }
  }
}
