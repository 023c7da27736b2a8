package org.cellsched.core.cell;

import java.util.List;

/**
 * What one call changed in a {@link CellRegistry}.
 *
 * @param created cells that came, in order of creation
 * @param retired cells whose cgroup went, ascending by id
 * @param unplaced cgroups for which there is no id, in order of arrival; each is listed only once,
 *     when it begins to wait
 */
public record RegistryChange(
    List<RegisteredCell> created, List<RegisteredCell> retired, List<CgroupIdentity> unplaced) {

  public RegistryChange {
    created = List.copyOf(created);
    retired = List.copyOf(retired);
    unplaced = List.copyOf(unplaced);
  }

  /** Whether the set of cells is another than before. */
  public boolean changesCells() {
    return !created.isEmpty() || !retired.isEmpty();
  }
}
