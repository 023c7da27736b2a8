package org.cellsched.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the parts of a scenario fit together: what is named exists, names are unique, CPUs
 * are in the machine, times are within the run. What depends on the order of events is left to
 * {@link Chronology}.
 */
final class ScenarioChecks {

  private final ScenarioDraft draft;
  private final boolean shortened;
  private final Problems problems;
  private final KnownNames known;

  /**
   * @param shortened whether events and expectations may lie beyond the end
   */
  ScenarioChecks(ScenarioDraft draft, boolean shortened, Problems problems) {
    this.draft = draft;
    this.shortened = shortened;
    this.problems = problems;
    this.known = KnownNames.of(draft.node());
  }

  /** The expectations that could be read; all of them if there was no complaint. */
  List<Expectation> checkAndParseExpectations() {
    checkNames();
    draft.cells().forEach(this::checkCellCpus);
    draft.tasks().forEach(this::checkTasks);
    draft.events().forEach(this::checkEvent);
    checkCounts();
    checkRootMinCpus();
    List<Expectation> expectations = parseExpectations();
    if (problems.isEmpty() && draft.durationNs() != null && draft.machine() != null) {
      new Chronology(draft, draft.machine().topology().cpus(), problems).check();
    }
    return expectations;
  }

  private List<Expectation> parseExpectations() {
    long endNs = draft.durationNs() == null || shortened ? Long.MAX_VALUE : draft.durationNs();
    List<Expectation> expectations = new ArrayList<>();
    for (Located<String> each : draft.expectations()) {
      Expectation parsed = ExpectationParser.parse(each, known, endNs, problems);
      if (parsed != null) {
        expectations.add(parsed);
      }
    }
    return expectations;
  }

  // --- names

  private void checkNames() {
    TreeMap<String, Location> groups = new TreeMap<>();
    for (Located<TaskGroup> each : draft.tasks()) {
      checkGroupName(each.value().name(), each.node().at("name").location(), groups);
    }
    for (Located<ScenarioEvent> each : draft.events()) {
      switch (each.value().action()) {
        case Action.Start start ->
            checkGroupName(
                start.group().name(), each.node().at("start", "name").location(), groups);
        case Action.CreateCell create ->
            checkNotReserved(create.cell().name(), each.node().at("createCell", "name").location());
        default -> {}
      }
    }
    if (draft.node().child("cells") instanceof Node.Mapping cells) {
      cells.entries().forEach(entry -> checkNotReserved(entry.key(), entry.keyLocation()));
    }
  }

  private void checkGroupName(String name, Location location, TreeMap<String, Location> groups) {
    checkNotReserved(name, location);
    Location first = groups.putIfAbsent(name, location);
    if (first != null) {
      problems.add(
          location,
          "two task groups are called `%s`; the other is at line %d: rename one"
              .formatted(name, first.line()));
    } else if (known.cells().contains(name)) {
      problems.add(
          location,
          "a task group and a cell are both called `%s`; expectations could not tell them apart:"
                  .formatted(name)
              + " rename one");
    }
  }

  private void checkNotReserved(String name, Location location) {
    if (Names.RESERVED.contains(name)) {
      problems.add(
          location,
          "the name `%s` is reserved; choose one other than %s"
              .formatted(name, Texts.choices(Names.RESERVED)));
    }
  }

  private void checkCell(String path, Node node) {
    if (!known.cellPaths().contains(path)) {
      problems.add(
          node.location(),
          "`%s` is %s, but there is no such cell%s"
              .formatted(
                  node.name(),
                  Texts.quote(path),
                  Texts.didYouMean(
                      path,
                      known.cellPaths(),
                      "; the cells are " + Texts.choices(known.cellPaths()))));
    }
  }

  void checkCellOrRoot(String path, Node node) {
    if (!path.equals(TaskGroup.ROOT)) {
      checkCell(path, node);
    }
  }

  void checkGroup(String name, Node node) {
    if (!known.groups().contains(name)) {
      problems.add(
          node.location(),
          "`%s` is %s, but there is no such task group%s"
              .formatted(
                  node.name(),
                  Texts.quote(name),
                  Texts.didYouMean(
                      name, known.groups(), "; the groups are " + Texts.choices(known.groups()))));
    }
  }

  // --- CPUs

  private void checkCellCpus(Located<CellDeclaration> cell) {
    checkCellCpus(cell.value(), cell.node());
  }

  private void checkCellCpus(CellDeclaration cell, Node node) {
    checkCpus(cell.cpuset(), node.at("cpuset"));
    for (CellDeclaration child : cell.children()) {
      checkCellCpus(child, node.at("children", child.name()));
    }
  }

  void checkCpus(@Nullable CpuMask cpus, Node node) {
    MachineSpec machine = draft.machine();
    if (machine == null || cpus == null) {
      return;
    }
    CpuMask all = machine.topology().cpus();
    if (!cpus.isSubsetOf(all)) {
      problems.add(
          node.location(),
          "`%s` names CPUs %s, which the machine does not have; expected some of %s"
              .formatted(node.name(), cpus.andNot(all), all));
    }
  }

  private void checkRootMinCpus() {
    if (draft.policy() != null
        && draft.machine() != null
        && draft.policy().rootMinCpus() > draft.machine().topology().cpuCount()) {
      problems.add(
          draft.node().at("policy", "rootMinCpus").location(),
          "`rootMinCpus` is %d, but the machine has %d CPUs; expected at most that"
              .formatted(draft.policy().rootMinCpus(), draft.machine().topology().cpuCount()));
    }
  }

  // --- tasks and events

  private void checkTasks(Located<TaskGroup> group) {
    checkCellOrRoot(group.value().cell(), group.node().at("cell"));
    checkCpus(group.value().affinity(), group.node().at("affinity"));
    checkProgram(group.value(), group.node());
    checkBeforeEnd(group.value().startNs(), group.node().at("start"));
    Long stopNs = group.value().stopNs();
    Long endNs = draft.durationNs();
    if (stopNs != null && endNs != null && stopNs > endNs && !shortened) {
      problems.add(
          group.node().at("stop").location(),
          "`stop` is %s, after the end of the run at %s; expected at most that, or no `stop`"
              .formatted(Scalars.formatNs(stopNs), Scalars.formatNs(endNs)));
    }
  }

  private void checkProgram(TaskGroup group, Node node) {
    if (group.behaviour() instanceof Behaviour.Follow(Program program)) {
      new ProgramChecks(this, draft, problems).check(program, node.at("behaviour", "program"));
    }
  }

  private void checkEvent(Located<ScenarioEvent> located) {
    ScenarioEvent event = located.value();
    Node node = located.node();
    if (checkBeforeEnd(event.atNs(), node.at("at")) && event.times() > 1) {
      checkLastBeforeEnd(event, node.at("times"));
    }
    switch (event.action()) {
      case Action.CreateCell(CellDeclaration cell) -> checkCellCpus(cell, node.at("createCell"));
      case Action.RemoveCell(String cell) -> checkCell(cell, node.at("removeCell"));
      case Action.SetCpuset(String cell, CpuMask cpus) -> {
        checkCell(cell, node.at("setCpuset", "cell"));
        checkCpus(cpus, node.at("setCpuset", "cpuset"));
      }
      case Action.SetCpuWeight set -> checkCell(set.cell(), node.at("setCpuWeight", "cell"));
      case Action.SetCpuMax set -> checkCell(set.cell(), node.at("setCpuMax", "cell"));
      case Action.Start(TaskGroup group) -> {
        checkCellOrRoot(group.cell(), node.at("start", "cell"));
        checkCpus(group.affinity(), node.at("start", "affinity"));
        checkProgram(group, node.at("start"));
      }
      case Action.Stop(String group) -> checkGroup(group, node.at("stop"));
      case Action.Move(String group, String cell) -> {
        checkGroup(group, node.at("move", "group"));
        checkCellOrRoot(cell, node.at("move", "to"));
      }
      case Action.SetAffinity(String group, CpuMask cpus) -> {
        checkGroup(group, node.at("setAffinity", "group"));
        checkCpus(cpus, node.at("setAffinity", "affinity"));
      }
      case Action.SetNice set -> checkGroup(set.group(), node.at("setNice", "group"));
      case Action.TakeCpus take -> checkCpus(take.cpus(), node.at("takeCpus", "cpus"));
      case Action.Offline(CpuMask cpus) -> checkCpus(cpus, node.at("offline"));
      case Action.Online(CpuMask cpus) -> checkCpus(cpus, node.at("online"));
    }
  }

  private boolean checkBeforeEnd(long timeNs, Node node) {
    Long endNs = draft.durationNs();
    if (endNs == null || shortened || timeNs < endNs) {
      return true;
    }
    problems.add(
        node.location(),
        "`%s` is %s, but the run ends at %s; expected an earlier time, or a longer `duration`"
            .formatted(node.name(), Scalars.formatNs(timeNs), Scalars.formatNs(endNs)));
    return false;
  }

  private void checkLastBeforeEnd(ScenarioEvent event, Node node) {
    Long endNs = draft.durationNs();
    if (endNs == null || shortened || event.lastNs() < endNs) {
      return;
    }
    long fitting = 1 + (endNs - 1 - event.atNs()) / event.everyNs();
    problems.add(
        node.location(),
        "`times` is %d, so the last is at %s, but the run ends at %s; expected at most %d"
            .formatted(
                event.times(), Scalars.formatNs(event.lastNs()), Scalars.formatNs(endNs), fitting));
  }

  // --- counts

  private void checkCounts() {
    long tasks = draft.tasks().stream().mapToLong(each -> taskCount(each.value())).sum();
    long events = 0;
    for (Located<ScenarioEvent> each : draft.events()) {
      ScenarioEvent event = each.value();
      events += event.times();
      if (event.action() instanceof Action.Start start) {
        tasks += (long) event.times() * taskCount(start.group());
      }
    }
    refuseMore(tasks, Limits.MOST_TASKS, "tasks", draft.node().at("tasks"));
    refuseMore(
        events, Limits.MOST_EVENTS, "events, repetitions counted", draft.node().at("events"));
    refuseMore(known.cellPaths().size(), Limits.MOST_CELLS, "cells", draft.node().at("cells"));
  }

  private int taskCount(TaskGroup group) {
    MachineSpec machine = draft.machine();
    return machine == null ? group.count() : group.taskCount(machine.topology());
  }

  private void refuseMore(long count, int most, String what, Node node) {
    if (count > most) {
      problems.add(
          node.location(), "there are %d %s; expected at most %d".formatted(count, what, most));
    }
  }
}
