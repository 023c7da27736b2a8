package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.scenario.CellDeclaration;
import org.jspecify.annotations.Nullable;

/** Draws cells with cpusets and weights, and cgroups below them. */
final class CellDraw {

  private final Dice dice;
  private final Set<Feature> features;
  private final int cpuCount;
  private final CpuMask sameForAll;

  CellDraw(Dice dice, Set<Feature> features, int cpuCount) {
    this.dice = dice;
    this.features = features;
    this.cpuCount = cpuCount;
    sameForAll = dice.rangeOf(cpuCount);
  }

  /** The cells at time 0. */
  List<CellDeclaration> cells() {
    if (features.contains(Feature.STRANGERS)) {
      // The first has all CPUs but two, one of which is left for the second.
      return List.of(
          cell(TenantNames.cell(0), CpuMask.range(2, cpuCount - 1)),
          cell(TenantNames.cell(1), null));
    }
    if (features.contains(Feature.SMALL)) {
      return cells(dice.between(1, 3));
    }
    int most = features.contains(Feature.MANY_CELLS) ? cpuCount + 2 : 4;
    int count = dice.between(features.contains(Feature.MANY_CELLS) ? 3 : 0, most);
    return cells(count);
  }

  private List<CellDeclaration> cells(int count) {
    List<CellDeclaration> cells = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      cells.add(cell(TenantNames.cell(number)));
    }
    return cells;
  }

  CellDeclaration cell(String name) {
    return cell(name, cpuset());
  }

  private CellDeclaration cell(String name, @Nullable CpuMask cpuset) {
    return new CellDeclaration(
        name, cpuset, CellDeclaration.DEFAULT_CPU_WEIGHT, children(cgroupCount()));
  }

  private int cgroupCount() {
    return features.contains(Feature.NESTED_CGROUPS) ? dice.below(3) : 0;
  }

  private List<CellDeclaration> children(int count) {
    List<CellDeclaration> children = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      children.add(new CellDeclaration(TenantNames.child(number), null, cgroupWeight(), List.of()));
    }
    return children;
  }

  /** By default, unless weights are what the run is about. */
  int cgroupWeight() {
    return features.contains(Feature.CELL_WEIGHTS)
        ? dice.weight()
        : CellDeclaration.DEFAULT_CPU_WEIGHT;
  }

  /** Null for none. */
  @Nullable CpuMask cpuset() {
    if (!features.contains(Feature.CPUSETS) || dice.oneIn(4)) {
      return null;
    }
    if (features.contains(Feature.SMALL) && dice.oneIn(4)) {
      return CpuMask.firstCpus(cpuCount);
    }
    if (features.contains(Feature.EQUAL_CPUSETS)) {
      return sameForAll;
    }
    if (features.contains(Feature.NARROW_CPUSETS)) {
      return CpuMask.of(dice.below(cpuCount));
    }
    return dice.oneIn(3) ? dice.cpusOf(CpuMask.firstCpus(cpuCount)) : dice.rangeOf(cpuCount);
  }
}
