package org.cellsched.sim.rtapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.rtapp.RtAppFile.Attributes;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Setting;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;
import org.jspecify.annotations.Nullable;

/** Makes programs of tasks' phases. */
final class ProgramTranslation {

  private static final long MICROSECOND_NS = 1_000;

  /** The most that a scenario allows. */
  private static final long MOST_LOOPS = 1_000_000_000_000L;

  private final CellTree cells;
  private final Problems problems;
  private final Problems notes;

  ProgramTranslation(CellTree cells, Problems problems, Problems notes) {
    this.cells = cells;
    this.problems = problems;
    this.notes = notes;
  }

  /**
   * The program; without meaning after a complaint.
   *
   * @param scheduling what the task begins with; it follows the phases
   * @param translation of the events; it follows the phases too
   */
  Program program(Task task, SchedulingTranslation scheduling, StepTranslation translation) {
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
}
