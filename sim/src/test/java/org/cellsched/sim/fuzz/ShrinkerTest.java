package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;
import org.junit.jupiter.api.Test;

/** What fails is made small, and nothing in it is made up. */
class ShrinkerTest {

  private static final String RULE = "reclaim";

  /** An owner gets its CPU back within a microsecond: no machine can do that. */
  private static final String FAILS =
      """
      scenario: fails
      seed: 7
      duration: 200ms
      machine: {llcs: 2, coresPerLlc: 6}
      policy: {borrowing: true}
      checks: {reclaim: 1us}
      cells:
        a: {}
        b: {}
        c: {cpuset: 1-4}
        d: {}
      tasks:
        - {name: greedy, cell: a, count: 12, behaviour: spin}
        - {name: owners, cell: b, count: 6, behaviour: {runSleep: {run: 1ms, sleep: 7ms}}}
        - name: programs
          cell: c
          count: 3
          behaviour:
            program:
              phases:
                - {loop: 2, affinity: 2-9, steps: [{run: 300us}, {sleep: 3ms}]}
                - {loop: 1, affinity: all, nice: 5, steps: [{run: 1ms}, {sleep: 9ms}]}
      events:
        - {at: 20ms, createCell: {name: e}}
        - {at: 30ms, start: {name: late, cell: d, count: 4, behaviour: spin}}
        - {at: 60ms, offline: 7}
        - {at: 80ms, online: 7}
      """;

  private static Scenario scenario(String yaml) throws InvalidFileException {
    return ScenarioReader.parse(yaml, "test", List.of());
  }

  private static Shrinker.Shrunk shrunk(int mostRuns) throws InvalidFileException {
    return Shrinker.shrink(scenario(FAILS), RULE, Simplifications.ALL, mostRuns);
  }

  @Test
  void smallScenarioIsStillLargeOrFailsByAnotherRule() throws InvalidFileException {
    Shrinker.Shrunk shrunk = shrunk(Finding.MOST_RUNS);

    assertThat(ScenarioSize.of(shrunk.scenario()).isSmall())
        .as(ScenarioWriter.write(shrunk.scenario()))
        .isTrue();
    assertThat(Outcome.of(shrunk.scenario(), RunObserver.NONE).failure())
        .extracting(Outcome.Failure::rule)
        .isEqualTo(RULE);
  }

  @Test
  void sameFailureIsMadeSmallInTwoWays() throws InvalidFileException {
    assertThat(ScenarioWriter.write(shrunk(Finding.MOST_RUNS).scenario()))
        .isEqualTo(ScenarioWriter.write(shrunk(Finding.MOST_RUNS).scenario()));
  }

  @Test
  void moreRunsAreTriedThanAllowed() throws InvalidFileException {
    assertThat(shrunk(5).runs()).isEqualTo(5);
  }

  @Test
  void scenarioThatMustStayAsItIsDoesNot() throws InvalidFileException {
    Scenario fails = scenario(FAILS);

    Shrinker.Shrunk shrunk = Shrinker.shrink(fails, RULE, Simplifications.NONE, Finding.MOST_RUNS);

    assertThat(shrunk).isEqualTo(new Shrinker.Shrunk(fails, 0));
  }

  @Test
  void leapNeverTakesCpusAndTasksAtOnce() throws InvalidFileException {
    Scenario even =
        scenario(
            """
            scenario: even
            duration: 10ms
            machine: {coresPerLlc: 8}
            tasks:
              - {name: t, cell: root, count: 8, behaviour: spin}
            """);
    Leaps leaps = new Leaps(Simplifications.ALL.leaps(), 1);

    List<ScenarioSize> sizes = new ArrayList<>();
    for (int draw = 0; draw < 200; draw++) {
      sizes.add(ScenarioSize.of(leaps.from(even)));
    }

    assertThat(sizes).anyMatch(size -> size.cpus() < 8 && size.tasks() == size.cpus());
  }

  @Test
  void cpuThatIsGoneIsStillNamedOrOthersAreNotNumberedAnew() throws InvalidFileException {
    Scenario before =
        scenario(
            """
            scenario: machine
            duration: 10ms
            machine:
              llcs: 2
              coresPerLlc: 2
              irqs:
                - {cpus: "0,3", every: 1ms, takes: 1us}
                - {cpus: 1, every: 1ms, takes: 1us}
            cells:
              a: {cpuset: "1,3"}
              b: {cpuset: "1"}
            tasks:
              - name: t
                cell: a
                affinity: 1-2
                behaviour:
                  program: {phases: [{affinity: "1,3", steps: [run: 1ms]}]}
            events:
              - {at: 5ms, offline: 1}
              - {at: 2ms, takeCpus: {cpus: 1-2, for: 1ms}}
            """);
    Scenario after =
        scenario(
            """
            scenario: machine
            duration: 10ms
            machine: {coresPerLlc: 3, irqs: [{cpus: "0,2", every: 1ms, takes: 1us}]}
            cells:
              a: {cpuset: 2}
              b: {}
            tasks:
              - name: t
                cell: a
                affinity: 1
                behaviour:
                  program: {phases: [{affinity: 2, steps: [run: 1ms]}]}
            events:
              - {at: 2ms, takeCpus: {cpus: 1, for: 1ms}}
            """);

    Scenario smaller = MachineShrinking.fewerCpus(before).get(4);

    assertThat(ScenarioWriter.write(smaller)).isEqualTo(ScenarioWriter.write(after));
  }

  @Test
  void shorterProgramWakesUpMoreOften() throws InvalidFileException {
    Scenario scenario =
        scenario(
            """
            scenario: programs
            duration: 10ms
            machine: {coresPerLlc: 2}
            tasks:
              - name: t
                cell: root
                behaviour:
                  program: {steps: [{run: 1ms}, {sleep: 1us}, {sleep: 8ms}]}
            """);

    List<List<Program.Step>> shorter =
        ProgramShrinking.shorter(scenario).stream()
            .map(each -> ((Behaviour.Follow) each.tasks().getFirst().behaviour()).program())
            .map(Program::steps)
            .toList();

    // Without the run, or without the long sleep, the others would come round sooner.
    List<Program.Step> all =
        ((Behaviour.Follow) scenario.tasks().getFirst().behaviour()).program().steps();
    assertThat(shorter).containsExactly(List.of(all.getFirst(), all.getLast()));
  }

  @Test
  void eventThatStartsTasksIsNeeded() throws InvalidFileException {
    Scenario scenario =
        scenario(
            """
            scenario: events
            duration: 10ms
            machine: {coresPerLlc: 2}
            events:
              - {at: 1ms, createCell: {name: a}}
              - {at: 2ms, start: {name: t, cell: root, behaviour: spin}}
            """);

    assertThat(EventShrinking.declared(scenario))
        .allMatch(each -> each.events().size() == 1)
        .anyMatch(each -> each.cells().size() == 1)
        .anyMatch(
            each -> each.tasks().size() == 1 && each.tasks().getFirst().startNs() == 2_000_000);
  }
}
