package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/** Writes cells as {@link CellFormat} reads them. */
final class CellWriter {

  private CellWriter() {}

  /** Cells, or the cgroups below one, by name. */
  static WrittenObject cells(List<CellDeclaration> cells) {
    WrittenObject byName = new WrittenObject();
    cells.forEach(cell -> byName.put(cell.name(), body(new WrittenObject(), cell)));
    return byName;
  }

  /** Adds all of a cell but its name. */
  static WrittenObject body(WrittenObject object, CellDeclaration cell) {
    object
        .putCpus("cpuset", cell.cpuset())
        .put("cpuWeight", cell.cpuWeight(), CellDeclaration.DEFAULT_CPU_WEIGHT);
    if (cell.cpuMax() != null) {
      object.put("cpuMax", limit(new WrittenObject(), cell.cpuMax()));
    }
    return object.putFilled("children", cells(cell.children()));
  }

  /** Adds a quota and its period; the quota is `max` for no limit. */
  static WrittenObject limit(WrittenObject object, @Nullable CpuMax limit) {
    return limit == null
        ? object.put("quota", "max")
        : object
            .putTime("quota", limit.quotaNs(), null)
            .putTime("period", limit.periodNs(), CpuMax.DEFAULT_PERIOD_NS);
  }
}
