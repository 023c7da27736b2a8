package org.cellsched.sim.fuzz;

import org.cellsched.core.cpu.Topology;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;

/** How much there is in a scenario that somebody has to read. */
record ScenarioSize(int cpus, int cells, int tasks, int events) {

  /** More than so many cells or tasks cannot be kept in mind. */
  private static final int FEW = 3;

  /** With the cells and tasks that come by an event. */
  static ScenarioSize of(Scenario scenario) {
    Topology machine = scenario.machine().topology();
    int cells = scenario.cells().size();
    int tasks = scenario.tasks().stream().mapToInt(group -> group.taskCount(machine)).sum();
    for (ScenarioEvent event : scenario.events()) {
      switch (event.action()) {
        case Action.CreateCell _ -> cells++;
        case Action.Start(TaskGroup group) -> tasks += group.taskCount(machine);
        default -> {}
      }
    }
    return new ScenarioSize(machine.cpuCount(), cells, tasks, scenario.events().size());
  }

  /** Whether one sees at once what it is about. */
  boolean isSmall() {
    return cells <= FEW && tasks <= FEW;
  }

  boolean isLessThan(ScenarioSize other) {
    return total() < other.total();
  }

  private int total() {
    return cpus + cells + tasks + events;
  }

  /** Such as {@code 2 CPUs, 1 cell, 3 tasks, 0 events}. */
  @Override
  public String toString() {
    return "%s, %s, %s, %s"
        .formatted(
            Amounts.counted(cpus, "CPU"),
            Amounts.counted(cells, "cell"),
            Amounts.counted(tasks, "task"),
            Amounts.counted(events, "event"));
  }
}
