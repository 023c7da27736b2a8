package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Location;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.jspecify.annotations.Nullable;

/**
 * Draws the events of a run in the order of time, so that each finds the world as it needs it: it
 * knows which cells exist, which groups have started, and which CPUs are there.
 */
final class StoryDraw {

  private static final Location NOWHERE = Location.of("fuzz");
  private static final long GRAIN_NS = 100_000;

  private final Dice dice;
  private final Set<Feature> features;
  private final CellDraw cellDraw;
  private final TaskDraw taskDraw;
  private final CpuMask all;
  private final TreeMap<String, List<String>> cells = new TreeMap<>();
  private final TreeSet<String> groups = new TreeSet<>();
  private final TreeSet<String> startedByEvent = new TreeSet<>();
  private final List<ScenarioEvent> events = new ArrayList<>();
  private final long[] takenUntilNs;
  private CpuMask online;
  private int nextCell;
  private int nextGroup;
  private long nowNs;

  StoryDraw(
      Dice dice,
      Set<Feature> features,
      CellDraw cellDraw,
      TaskDraw taskDraw,
      int cpuCount,
      List<CellDeclaration> cellsAtStart,
      List<TaskGroup> groupsAtStart) {
    this.dice = dice;
    this.features = features;
    this.cellDraw = cellDraw;
    this.taskDraw = taskDraw;
    all = CpuMask.firstCpus(cpuCount);
    online = all;
    takenUntilNs = new long[cpuCount];
    cellsAtStart.forEach(this::exists);
    nextCell = cellsAtStart.size();
    groupsAtStart.stream()
        .filter(group -> group.members() != TaskGroup.Members.FORKED)
        .forEach(group -> groups.add(group.name()));
    nextGroup = groupsAtStart.size();
  }

  private void exists(CellDeclaration cell) {
    cells.put(cell.name(), cell.children().stream().map(CellDeclaration::name).toList());
  }

  /** The events, in order; the last ones are those that bring everything to rest. */
  List<ScenarioEvent> events() {
    List<Feature> kinds = kinds();
    int count = kinds.isEmpty() ? 0 : eventCount();
    for (long atNs : times(count)) {
      nowNs = atNs;
      add(action(dice.oneOf(kinds)));
    }
    nowNs = Phases.CALM_NS;
    if (!online.equals(all)) {
      add(new Action.Online(all.andNot(online)));
    }
    nowNs = Phases.STOP_NS;
    startedByEvent.forEach(group -> add(new Action.Stop(group)));
    return events;
  }

  private void add(@Nullable Action action) {
    if (action != null) {
      events.add(new ScenarioEvent(nowNs, 0, 1, action, NOWHERE));
    }
  }

  private List<Feature> kinds() {
    return features.stream()
        .filter(kind -> kind.compareTo(Feature.CELL_CHURN) >= 0)
        .filter(kind -> kind != Feature.AT_ONE_INSTANT && kind != Feature.MANY_EVENTS)
        .toList();
  }

  private int eventCount() {
    return features.contains(Feature.MANY_EVENTS) ? dice.between(8, 30) : dice.between(1, 8);
  }

  /** In order; some at the same instant, or a millisecond apart, if the run is about that. */
  private long[] times(int count) {
    long[] times = new long[count];
    long last = 0;
    for (int index = 0; index < count; index++) {
      if (index > 0 && features.contains(Feature.AT_ONE_INSTANT) && dice.oneIn(2)) {
        times[index] = last + (dice.oneIn(2) ? 0 : dice.between(1, 30) * GRAIN_NS);
      } else {
        times[index] = dice.between(1, (int) (Phases.CALM_NS / GRAIN_NS) - 1) * GRAIN_NS;
      }
      last = times[index];
    }
    Arrays.setAll(times, index -> dice.inSteps(times[index]));
    if (features.contains(Feature.IN_STEP)) {
      // Half a step ahead of the plans that they lead to, which come with the ticks.
      Arrays.setAll(times, index -> times[index] - ScenarioGenerator.STEP_NS / 2);
    }
    Arrays.sort(times);
    return Arrays.stream(times).filter(timeNs -> timeNs < Phases.CALM_NS).toArray();
  }

  /** Null if there is nothing that it could happen to. */
  private @Nullable Action action(Feature kind) {
    return switch (kind) {
      case CELL_CHURN -> cellChurn();
      case CPUSET_CHANGES -> cells.isEmpty() ? null : cpusetChange();
      case WEIGHT_CHANGES ->
          cells.isEmpty() ? null : new Action.SetCpuWeight(cgroup(), dice.weight());
      case MOVES -> groups.isEmpty() ? null : new Action.Move(group(), cgroupOrRoot());
      case AFFINITY_CHANGES ->
          groups.isEmpty()
              ? null
              : new Action.SetAffinity(group(), dice.oneIn(4) ? null : dice.cpusOf(all));
      case NICE_CHANGES ->
          groups.isEmpty() ? null : new Action.SetNice(group(), dice.between(-20, 19));
      case TASK_CHURN -> taskChurn();
      case HOTPLUG -> hotplug();
      case HIGHER_CLASS -> takeCpus();
      default -> throw new IllegalArgumentException(kind + " is no kind of event");
    };
  }

  private Action cellChurn() {
    if (!cells.isEmpty() && dice.oneIn(2)) {
      String name = dice.oneOf(List.copyOf(cells.keySet()));
      cells.remove(name);
      return new Action.RemoveCell(name);
    }
    // Often one that was there before: the same name, another cgroup.
    String name =
        TenantNames.cell(nextCell == 0 || dice.oneIn(2) ? nextCell : dice.below(nextCell));
    if (cells.containsKey(name)) {
      name = TenantNames.cell(nextCell);
    }
    if (name.equals(TenantNames.cell(nextCell))) {
      nextCell++;
    }
    CellDeclaration cell = cellDraw.cell(name);
    exists(cell);
    return new Action.CreateCell(cell);
  }

  private Action cpusetChange() {
    return new Action.SetCpuset(dice.oneOf(List.copyOf(cells.keySet())), cellDraw.cpuset());
  }

  private Action taskChurn() {
    if (!groups.isEmpty() && dice.oneIn(3)) {
      return new Action.Stop(group());
    }
    TaskGroup group = taskDraw.group(nextGroup++, cgroups(), null);
    groups.add(group.name());
    startedByEvent.add(group.name());
    return new Action.Start(group);
  }

  private @Nullable Action hotplug() {
    CpuMask offline = all.andNot(online);
    if (!offline.isEmpty() && dice.oneIn(2)) {
      CpuMask back = dice.cpusOf(offline);
      online = online.or(back);
      return new Action.Online(back);
    }
    CpuMask leaving = dice.cpusOf(online);
    if (leaving.equals(online)) {
      return null;
    }
    online = online.andNot(leaving);
    leaving.forEach(cpu -> takenUntilNs[cpu] = 0);
    return new Action.Offline(leaving);
  }

  private @Nullable Action takeCpus() {
    CpuMask cpus = dice.cpusOf(online);
    boolean shortly = !features.contains(Feature.LONG_TAKES);
    long drawnNs =
        shortly
            ? dice.timeNs(GRAIN_NS, 300 * GRAIN_NS)
            : dice.timeNs(500 * GRAIN_NS, 4_000 * GRAIN_NS);
    long forNs = Math.min(drawnNs, Phases.CALM_NS - nowNs + GRAIN_NS);
    for (int cpu = cpus.first(); cpu >= 0; cpu = cpus.next(cpu + 1)) {
      if (takenUntilNs[cpu] > nowNs) {
        return null;
      }
    }
    cpus.forEach(cpu -> takenUntilNs[cpu] = nowNs + forNs);
    return new Action.TakeCpus(cpus, forNs);
  }

  private String group() {
    return dice.oneOf(List.copyOf(groups));
  }

  /** The cells and the cgroups below them, by path. */
  private List<String> cgroups() {
    List<String> paths = new ArrayList<>();
    cells.forEach((cell, children) -> {
      paths.add(cell);
      children.forEach(child -> paths.add(cell + "/" + child));
    });
    return paths;
  }

  private String cgroup() {
    return dice.oneOf(cgroups());
  }

  private String cgroupOrRoot() {
    return cells.isEmpty() || dice.oneIn(6) ? TaskGroup.ROOT : cgroup();
  }
}
