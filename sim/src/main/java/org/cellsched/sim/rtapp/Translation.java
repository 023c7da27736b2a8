package org.cellsched.sim.rtapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Setting;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.FairSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;

/** Makes a scenario of a workload that was read. */
final class Translation {

  private static final long MICROSECOND_NS = 1_000;
  private static final long SECOND_NS = 1_000_000_000;

  /** Of a workload that says that it runs for ever. */
  private static final int DEFAULT_SECONDS = 10;

  /** What a scenario can be. */
  private static final int MOST_SECONDS = 7_200;

  private static final int MOST_THREADS = 100_000;
  private static final int FEWEST_CPUS = 8;
  private static final int MOST_CPUS_FOR_THREADS = 64;

  /** So many times a thread of rt-app may come to the same `fork`. */
  private static final int MOST_FORKS = 1024;

  /** What no group and no cell may be called. */
  private static final List<String> RESERVED = List.of("root", "plans", "violations", "machine");

  private final RtAppFile file;
  private final String source;
  private final Problems problems;
  private final Problems notes;
  private final List<Task> tasks;
  private final WakeNames wakeNames;
  private final NameBook things;
  private final NameBook groupNames;
  private final CellTree cells;
  private final long durationNs;

  /** By name of a task: the group of those of its threads that are forked. */
  private final Map<String, String> forkedGroups = new TreeMap<>();

  Translation(RtAppFile file, String source, Problems problems, Problems notes) {
    this.file = file;
    this.source = source;
    this.problems = problems;
    this.notes = notes;
    things = new NameBook("what the file calls", List.of(), notes);
    // Groups and cells share their names in expectations: cells are named first.
    cells = CellTree.create(RESERVED, notes);
    durationNs = durationSeconds() * SECOND_NS;
    tasks = file.tasks().stream().filter(this::doesSomething).toList();
    wakeNames = new WakeNames(tasks);
    groupNames = new NameBook("task", reservedForGroups(), notes);
  }

  /**
   * The scenario; without meaning after a complaint.
   *
   * @param cpus of the machine; 0 for as many as suit the workload
   */
  Scenario scenario(int cpus) {
    checkThreadCount();
    nameForkedGroups();
    List<TaskGroup> groups = new ArrayList<>();
    tasks.forEach(task -> groups.addAll(groups(task)));
    int machineCpus = Math.max(1, cpus == 0 ? suitableCpus() : cpus);
    checkCpus(machineCpus);
    Topology topology = Topology.regular(1, 1, 1, machineCpus, 1, SiblingNumbering.ADJACENT);
    return new Scenario(
        scenarioName(),
        "",
        1,
        durationNs,
        SchedulerKind.CELLS,
        new MachineSpec(topology, 250, CostSpec.DEFAULT),
        PolicyConfig.DEFAULT,
        FairSpec.DEFAULT,
        ControlSpec.DEFAULT,
        CheckSpec.DEFAULT,
        Interleaving.NONE,
        cells.declarations(),
        groups,
        List.of(),
        List.of());
  }

  // --- the whole

  /** The file's name without folders and ending. */
  private String scenarioName() {
    String last = source.substring(source.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
    String name = last.replaceAll("[^A-Za-z0-9_.-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "rt-app" : name.substring(0, Math.min(name.length(), 64));
  }

  private long durationSeconds() {
    int seconds = file.global().durationSeconds();
    if (seconds == RtAppFile.FOR_EVER) {
      notes.add(
          Location.of(source),
          "the workload ends when its threads do; the scenario takes %d s"
              .formatted(DEFAULT_SECONDS));
      return DEFAULT_SECONDS;
    } else if (seconds > MOST_SECONDS) {
      notes.add(
          Location.of(source),
          "`duration` is %d s; the scenario takes %d s, the most that it can"
              .formatted(seconds, MOST_SECONDS));
      return MOST_SECONDS;
    }
    return seconds;
  }

  /** A CPU for each thread where that is no large machine, so that loads are what the file says. */
  private int suitableCpus() {
    long threads = tasks.stream().mapToLong(Task::instances).sum();
    int forThreads = Math.clamp(threads, FEWEST_CPUS, MOST_CPUS_FOR_THREADS);
    return Math.max(
        forThreads, 1 + allCpus().stream().mapToInt(s -> s.value().last()).max().orElse(0));
  }

  private List<Setting<CpuMask>> allCpus() {
    List<Setting<CpuMask>> all = new ArrayList<>();
    for (Task task : tasks) {
      Optional.ofNullable(task.attributes().cpus()).ifPresent(all::add);
      for (Phase phase : task.phases()) {
        Optional.ofNullable(phase.attributes().cpus()).ifPresent(all::add);
      }
    }
    return all;
  }

  private void checkCpus(int machineCpus) {
    for (Setting<CpuMask> cpus : allCpus()) {
      if (cpus.value().last() >= machineCpus) {
        problems.add(
            cpus.location(),
            "`cpus` names CPU %d, but the machine has %d; expected less than that, or more --cpus"
                .formatted(cpus.value().last(), machineCpus));
      }
    }
  }

  private void checkThreadCount() {
    long threads = 0;
    for (Task task : tasks) {
      threads += task.instances();
      if (threads > MOST_THREADS) {
        problems.add(
            task.location(),
            "with `%s` there are %d threads; expected at most %d"
                .formatted(task.name(), threads, MOST_THREADS));
        return;
      }
    }
  }

  // --- tasks

  private boolean doesSomething(Task task) {
    if (task.loop() == 0 || task.phases().stream().allMatch(phase -> phase.loop() == 0)) {
      notes.add(task.location(), "task `%s` is left out: it loops 0 times".formatted(task.name()));
      return false;
    } else if (task.delayUs() * MICROSECOND_NS >= durationNs) {
      notes.add(
          task.location(),
          "task `%s` is left out: its `delay` lasts longer than the scenario"
              .formatted(task.name()));
      return false;
    }
    return true;
  }

  private List<String> reservedForGroups() {
    List<String> reserved = new ArrayList<>(RESERVED);
    for (Task task : tasks) {
      Optional.ofNullable(task.attributes().taskgroup()).ifPresent(cells::pathOf);
      for (Phase phase : task.phases()) {
        Optional.ofNullable(phase.attributes().taskgroup()).ifPresent(cells::pathOf);
      }
    }
    cells.declarations().forEach(cell -> reserved.add(cell.name()));
    return reserved;
  }

  private void nameForkedGroups() {
    TreeSet<String> forked = new TreeSet<>();
    for (Task task : tasks) {
      for (Phase phase : task.phases()) {
        for (RtAppEvent event : phase.events()) {
          if (event instanceof RtAppEvent.Fork fork) {
            checkForked(fork);
            forked.add(fork.task());
          }
        }
      }
    }
    for (Task task : tasks) {
      if (forked.contains(task.name()) && !forkedGroups.containsKey(task.name())) {
        String name = task.instances() == 0 ? task.name() : task.name() + "-forked";
        forkedGroups.put(task.name(), groupNames.newName(name, task.location()));
      }
    }
  }

  private void checkForked(RtAppEvent.Fork fork) {
    List<String> names = tasks.stream().map(Task::name).toList();
    if (!names.contains(fork.task())) {
      problems.add(
          fork.location(),
          "`fork` names %s, but there is no such task%s"
              .formatted(
                  Texts.quote(fork.task()),
                  Texts.didYouMean(fork.task(), names, "; expected " + Texts.choices(names))));
    }
  }

  /** The group of a task's own threads and that of the forked ones, where there are any. */
  private List<TaskGroup> groups(Task task) {
    SchedulingTranslation scheduling = new SchedulingTranslation(file.global(), problems, notes);
    int nice = scheduling.nice(task);
    StepTranslation steps =
        new StepTranslation(file.global(), things, wakeNames, forkedGroups, notes);
    Behaviour behaviour =
        new Behaviour.Follow(
            new ProgramTranslation(cells, problems, notes).program(task, scheduling, steps));
    List<TaskGroup> groups = new ArrayList<>();
    if (task.instances() > 0) {
      String name = groupNames.newName(task.name(), task.location());
      groups.add(group(name, task, TaskGroup.Members.COUNTED, task.instances(), behaviour, nice));
    }
    String forkedName = forkedGroups.get(task.name());
    if (forkedName != null) {
      if (task.delayUs() > 0) {
        notes.add(task.location(), "`delay` is left out for threads that are forked");
      }
      groups.add(group(forkedName, task, TaskGroup.Members.FORKED, MOST_FORKS, behaviour, nice));
    } else if (task.instances() == 0) {
      notes.add(
          task.location(),
          "task `%s` is left out: it has no instance, and nobody forks it".formatted(task.name()));
    }
    return groups;
  }

  private TaskGroup group(
      String name, Task task, TaskGroup.Members members, int count, Behaviour behaviour, int nice) {
    Setting<String> taskgroup = task.attributes().taskgroup();
    Setting<CpuMask> cpus = task.attributes().cpus();
    return new TaskGroup(
        name,
        taskgroup == null ? TaskGroup.ROOT : cells.pathOf(taskgroup),
        count,
        members,
        behaviour,
        nice,
        cpus == null ? null : cpus.value(),
        members == TaskGroup.Members.FORKED ? 0 : task.delayUs() * MICROSECOND_NS,
        null,
        RequestQueueSharing.SHARED);
  }
}
