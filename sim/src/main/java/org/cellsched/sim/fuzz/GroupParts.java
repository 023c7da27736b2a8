package org.cellsched.sim.fuzz;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.jspecify.annotations.Nullable;

/** The parts of a task group, to make another one that differs in some. */
final class GroupParts {

  private final TaskGroup group;
  private String cell;
  private int count;
  private TaskGroup.Members members;
  private Behaviour behaviour;
  private int nice;
  private @Nullable CpuMask affinity;
  private long startNs;
  private @Nullable Long stopNs;
  private SchedulingPolicy policy;

  private GroupParts(TaskGroup group) {
    this.group = group;
    cell = group.cell();
    count = group.count();
    members = group.members();
    behaviour = group.behaviour();
    nice = group.nice();
    affinity = group.affinity();
    startNs = group.startNs();
    stopNs = group.stopNs();
    policy = group.policy();
  }

  static GroupParts of(TaskGroup group) {
    return new GroupParts(group);
  }

  GroupParts withCell(String newCell) {
    cell = newCell;
    return this;
  }

  /** Of forked ones it is how many there may be. */
  GroupParts withCount(int newCount) {
    count = newCount;
    return this;
  }

  /** As many as its count, unless they are forked. */
  GroupParts counted() {
    members = members == TaskGroup.Members.FORKED ? members : TaskGroup.Members.COUNTED;
    return this;
  }

  GroupParts withBehaviour(Behaviour newBehaviour) {
    behaviour = newBehaviour;
    return this;
  }

  GroupParts withoutWeight() {
    nice = 0;
    policy = SchedulingPolicy.NORMAL;
    return this;
  }

  GroupParts withAffinity(@Nullable CpuMask newAffinity) {
    affinity = newAffinity;
    return this;
  }

  GroupParts withStartNs(long newStartNs) {
    startNs = newStartNs;
    return this;
  }

  GroupParts withStopNs(@Nullable Long newStopNs) {
    stopNs = newStopNs;
    return this;
  }

  TaskGroup group() {
    return new TaskGroup(
        group.name(),
        cell,
        count,
        members,
        behaviour,
        nice,
        affinity,
        startNs,
        stopNs,
        group.queue(),
        policy);
  }
}
