package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.dispatch.Vtime;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one cgroup that want one CPU, the running one included (struct cfs_rq): earliest
 * eligible virtual deadline first.
 *
 * <p>An entity is eligible while it has had no more than its share: its virtual time is not after
 * the average, weighted. Of these the one with the earliest deadline runs. Every operation is O(n)
 * for n entities, in integers.
 *
 * <p>Source: Stoica, Abdel-Wahab, "Earliest Eligible Virtual Deadline First", 1995;
 * kernel/sched/fair.c (entity_eligible, pick_eevdf, place_entity, reweight_entity).
 */
final class FairLine {

  final GroupLines owner;
  final int cpu;

  /** This line in the line of the cgroup above; null at the root. */
  final @Nullable Entity entity;

  /** CPU time that it may still use of what cpu.max allows; below 0 is owed. */
  long quotaLeftNs;

  boolean throttled;

  private final long sliceNs;
  private final List<Entity> entities = new ArrayList<>();
  private long weightSum;

  /** The average when the last entity left. */
  private long clockNs;

  FairLine(GroupLines owner, int cpu, long sliceNs) {
    this.owner = owner;
    this.cpu = cpu;
    this.sliceNs = sliceNs;
    this.entity = owner.parent == null ? null : new Entity(null, this);
  }

  List<Entity> entities() {
    return entities;
  }

  boolean isEmpty() {
    return entities.isEmpty();
  }

  /** The sum of its entities' weights, scaled. */
  long weightSum() {
    return weightSum;
  }

  /** avg_vruntime: where an entity that has had exactly its share is. */
  long averageNs() {
    if (entities.isEmpty()) {
      return clockNs;
    }
    long baseNs = entities.getFirst().vruntimeNs;
    return baseNs + Math.floorDiv(weightedDistance(baseNs), weightSum);
  }

  /** Σ weight × (virtual time − base): its sign tells on which side of the base the average is. */
  private long weightedDistance(long baseNs) {
    long sum = 0;
    for (Entity each : entities) {
      sum += each.weight * (each.vruntimeNs - baseNs);
    }
    return sum;
  }

  /** place_entity: where it left off relative to the others, which its coming moves. */
  void add(Entity entering) {
    long averageNs = averageNs();
    long lagNs = entering.lagNs;
    if (!entities.isEmpty()) {
      lagNs = lagNs * (weightSum + entering.weight) / weightSum;
    }
    long requestNs = entering.virtualNs(sliceNs);
    entering.vruntimeNs = averageNs - lagNs;
    // A newcomer gets half a slice first: PLACE_DEADLINE_INITIAL.
    entering.deadlineNs =
        entering.vruntimeNs + (entering.seasoned ? requestNs : Math.ceilDiv(requestNs, 2));
    entering.seasoned = true;
    entering.line = this;
    entities.add(entering);
    addWeight(entering.weight);
  }

  void remove(Entity leaving) {
    leaving.lagNs = lagNs(leaving);
    clockNs = averageNs();
    entities.remove(leaving);
    leaving.line = null;
    addWeight(-leaving.weight);
  }

  /** entity_lag: how far it is behind the average, within two slices. */
  private long lagNs(Entity of) {
    long limitNs = of.virtualNs(2 * sliceNs);
    return Math.clamp(averageNs() - of.vruntimeNs, -limitNs, limitNs);
  }

  /** reweight_entity: lag and request are kept in real time, and so scale in virtual time. */
  void reweigh(Entity each, long weight) {
    if (each.weight == weight) {
      return;
    }
    long averageNs = averageNs();
    long lagNs = (averageNs - each.vruntimeNs) * each.weight / weight;
    long requestNs = (each.deadlineNs - each.vruntimeNs) * each.weight / weight;
    addWeight(weight - each.weight);
    each.weight = weight;
    each.vruntimeNs = averageNs - lagNs;
    each.deadlineNs = each.vruntimeNs + requestNs;
  }

  private void addWeight(long by) {
    weightSum += by;
    owner.addWeight(by);
  }

  /** update_curr: the entity ran; a request that is served is followed by the next. */
  void charge(Entity ran, long ns) {
    ran.vruntimeNs += ran.virtualNs(ns);
    if (!Vtime.before(ran.vruntimeNs, ran.deadlineNs)) {
      ran.deadlineNs = ran.vruntimeNs + ran.virtualNs(sliceNs);
    }
    if (owner.bandwidth != null) {
      quotaLeftNs -= ns;
    }
  }

  /** yield_task_fair: its request counts as served, and it asks for one more. */
  void postpone(Entity yielding) {
    yielding.deadlineNs += yielding.virtualNs(sliceNs);
  }

  /** pick_eevdf; null if there is none. Equal deadlines: who came into the line first. */
  @Nullable Entity pick() {
    Entity best = null;
    for (Entity each : entities) {
      boolean eligible = weightedDistance(each.vruntimeNs) >= 0;
      if (eligible && (best == null || Vtime.before(each.deadlineNs, best.deadlineNs))) {
        best = each;
      }
    }
    return best;
  }
}
