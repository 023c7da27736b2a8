package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;
import org.cellsched.sim.workload.Program.Phase;

/**
 * Programs of fewer phases and steps, which ask for less. None wakes up more often than before: how
 * long CPUs may idle beside tasks that wait follows from that, and a scenario states it.
 */
final class ProgramShrinking {

  private static final long SECOND_NS = 1_000_000_000;

  private static final List<UnaryOperator<Phase>> PLAINER =
      List.of(
          phase -> new Phase(phase.loops(), null, phase.nice(), phase.cell(), phase.steps()),
          phase -> new Phase(phase.loops(), phase.affinity(), null, phase.cell(), phase.steps()),
          phase -> new Phase(phase.loops(), phase.affinity(), phase.nice(), null, phase.steps()));

  private ProgramShrinking() {}

  static List<Scenario> shorter(Scenario scenario) {
    Topology machine = scenario.machine().topology();
    return GroupShrinking.replacing(scenario, group -> shorter(group, machine));
  }

  private static List<TaskGroup> shorter(TaskGroup group, Topology machine) {
    if (!(group.behaviour() instanceof Behaviour.Follow(Program program))) {
      return List.of();
    }
    long most = Wakeups.within(SECOND_NS, group, machine);
    return shorter(program).stream()
        .filter(Wakeups::takesTime)
        .map(each -> GroupParts.of(group).withBehaviour(new Behaviour.Follow(each)).group())
        .filter(each -> Wakeups.within(SECOND_NS, each, machine) <= most)
        .toList();
  }

  private static List<Program> shorter(Program program) {
    List<Program> proposals =
        new ArrayList<>(
            withoutEach(program.phases(), phases -> new Program(program.loops(), phases)));
    proposals.addAll(
        Simplification.replacingEach(
            program.phases(),
            ProgramShrinking::shorter,
            phases -> new Program(program.loops(), phases)));
    return proposals;
  }

  private static List<Phase> shorter(Phase phase) {
    List<Phase> proposals =
        new ArrayList<>(
            withoutEach(
                phase.steps(),
                steps ->
                    new Phase(phase.loops(), phase.affinity(), phase.nice(), phase.cell(), steps)));
    for (UnaryOperator<Phase> change : PLAINER) {
      proposals.addAll(Simplification.ifChanged(phase, change));
    }
    return proposals;
  }

  /** The last one stays: there is no program without. */
  private static <T, R> List<R> withoutEach(List<T> items, Function<List<T>, R> with) {
    return items.size() > 1 ? Simplification.withoutEach(items, with) : List.of();
  }
}
