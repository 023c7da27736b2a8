package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup: a child of the cell parent, which makes it a cell, or one nested below such a child.
 *
 * @param name base name of the cgroup
 * @param cpuset what {@code cpuset.cpus} says, never empty; null where it is not set
 * @param cpuWeight {@code cpu.weight}, 1 to 10,000; 100 is the kernel's default
 * @param cpuMax {@code cpu.max}; null for no limit
 */
public record CellDeclaration(
    String name,
    @Nullable CpuMask cpuset,
    int cpuWeight,
    @Nullable CpuMax cpuMax,
    List<CellDeclaration> children) {

  /** The kernel's default of {@code cpu.weight}. */
  public static final int DEFAULT_CPU_WEIGHT = 100;

  public CellDeclaration {
    children = List.copyOf(children);
  }

  /** One whose CPU time is not limited. */
  public CellDeclaration(
      String name, @Nullable CpuMask cpuset, int cpuWeight, List<CellDeclaration> children) {
    this(name, cpuset, cpuWeight, null, children);
  }
}
