package org.cellsched.sim.rtapp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.TaskGroup;

/** The cgroups that a workload's taskgroups make; those at the top are cells. */
final class CellTree {

  private final Map<String, CellTree> children = new LinkedHashMap<>();
  private final NameBook names;

  /**
   * @param names of the cgroups at any level
   */
  CellTree(NameBook names) {
    this.names = names;
  }

  static CellTree create(List<String> reserved, Problems notes) {
    return new CellTree(new NameBook("cgroup", reserved, notes));
  }

  /** The path in the scenario of a taskgroup, which exists from now on. */
  String pathOf(RtAppFile.Setting<String> taskgroup) {
    List<String> path = new ArrayList<>();
    CellTree at = this;
    for (String part : taskgroup.value().split("/")) {
      if (!part.isEmpty()) {
        String name = names.nameOf(part, taskgroup.location());
        path.add(name);
        at = at.children.computeIfAbsent(name, unknown -> new CellTree(names));
      }
    }
    return path.isEmpty() ? TaskGroup.ROOT : String.join("/", path);
  }

  List<CellDeclaration> declarations() {
    return children.entrySet().stream()
        .map(child ->
            new CellDeclaration(
                child.getKey(),
                null,
                CellDeclaration.DEFAULT_CPU_WEIGHT,
                child.getValue().declarations()))
        .toList();
  }
}
