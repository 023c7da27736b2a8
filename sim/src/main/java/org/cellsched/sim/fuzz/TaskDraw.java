package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.Set;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/** Draws task groups: where they live, where they may run, and how much they weigh. */
final class TaskDraw {

  private final Dice dice;
  private final Set<Feature> features;
  private final int cpuCount;
  private final BehaviourDraw behaviours;

  TaskDraw(Dice dice, Set<Feature> features, int cpuCount) {
    this.dice = dice;
    this.features = features;
    this.cpuCount = cpuCount;
    behaviours = new BehaviourDraw(dice, features, cpuCount);
  }

  int groupCount() {
    if (features.contains(Feature.SMALL)) {
      return dice.between(1, 6);
    }
    if (features.contains(Feature.STRANGERS)) {
      return dice.between(5, 10);
    }
    return features.contains(Feature.MANY_TASKS) ? dice.between(3, 8) : dice.between(1, 5);
  }

  /**
   * A group that lives in one of these cgroups from time 0.
   *
   * @param stopNs when its tasks end; null for a group that an event starts and ends
   */
  TaskGroup group(int number, List<String> cgroups, @Nullable Long stopNs) {
    if (features.contains(Feature.STRANGERS)) {
      return lendersOrGuests(number, cgroups, stopNs);
    }
    boolean perCpu = dice.oneIn(12);
    return new TaskGroup(
        TenantNames.group(number),
        cgroup(cgroups),
        perCpu ? 1 : dice.between(1, mostMembers()),
        perCpu ? TaskGroup.Members.PER_CPU : TaskGroup.Members.COUNTED,
        behaviours.behaviour(),
        nice(),
        affinity(),
        0,
        stopNs,
        RequestQueueSharing.SHARED,
        dice.oneIn(15) ? dice.oneOf(List.of(SchedulingPolicy.values())) : SchedulingPolicy.NORMAL);
  }

  /**
   * Tasks of the first cell, few and restricted; or others: borrowers that never sleep, and one
   * that may use a single CPU, of the first cell mostly.
   */
  private TaskGroup lendersOrGuests(int number, List<String> cgroups, @Nullable Long stopNs) {
    return switch (dice.below(4)) {
      case 0 ->
          group(number, cgroups.getFirst(), 1, behaviours.wakingOften(), restricted(), stopNs);
      case 1 -> group(number, guest(cgroups), cpuCount / 2, new Behaviour.Spin(), null, stopNs);
      default ->
          group(
              number,
              guest(cgroups),
              1,
              dice.oneIn(3) ? behaviours.behaviour() : behaviours.wakingOften(),
              CpuMask.of(dice.between(1, cpuCount - 1)),
              stopNs);
    };
  }

  private CpuMask restricted() {
    return dice.cpusOf(CpuMask.range(2, cpuCount - 1));
  }

  private String guest(List<String> cgroups) {
    return dice.oneIn(2) ? TaskGroup.ROOT : cgroups.getLast();
  }

  private TaskGroup group(
      int number,
      String cgroup,
      int count,
      Behaviour behaviour,
      @Nullable CpuMask affinity,
      @Nullable Long stopNs) {
    return new TaskGroup(
        TenantNames.group(number),
        cgroup,
        count,
        TaskGroup.Members.COUNTED,
        behaviour,
        nice(),
        affinity,
        0,
        stopNs,
        RequestQueueSharing.SHARED);
  }

  private int mostMembers() {
    if (features.contains(Feature.SMALL)) {
      return 2;
    }
    return features.contains(Feature.MANY_TASKS) ? 5 : 3;
  }

  /** A group that forks, and the group that it forks. */
  List<TaskGroup> forkers() {
    int forkers = dice.between(1, 3);
    int times = dice.between(1, 5);
    return List.of(
        group("forker", forkers, behaviours.forking("forked", times), TaskGroup.Members.COUNTED),
        group("forked", forkers * times, behaviours.shortLived(), TaskGroup.Members.FORKED));
  }

  /** In the root cell, which is always there. */
  private TaskGroup group(String name, int count, Behaviour behaviour, TaskGroup.Members members) {
    return new TaskGroup(
        name,
        TaskGroup.ROOT,
        count,
        members,
        behaviour,
        nice(),
        affinity(),
        0,
        Phases.STOP_NS,
        RequestQueueSharing.SHARED);
  }

  private String cgroup(List<String> cgroups) {
    boolean inRoot = features.contains(Feature.ROOT_TASKS) && dice.oneIn(4);
    return cgroups.isEmpty() || inRoot ? TaskGroup.ROOT : dice.oneOf(cgroups);
  }

  int nice() {
    if (!features.contains(Feature.NICE_VALUES) || dice.oneIn(3)) {
      return 0;
    }
    if (features.contains(Feature.HEAVY_TASKS)) {
      return dice.oneIn(3) ? 0 : -20;
    }
    return dice.oneIn(3) ? dice.oneOf(List.of(-20, 19)) : dice.between(-20, 19);
  }

  /** Null for all CPUs. */
  @Nullable CpuMask affinity() {
    boolean pins = features.contains(Feature.ALL_PINNED);
    if (!pins && (!features.contains(Feature.PINNED_TASKS) || dice.oneIn(2))) {
      return null;
    }
    return dice.oneIn(2)
        ? CpuMask.of(dice.below(cpuCount))
        : dice.cpusOf(CpuMask.firstCpus(cpuCount));
  }
}
