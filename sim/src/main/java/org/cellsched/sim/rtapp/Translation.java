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
import org.cellsched.sim.rtapp.RtAppFile.Attributes;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Setting;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

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

  private static final long MOST_LOOPS = 1_000_000_000_000L;

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
        ControlSpec.DEFAULT,
        CheckSpec.DEFAULT,
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
    Behaviour behaviour = new Behaviour.Follow(program(task, scheduling));
    Setting<String> taskgroup = task.attributes().taskgroup();
    String cell = taskgroup == null ? TaskGroup.ROOT : cells.pathOf(taskgroup);
    CpuMask affinity = task.attributes().cpus() == null ? null : task.attributes().cpus().value();
    List<TaskGroup> groups = new ArrayList<>();
    if (task.instances() > 0) {
      String name = groupNames.newName(task.name(), task.location());
      groups.add(
          new TaskGroup(
              name,
              cell,
              task.instances(),
              TaskGroup.Members.COUNTED,
              behaviour,
              nice,
              affinity,
              task.delayUs() * MICROSECOND_NS,
              null,
              RequestQueueSharing.SHARED));
    }
    String forkedName = forkedGroups.get(task.name());
    if (forkedName != null) {
      if (task.delayUs() > 0) {
        notes.add(task.location(), "`delay` is left out for threads that are forked");
      }
      groups.add(
          new TaskGroup(
              forkedName,
              cell,
              MOST_FORKS,
              TaskGroup.Members.FORKED,
              behaviour,
              nice,
              affinity,
              0,
              null,
              RequestQueueSharing.SHARED));
    } else if (task.instances() == 0) {
      notes.add(
          task.location(),
          "task `%s` is left out: it has no instance, and nobody forks it".formatted(task.name()));
    }
    return groups;
  }

  // --- programs

  private Program program(Task task, SchedulingTranslation scheduling) {
    StepTranslation translation = new StepTranslation(file.global(), surroundings(), notes);
    boolean movesAround =
        task.phases().stream().anyMatch(phase -> phase.attributes().cpus() != null);
    List<Program.Phase> phases = new ArrayList<>();
    for (Phase phase : task.phases()) {
      List<Program.Step> steps = translation.translate(phase.events());
      Integer nice = scheduling.nice(phase);
      if (phase.loop() == 0 || steps.isEmpty()) {
        notes.add(
            phase.location(),
            "phase `%s` is left out: %s"
                .formatted(
                    phase.name(), steps.isEmpty() ? "nothing is left of it" : "it loops 0 times"));
      } else {
        phases.add(
            new Program.Phase(
                loops(phase.loop()),
                movesAround ? cpusOf(phase, task) : null,
                nice,
                cellOf(phase.attributes()),
                withTime(steps, phase)));
      }
    }
    if (phases.isEmpty()) {
      problems.add(
          task.location(),
          "task `%s` does nothing that takes time; expected a `run`, say".formatted(task.name()));
    }
    return simplified(new Program(loops(task.loop()), phases));
  }

  private static long loops(int loops) {
    return loops == RtAppFile.FOR_EVER ? Program.FOR_EVER : loops;
  }

  private static Optional<CpuMask> cpusOf(Phase phase, Task task) {
    Setting<CpuMask> cpus =
        phase.attributes().cpus() == null ? task.attributes().cpus() : phase.attributes().cpus();
    return cpus == null ? Optional.empty() : Optional.of(cpus.value());
  }

  private @Nullable String cellOf(Attributes attributes) {
    return attributes.taskgroup() == null ? null : cells.pathOf(attributes.taskgroup());
  }

  /** A loop without time would never end in a simulation. */
  private List<Program.Step> withTime(List<Program.Step> steps, Phase phase) {
    boolean takesTime =
        steps.stream()
            .anyMatch(step ->
                step instanceof Program.Run
                    || step instanceof Program.Sleep
                    || step instanceof Program.Timer
                    || step instanceof Program.Await
                    || step instanceof Program.Suspend
                    || step instanceof Program.Barrier);
    if (takesTime || phase.loop() == 1) {
      return steps;
    }
    notes.add(
        phase.location(),
        "a run of 1us is added to `%s`, whose events take no time".formatted(phase.name()));
    List<Program.Step> longer = new ArrayList<>(steps);
    longer.add(new Program.Run(new Distribution.Constant(MICROSECOND_NS)));
    return longer;
  }

  /** A single phase that sets nothing needs no loops of its own. */
  private static Program simplified(Program program) {
    if (program.phases().size() != 1) {
      return program;
    }
    Program.Phase only = program.phases().getFirst();
    boolean endless = program.loops() == Program.FOR_EVER || only.loops() == Program.FOR_EVER;
    long loops = endless ? Program.FOR_EVER : program.loops() * only.loops();
    if (only.affinity() != null
        || only.nice() != null
        || only.cell() != null
        || loops > MOST_LOOPS) {
      return program;
    }
    return new Program(loops, List.of(new Program.Phase(1, null, null, null, only.steps())));
  }

  private StepTranslation.Surroundings surroundings() {
    return new StepTranslation.Surroundings() {
      @Override
      public String nameOf(String original, Location place) {
        return things.nameOf(original, place);
      }

      @Override
      public String groupForkedBy(RtAppEvent.Fork fork) {
        return forkedGroups.getOrDefault(fork.task(), fork.task());
      }

      @Override
      public boolean isWoken(String name) {
        return wakeNames.isWoken(name);
      }

      @Override
      public boolean isSharedBySuspend(String name) {
        return wakeNames.isSharedBySuspend(name);
      }
    };
  }
}
