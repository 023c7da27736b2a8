package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/**
 * What an event does to the world. Closed: the simulator must know how to do each. Cells that may
 * be nested are named by path, as in {@link TaskGroup#cell}.
 */
public sealed interface Action {

  /** A child of the cell parent appears, with its children. */
  record CreateCell(CellDeclaration cell) implements Action {}

  /** A child of the cell parent goes; the tasks in it and below exit first. */
  record RemoveCell(String cell) implements Action {}

  /** {@code cpuset.cpus} is written; null clears it. */
  record SetCpuset(String cell, @Nullable CpuMask cpuset) implements Action {}

  /** {@code cpu.weight} is written, 1 to 10,000. */
  record SetCpuWeight(String cell, int cpuWeight) implements Action {}

  /** {@code cpu.max} is written; null removes the limit. */
  record SetCpuMax(String cell, @Nullable CpuMax cpuMax) implements Action {}

  /** Tasks start; repeated, as many again join the group. */
  record Start(TaskGroup group) implements Action {}

  /** All tasks of the group exit. */
  record Stop(String group) implements Action {}

  /** All tasks of the group go to another cgroup. */
  record Move(String group, String cell) implements Action {}

  /** All tasks of the group may run on these CPUs only; null: on all. */
  record SetAffinity(String group, @Nullable CpuMask affinity) implements Action {}

  /** All tasks of the group get this nice value, -20 to 19. */
  record SetNice(String group, int nice) implements Action {}

  /** A higher scheduling class occupies these CPUs. */
  record TakeCpus(CpuMask cpus, long forNs) implements Action {}

  /** CPUs are unplugged. */
  record Offline(CpuMask cpus) implements Action {}

  /** CPUs are plugged in again. */
  record Online(CpuMask cpus) implements Action {}
}
