package org.cellsched.sim.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the events of a scenario in time, to see that each finds the world as it needs it:
 * cells exist when they are used, groups have started, CPUs are there to be taken or unplugged.
 * Costs O(n log n) for n events, repetitions counted. Each event is complained about once.
 */
final class Chronology {

  /** An event, or a group that starts on its own (event is null), at one time. */
  private record Moment(
      long timeNs,
      int order,
      @Nullable ScenarioEvent event,
      @Nullable TaskGroup group,
      Node node) {}

  private static final Comparator<Moment> ORDER =
      Comparator.comparingLong(Moment::timeNs).thenComparingInt(Moment::order);

  private final ScenarioDraft draft;
  private final CpuMask possible;
  private final Problems problems;

  /** Paths of the cgroups that exist now. */
  private final TreeSet<String> cells = new TreeSet<>();

  /** What last happened to a cell that does not exist now, for messages. */
  private final TreeMap<String, String> fate = new TreeMap<>();

  private final TreeSet<String> started = new TreeSet<>();
  private final TreeSet<Integer> complained = new TreeSet<>();
  private final long[] takenUntilNs;
  private CpuMask online;

  Chronology(ScenarioDraft draft, CpuMask possible, Problems problems) {
    this.draft = draft;
    this.possible = possible;
    this.problems = problems;
    this.online = possible;
    this.takenUntilNs = new long[possible.last() + 1];
  }

  void check() {
    draft.cells().forEach(cell -> create(cell.value(), ""));
    for (Located<ScenarioEvent> each : draft.events()) {
      if (each.value().action() instanceof Action.CreateCell(CellDeclaration cell)) {
        fate.putIfAbsent(
            cell.name(),
            "it is created at %s, line %d"
                .formatted(Scalars.formatNs(each.value().atNs()), each.value().location().line()));
      }
    }
    for (Moment moment : moments()) {
      if (!complained.contains(moment.order)) {
        step(moment);
      }
    }
  }

  /** All events and starts in the order in which they happen. */
  private List<Moment> moments() {
    List<Moment> moments = new ArrayList<>();
    int order = 0;
    for (Located<ScenarioEvent> each : draft.events()) {
      ScenarioEvent event = each.value();
      for (int i = 0; i < event.times(); i++) {
        moments.add(new Moment(event.timeNs(i), order, event, null, each.node()));
      }
      order++;
    }
    for (Located<TaskGroup> each : draft.tasks()) {
      TaskGroup group = each.value();
      moments.add(new Moment(group.startNs(), order, null, group, each.node()));
      order++;
    }
    moments.sort(ORDER);
    return moments;
  }

  private void step(Moment moment) {
    if (moment.event != null) {
      act(moment, moment.event.action());
    } else if (moment.group != null) {
      requireCellOrRoot(moment, moment.group.cell(), moment.node.at("cell"));
      started.add(moment.group.name());
    }
  }

  private void act(Moment moment, Action action) {
    Node node = moment.node;
    switch (action) {
      case Action.CreateCell(CellDeclaration cell) -> {
        if (cells.contains(cell.name())) {
          complain(
              moment,
              node.at("createCell", "name"),
              "there is a cell `%s` already; remove it before".formatted(cell.name()));
        }
        create(cell, "");
      }
      case Action.RemoveCell(String cell) -> {
        requireCell(moment, cell, node.at("removeCell"));
        if (cells.removeIf(path -> path.equals(cell) || path.startsWith(cell + "/"))) {
          fate.put(
              cell,
              "it is removed at %s, line %d"
                  .formatted(Scalars.formatNs(moment.timeNs), node.location().line()));
        }
      }
      case Action.SetCpuset set -> requireCell(moment, set.cell(), node.at("setCpuset", "cell"));
      case Action.SetCpuWeight set ->
          requireCell(moment, set.cell(), node.at("setCpuWeight", "cell"));
      case Action.SetCpuMax set -> requireCell(moment, set.cell(), node.at("setCpuMax", "cell"));
      case Action.Start(TaskGroup group) -> {
        requireCellOrRoot(moment, group.cell(), node.at("start", "cell"));
        started.add(group.name());
      }
      case Action.Stop(String group) -> requireStarted(moment, group, node.at("stop"));
      case Action.Move(String group, String cell) -> {
        requireStarted(moment, group, node.at("move", "group"));
        requireCellOrRoot(moment, cell, node.at("move", "to"));
      }
      case Action.SetAffinity set ->
          requireStarted(moment, set.group(), node.at("setAffinity", "group"));
      case Action.SetNice set -> requireStarted(moment, set.group(), node.at("setNice", "group"));
      case Action.TakeCpus(CpuMask cpus, long forNs) -> take(moment, cpus, forNs);
      case Action.Offline(CpuMask cpus) -> unplug(moment, cpus);
      case Action.Online(CpuMask cpus) -> plugIn(moment, cpus);
    }
  }

  private void create(CellDeclaration cell, String prefix) {
    String path = prefix + cell.name();
    cells.add(path);
    cell.children().forEach(child -> create(child, path + "/"));
  }

  private void requireCellOrRoot(Moment moment, String path, Node node) {
    if (!path.equals(TaskGroup.ROOT)) {
      requireCell(moment, path, node);
    }
  }

  private void requireCell(Moment moment, String path, Node node) {
    if (!cells.contains(path)) {
      int slash = path.indexOf('/');
      String cell = slash < 0 ? path : path.substring(0, slash);
      complain(
          moment,
          node,
          "there is no cell `%s` then; %s"
              .formatted(
                  path, fate.getOrDefault(cell, "the cells then are " + Texts.choices(cells))));
    }
  }

  private void requireStarted(Moment moment, String group, Node node) {
    if (!started.contains(group)) {
      complain(moment, node, "the group `%s` has not started then".formatted(group));
    }
  }

  private void take(Moment moment, CpuMask cpus, long forNs) {
    Node node = moment.node.at("takeCpus", "cpus");
    if (!cpus.isSubsetOf(online)) {
      complain(moment, node, "CPUs %s are offline then".formatted(cpus.andNot(online)));
    }
    for (int cpu = cpus.first(); cpu >= 0; cpu = cpus.next(cpu + 1)) {
      if (takenUntilNs[cpu] > moment.timeNs) {
        complain(
            moment,
            node,
            "CPU %d is taken until %s already; take it later, or for a shorter time"
                .formatted(cpu, Scalars.formatNs(takenUntilNs[cpu])));
      }
      takenUntilNs[cpu] = moment.timeNs + forNs;
    }
  }

  private void unplug(Moment moment, CpuMask cpus) {
    Node node = moment.node.at("offline");
    if (!cpus.isSubsetOf(online)) {
      complain(moment, node, "CPUs %s are offline already".formatted(cpus.andNot(online)));
    } else if (cpus.equals(online)) {
      complain(moment, node, "no CPU would be left; leave one online");
    } else {
      online = online.andNot(cpus);
      cpus.forEach(cpu -> takenUntilNs[cpu] = 0);
    }
  }

  private void plugIn(Moment moment, CpuMask cpus) {
    if (cpus.intersects(online)) {
      complain(
          moment,
          moment.node.at("online"),
          "CPUs %s are online already; offline are %s"
              .formatted(cpus.and(online), possible.andNot(online)));
    }
    online = online.or(cpus);
  }

  private void complain(Moment moment, Node node, String problem) {
    if (complained.add(moment.order)) {
      problems.add(
          node.location(),
          "`%s` at %s: %s".formatted(node.name(), Scalars.formatNs(moment.timeNs), problem));
    }
  }
}
