package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;

/** Fewer cells, in plainer shape: those of the scenario, and those that events create. */
final class CellShrinking {

  private static final List<UnaryOperator<CellDeclaration>> PLAINER =
      List.of(
          cell -> new CellDeclaration(cell.name(), null, 100, List.of()),
          cell -> new CellDeclaration(cell.name(), cell.cpuset(), 100, List.of()),
          cell -> new CellDeclaration(cell.name(), null, cell.cpuWeight(), cell.children()));

  private CellShrinking() {}

  /** Without a cell, and whatever happens to it; what lives in it keeps it. */
  static List<Scenario> withoutOne(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    for (CellDeclaration gone : scenario.cells()) {
      List<CellDeclaration> cells =
          scenario.cells().stream().filter(each -> !each.equals(gone)).toList();
      List<ScenarioEvent> events =
          scenario.events().stream().filter(event -> !names(event.action(), gone.name())).toList();
      proposals.add(Parts.of(scenario).withCells(cells).withEvents(events).scenario());
    }
    return proposals;
  }

  private static boolean names(Action action, String cell) {
    return switch (action) {
      case Action.RemoveCell(String name) -> name.equals(cell);
      case Action.SetCpuset set -> set.cell().equals(cell);
      case Action.SetCpuWeight set -> isIn(set.cell(), cell);
      case Action.Move move -> isIn(move.cell(), cell);
      default -> false;
    };
  }

  private static boolean isIn(String path, String cell) {
    return path.equals(cell) || path.startsWith(cell + "/");
  }

  static List<Scenario> plainer(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    for (UnaryOperator<CellDeclaration> change : PLAINER) {
      proposals.addAll(
          Simplification.changingEach(
              scenario.cells(), change, others -> Simplification.withCells(scenario, others)));
      proposals.addAll(Simplification.changingActions(scenario, action -> changed(action, change)));
    }
    return proposals;
  }

  private static Action changed(Action action, UnaryOperator<CellDeclaration> change) {
    return action instanceof Action.CreateCell(CellDeclaration cell)
        ? new Action.CreateCell(change.apply(cell))
        : action;
  }
}
