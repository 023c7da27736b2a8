package org.cellsched.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;

/**
 * Checks what a program says of others: cells, CPUs and groups exist, and somebody does what it
 * waits for.
 */
final class ProgramChecks {

  private final ScenarioChecks checks;
  private final ScenarioDraft draft;
  private final Problems problems;

  ProgramChecks(ScenarioChecks checks, ScenarioDraft draft, Problems problems) {
    this.checks = checks;
    this.draft = draft;
    this.problems = problems;
  }

  void check(Program program, Node node) {
    if (node.child("phases") instanceof Node.Sequence phases
        && phases.items().size() == program.phases().size()) {
      for (int i = 0; i < phases.items().size(); i++) {
        checkPhase(program.phases().get(i), phases.items().get(i));
      }
    }
    for (Program.Step step : program.steps()) {
      checkCounterpart(step, node);
    }
  }

  private void checkPhase(Program.Phase phase, Node node) {
    if (phase.affinity() != null) {
      checks.checkCpus(phase.affinity().orElse(null), node.at("affinity"));
    }
    if (phase.cell() != null) {
      checks.checkCellOrRoot(phase.cell(), node.at("cell"));
    }
  }

  private void checkCounterpart(Program.Step step, Node node) {
    switch (step) {
      case Program.Fork fork -> checkForked(fork.group(), node);
      case Program.Await await ->
          require(
              node,
              "waits for the condition " + Texts.quote(await.condition()),
              "signals it",
              other ->
                  other.equals(new Program.Signal(await.condition()))
                      || other.equals(new Program.Broadcast(await.condition())));
      case Program.Suspend suspend ->
          require(
              node,
              "suspends itself as " + Texts.quote(suspend.name()),
              "resumes it",
              other -> other.equals(new Program.Resume(suspend.name())));
      case Program.Read read ->
          require(
              node,
              "reads from the pipe " + Texts.quote(read.pipe()),
              "writes to it",
              other -> other.equals(new Program.Write(read.pipe())));
      case Program.Write write ->
          require(
              node,
              "writes to the pipe " + Texts.quote(write.pipe()),
              "reads from it",
              other -> other.equals(new Program.Read(write.pipe())));
      default -> {}
    }
  }

  private void checkForked(String group, Node node) {
    TreeSet<String> forked = new TreeSet<>();
    for (Located<TaskGroup> each : draft.tasks()) {
      if (each.value().members() == TaskGroup.Members.FORKED) {
        forked.add(each.value().name());
      }
    }
    if (!forked.contains(group)) {
      problems.add(
          node.location(),
          "`%s` forks tasks of %s, but there is no such group with `forked: true`%s"
              .formatted(
                  node.name(),
                  Texts.quote(group),
                  Texts.didYouMean(group, forked, "; add one to `tasks`")));
    }
  }

  /** Complains of a wait that nobody in the scenario can end. */
  private void require(Node node, String waits, String ends, Predicate<Program.Step> endsIt) {
    if (allPrograms().stream().flatMap(program -> program.steps().stream()).noneMatch(endsIt)) {
      problems.add(
          node.location(), "`%s` %s, but no program %s".formatted(node.name(), waits, ends));
    }
  }

  private List<Program> allPrograms() {
    List<TaskGroup> groups = new ArrayList<>();
    draft.tasks().forEach(each -> groups.add(each.value()));
    for (Located<ScenarioEvent> each : draft.events()) {
      if (each.value().action() instanceof Action.Start(TaskGroup group)) {
        groups.add(group);
      }
    }
    return groups.stream()
        .map(TaskGroup::behaviour)
        .filter(Behaviour.Follow.class::isInstance)
        .map(behaviour -> ((Behaviour.Follow) behaviour).program())
        .toList();
  }
}
