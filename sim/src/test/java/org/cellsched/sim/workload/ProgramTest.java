package org.cellsched.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.ScenarioFault;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

/** Programs, in whole simulations without costs, as a user writes them. */
class ProgramTest {

  private static final String FREE_MACHINE =
      """
      scenario: program
      duration: 1s
      machine:
        coresPerLlc: 4
        costs: {switch: 0, kick: 0, migration: {sameLlc: 0}}
      cells: {a: {}}
      tasks:
      """;

  private static RunResult run(String tasks) throws ScenarioException {
    String text = FREE_MACHINE + tasks.indent(2);
    RunResult result =
        new Simulation(ScenarioReader.parse(text, "test.yaml", List.of())).run(Progress.NONE);
    assertThat(result.violations()).isEmpty();
    return result;
  }

  private static long cpuMs(RunResult result, String group) {
    return result.groups().stream()
            .filter(each -> each.name().equals(group))
            .mapToLong(RunResult.GroupResult::cpuTimeNs)
            .sum()
        / 1_000_000;
  }

  private static long wakeups(RunResult result, String group) {
    return result.groups().stream()
        .filter(each -> each.name().equals(group))
        .mapToLong(each -> each.wakeupLatencyNs().count())
        .sum();
  }

  @Test
  void mutexLetsTwoIn() throws ScenarioException {
    RunResult result =
        run(
            "- {name: w, cell: root, count: 3, behaviour: {program: {steps:"
                + " [{lock: m}, {run: 1ms}, {unlock: m}]}}}");
    assertThat(cpuMs(result, "w")).as("one at a time, and always one").isEqualTo(1_000);
  }

  @Test
  void mutexOfAnEndedTaskStaysLocked() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: holder, cell: root, stop: 100ms, behaviour: {program: {steps: [{lock: m}, {run: 5s}, {unlock: m}]}}}
            - {name: heir, cell: root, start: 1ms, behaviour: {program: {steps: [{lock: m}, {run: 1ms}, {unlock: m}]}}}
            """);
    assertThat(cpuMs(result, "heir")).isEqualTo(900);
  }

  @Test
  void barrierLetsTheFastGoOn() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: slow, cell: root, behaviour: {program: {steps: [{run: 4ms}, {barrier: b}]}}}
            - {name: fast, cell: root, behaviour: {program: {steps: [{run: 1ms}, {barrier: b}]}}}
            """);
    assertThat(cpuMs(result, "slow")).isEqualTo(1_000);
    assertThat(cpuMs(result, "fast")).isEqualTo(250);
  }

  @Test
  void conditionWakesTheWrongNumber() throws ScenarioException {
    String waiter =
        "{program: {steps: [{lock: m}, {wait: {condition: c, mutex: m}}, {unlock: m}, {run:"
            + " 1ms}]}}";
    RunResult one =
        run(
            "- {name: waiter, cell: root, count: 3, behaviour: "
                + waiter
                + "}\n"
                + "- {name: clock, cell: root, behaviour: {program: {steps: [{sleep: 10ms},"
                + " {signal: c}]}}}");
    RunResult all =
        run(
            "- {name: waiter, cell: root, count: 3, behaviour: "
                + waiter
                + "}\n"
                + "- {name: clock, cell: root, behaviour: {program: {steps: [{sleep: 10ms},"
                + " {broadcast: c}]}}}");
    assertThat(cpuMs(one, "waiter")).isEqualTo(99);
    assertThat(cpuMs(all, "waiter")).isEqualTo(3 * 99);
  }

  @Test
  void syncWaitsForItsOwnSignal() throws ScenarioException {
    // They hand over to each other: never both, and always one.
    RunResult result =
        run(
            """
            - {name: first, cell: root, behaviour: {program: {steps: [{run: 5ms}, {sync: {condition: c, mutex: m}}]}}}
            - {name: second, cell: root, start: 1ms, behaviour: {program: {steps: [{sync: {condition: c, mutex: m}}, {run: 5ms}]}}}
            """);
    assertThat(cpuMs(result, "first")).isEqualTo(500);
    assertThat(cpuMs(result, "second")).isBetween(494L, 500L);
  }

  @Test
  void relativeTimerCatchesUpOrAbsoluteOneDoesNot() throws ScenarioException {
    // One run of 130 ms among runs of 10 ms, every 20 ms.
    String steps =
        "phases: [{loop: 2, steps: [%1$s]}, {steps: [{run: 120ms}, %1$s]}, {loop: 1000, steps:"
            + " [%1$s]}]";
    String relative = steps.formatted("{run: 10ms}, {timer: {period: 20ms}}");
    String absolute = steps.formatted("{run: 10ms}, {timer: {period: 20ms, absolute: true}}");
    RunResult result =
        run(
            "- {name: relative, cell: root, behaviour: {program: {loop: 1, "
                + relative
                + "}}}\n"
                + "- {name: absolute, cell: root, behaviour: {program: {loop: 1, "
                + absolute
                + "}}}");
    // Its third timer is due at 60 ms and set anew at 170 ms: 41 whole periods of 10 ms and one
    // more run follow.
    assertThat(cpuMs(result, "relative")).isEqualTo(20 + 130 + 420);
    // Late by 110 ms, it runs without a pause for 11 periods, and then half of the time.
    assertThat(cpuMs(result, "absolute")).isEqualTo(20 + 120 + 480);
  }

  @Test
  void resumeIsRemembered() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: sleeper, cell: root, behaviour: {program: {steps: [{run: 1ms}, {suspend: s}]}}}
            - {name: waker, cell: root, behaviour: {program: {loop: 1, phases: [{loop: 5, steps: [{sleep: 10ms}, {resume: s}, {resume: s}]}]}}}
            """);
    assertThat(cpuMs(result, "sleeper")).isEqualTo(6);
  }

  @Test
  void fullPipeTakesMore() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: writer, cell: root, behaviour: {program: {steps: [{run: 1ms}, {write: p}]}}}
            - {name: reader, cell: root, behaviour: {program: {steps: [{sleep: 100ms}, {read: p}]}}}
            """);
    // 16 fit; one more is under way, and the reader takes one every 100 ms.
    assertThat(cpuMs(result, "writer")).isBetween(16L + 1 + 9, 16L + 1 + 10);
  }

  @Test
  void yieldingTaskStarvesItsPeers() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: yielder, cell: root, affinity: 0, behaviour: {program: {steps: [{run: 1ms}, yield]}}}
            - {name: peer, cell: root, affinity: 0, count: 2, behaviour: spin}
            """);
    assertThat(cpuMs(result, "yielder")).isBetween(300L, 360L);
    assertThat(cpuMs(result, "peer")).isBetween(640L, 700L);
  }

  @Test
  void forkedTasksAreLost() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: parent, cell: root, behaviour: {program: {loop: 10, steps: [{fork: child}, {sleep: 20ms}]}}}
            - {name: child, cell: a, forked: true, count: 10, behaviour: {runOnce: {run: 7ms}}}
            """);
    assertThat(cpuMs(result, "child")).isEqualTo(70);
  }

  @Test
  void moreForksThanAllowedAreALastingInternalError() {
    assertThatThrownBy(() ->
            run(
                """
                - {name: parent, cell: root, behaviour: {program: {steps: [{fork: child}, {sleep: 20ms}]}}}
                - {name: child, cell: a, forked: true, count: 3, behaviour: {runOnce: {run: 7ms}}}
                """))
        .isInstanceOf(ScenarioFault.class)
        .hasMessageContaining("child")
        .hasMessageContaining("count");
  }

  @Test
  void phaseForgetsItsAffinityOrCell() throws ScenarioException {
    RunResult result =
        run(
            """
            - {name: hog, cell: root, affinity: 0, behaviour: spin}
            - name: nomad
              cell: root
              behaviour:
                program:
                  phases:
                    - {affinity: 1, loop: 10, steps: [{run: 10ms}]}
                    - {affinity: 2, loop: 10, steps: [{run: 10ms}]}
                    - {affinity: all, cell: a, loop: forever, steps: [{run: 10ms}]}
            """);
    assertThat(cpuMs(result, "nomad")).isEqualTo(1_000);
    RunResult.CellResult cell =
        result.cells().stream().filter(each -> each.name().equals("a")).findFirst().orElseThrow();
    assertThat(cell.cpuTimeNs() / 1_000_000).isEqualTo(800);
    assertThat(wakeups(result, "nomad")).isEqualTo(1);
  }

  @Test
  void programWithoutTimeHangs() {
    assertThatThrownBy(() ->
            run(
                "- {name: busy, cell: root, behaviour: {program: {steps:"
                    + " [{lock: m}, {unlock: m}]}}}"))
        .isInstanceOf(ScenarioFault.class)
        .hasMessageContaining("busy/0")
        .hasMessageContaining("time does not pass");
  }

  @Test
  void foreignUnlockPasses() {
    assertThatThrownBy(() ->
            run(
                "- {name: thief, cell: root, behaviour: {program: {steps:"
                    + " [{run: 1ms}, {unlock: m}]}}}"))
        .isInstanceOf(ScenarioFault.class)
        .hasMessageContaining("at 1.00 ms")
        .hasMessageContaining("mutex m, which is free");
  }

  @Test
  void waitThatNobodyEndsIsAccepted() {
    assertThatThrownBy(() ->
            run(
                """
                - {name: a1, cell: root, behaviour: {program: {steps: [{lock: m}, {wait: {condition: c, mutex: m}}, {unlock: m}]}}}
                - {name: a2, cell: root, behaviour: {program: {steps: [{suspend: s}]}}}
                - {name: a3, cell: root, behaviour: {program: {steps: [{read: p}]}}}
                - {name: a4, cell: root, behaviour: {program: {steps: [{fork: nobody}]}}}
                - {name: a5, cell: root, behaviour: {program: {phases: [{affinity: 0-9, cell: elsewhere, steps: [yield]}]}}}
                """))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("no program signals it")
        .hasMessageContaining("no program resumes it")
        .hasMessageContaining("no program writes to it")
        .hasMessageContaining("no such group with `forked: true`")
        .hasMessageContaining("CPUs 4-9, which the machine does not have")
        .hasMessageContaining("there is no such cell");
  }
}
