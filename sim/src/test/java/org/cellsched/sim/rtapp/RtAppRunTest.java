package org.cellsched.sim.rtapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.MigrationCosts;
import org.cellsched.sim.scenario.Scenario;
import org.junit.jupiter.api.Test;

/**
 * Workloads of the shapes that rt-app's tutorial has, run where nothing costs time: so the CPU time
 * that a task has had by any moment is known exactly, and with it loads, periods and who waits for
 * whom.
 */
class RtAppRunTest {

  private static final long US = 1_000;
  private static final CostSpec FREE = new CostSpec(0, 0, 0, new MigrationCosts(0, 0, 0, 0, 0));

  private static Workload workload(String tasks) throws InvalidFileException {
    return new Workload(RtAppImportTest.imported("{\"tasks\": {" + tasks + "}}").scenario());
  }

  /** A workload that can be run up to any moment. */
  private record Workload(Scenario scenario) {

    private RunResult run(long untilUs) {
      Scenario shortened =
          new Scenario(
              scenario.name(),
              scenario.description(),
              scenario.seed(),
              untilUs * US,
              scenario.scheduler(),
              new MachineSpec(scenario.machine().topology(), scenario.machine().hz(), FREE),
              scenario.policy(),
              scenario.fair(),
              scenario.control(),
              scenario.checks(),
              scenario.interleaving(),
              scenario.cells(),
              scenario.tasks(),
              scenario.events(),
              scenario.expectations());
      RunResult result = new Simulation(shortened).run(Progress.NONE);
      assertThat(result.violations()).isEmpty();
      return result;
    }

    private RunResult.GroupResult group(String name, long untilUs) {
      return run(untilUs).groups().stream()
          .filter(group -> group.name().equals(name))
          .findFirst()
          .orElseThrow();
    }

    /** CPU time in microseconds that the group has had by a moment. */
    private long ranUs(String name, long untilUs) {
      return group(name, untilUs).cpuTimeNs() / US;
    }
  }

  @Test
  void runAndSleepHaveAnotherLoadOrPeriod() throws InvalidFileException {
    Workload workload = workload("\"t\": {\"run\": 3000, \"sleep\": 7000}");

    assertThat(workload.ranUs("t", 3_000)).isEqualTo(3_000);
    assertThat(workload.ranUs("t", 10_000)).isEqualTo(3_000);
    assertThat(workload.ranUs("t", 12_000)).isEqualTo(5_000);
    assertThat(workload.ranUs("t", 1_000_000)).as("30 %").isEqualTo(300_000);
  }

  @Test
  void timerHasAnotherLoadOrPeriod() throws InvalidFileException {
    Workload workload =
        workload("\"t\": {\"run\": 4000, \"timer\": {\"ref\": \"unique\", \"period\": 40000}}");

    assertThat(workload.ranUs("t", 6_000_000)).as("10 %").isEqualTo(600_000);
    assertThat(workload.group("t", 5_999_999).switches()).isEqualTo(6_000_000 / 40_000);
    assertThat(workload.ranUs("t", 5_960_000)).isEqualTo(149 * 4_000);
    assertThat(workload.ranUs("t", 5_961_000)).isEqualTo(149 * 4_000 + 1_000);
  }

  /** The tutorial's picture: a task that sleeps drifts when it is held up, one with a timer not. */
  @Test
  void timerDriftsWhenItsTaskIsHeldUp() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "hog": {"cpus": [0], "priority": -20, "loop": 1, "run": 6000},
            "clock": {"cpus": [0], "delay": 1000, "run": 1000,
                      "timer": {"ref": "unique", "period": 10000}},
            "drift": {"cpus": [0], "delay": 1000, "run": 1000, "sleep": 9000}
            """);
    for (String name : List.of("clock", "drift")) {
      assertThat(workload.ranUs(name, 3_000)).as("held up from 1 ms on").isZero();
      assertThat(workload.ranUs(name, 11_000)).isEqualTo(1_000);
    }
    assertThat(workload.ranUs("clock", 12_000)).as("10 ms after its start").isEqualTo(2_000);
    assertThat(workload.ranUs("drift", 12_000)).as("9 ms after its first run").isEqualTo(1_000);
    assertThat(workload.ranUs("drift", 18_000)).isEqualTo(2_000);
  }

  /** Runs of 10, 10, 30, 10 and 10 ms with a timer of 20 ms, as in the tutorial's pictures. */
  @Test
  void timerThatWasMissedCatchesUpInTheWrongMode() throws InvalidFileException {
    Workload relative = workload(overrunning("relative"));
    Workload absolute = workload(overrunning("absolute"));

    for (Workload each : List.of(relative, absolute)) {
      assertThat(each.ranUs("t", 20_000)).isEqualTo(10_000);
      assertThat(each.ranUs("t", 40_000)).isEqualTo(20_000);
      assertThat(each.ranUs("t", 80_000)).as("30 ms, and at once the next").isEqualTo(60_000);
    }
    assertThat(relative.ranUs("t", 90_000)).as("idle until 20 ms after 70").isEqualTo(60_000);
    assertThat(relative.ranUs("t", 100_000)).isEqualTo(70_000);
    assertThat(absolute.ranUs("t", 90_000)).as("missed again").isEqualTo(70_000);
    assertThat(absolute.ranUs("t", 100_000)).as("in step again").isEqualTo(70_000);
  }

  private static String overrunning(String mode) {
    String timer =
        "\"timer\": {\"ref\": \"unique\", \"period\": 20000, \"mode\": \"" + mode + "\"}";
    return "\"t\": {\"run\": 10000, %s, \"run\": 10000, %s, \"run\": 30000, %s, \"run\": 10000, %s}"
        .formatted(timer, timer, timer, timer);
  }

  @Test
  void phasesDoNotFollowEachOther() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "t": {"instance": 4, "loop": 1, "phases": {
              "light": {"loop": 5, "run": 2000, "timer": {"ref": "unique", "period": 20000}},
              "heavy": {"loop": 5, "run": 18000, "timer": {"ref": "unique", "period": 20000}}}}
            """);

    assertThat(workload.ranUs("t", 100_000)).as("4 × 10 %").isEqualTo(4 * 10_000);
    assertThat(workload.ranUs("t", 200_000)).as("4 × 90 %").isEqualTo(4 * (10_000 + 90_000));
    assertThat(workload.ranUs("t", 900_000)).as("it has ended").isEqualTo(4 * 100_000);
  }

  @Test
  void resumeDoesNotHandOver() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "a": {"run": 5000, "resume": "b", "suspend"},
            "b": {"run": 5000, "resume": "a", "suspend"}
            """);

    // Both run at first; from then on exactly one, in turn, 5 ms each.
    for (int turn = 1; turn < 20; turn++) {
      long untilUs = 5_000L * turn;
      assertThat(workload.ranUs("a", untilUs) + workload.ranUs("b", untilUs))
          .isEqualTo(untilUs + 5_000);
    }
    assertThat(workload.ranUs("a", 10_000)).isEqualTo(10_000);
    assertThat(workload.ranUs("b", 10_000)).isEqualTo(5_000);
    assertThat(workload.ranUs("b", 15_000)).isEqualTo(10_000);
  }

  @Test
  void mutexConditionAndResumeKeepNoOrder() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "boss": {"cpus": [0], "loop": 1, "phases": {
              "settle": {"sleep": 2000},
              "work": {"loop": 4, "lock": "m", "run": 3000, "signal": "q", "run": 2000,
                       "unlock": "m", "run": 5000, "resume": "aide",
                       "timer": {"ref": "tick", "period": 20000}}}},
            "aide": {"cpus": [1], "loop": 2, "lock": "m", "wait": {"ref": "q", "mutex": "m"},
                     "unlock": "m", "run": 1000, "suspend": "aide", "run": 1000}
            """);

    assertThat(workload.ranUs("aide", 7_000)).as("signalled at 5, mutex at 7 ms").isZero();
    assertThat(workload.ranUs("aide", 7_500)).isEqualTo(500);
    assertThat(workload.ranUs("aide", 12_000)).as("suspended at 8 ms").isEqualTo(1_000);
    assertThat(workload.ranUs("aide", 12_500)).as("resumed at 12 ms").isEqualTo(1_500);
    assertThat(workload.ranUs("aide", 25_000)).as("the period is 20 ms").isEqualTo(2_000);
    assertThat(workload.ranUs("aide", 31_000)).isEqualTo(4_000);
    assertThat(workload.ranUs("aide", 500_000)).as("two loops").isEqualTo(4_000);
    assertThat(workload.ranUs("boss", 30_000)).isEqualTo(20_000);
    assertThat(workload.ranUs("boss", 500_000)).as("four loops").isEqualTo(40_000);
  }

  @Test
  void barrierLetsTheFirstThroughOrHoldsTheLast() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "a": {"runtime1": 1000, "sleep1": 2000, "barrier1": "ONE",
                  "runtime2": 2000, "barrier2": "TWO"},
            "b": {"runtime1": 2000, "barrier1": "ONE",
                  "runtime2": 1000, "sleep2": 2000, "barrier2": "TWO"}
            """);

    assertThat(workload.ranUs("b", 3_000)).as("waits from 2 to 3 ms").isEqualTo(2_000);
    assertThat(workload.ranUs("b", 4_000)).isEqualTo(3_000);
    assertThat(workload.ranUs("a", 3_000)).isEqualTo(1_000);
    assertThat(workload.ranUs("a", 6_000)).as("waits from 5 to 6 ms").isEqualTo(3_000);
    assertThat(workload.ranUs("a", 7_000)).isEqualTo(4_000);
    assertThat(workload.ranUs("a", 600_000)).as("3 ms in each 6").isEqualTo(300_000);
    assertThat(workload.ranUs("b", 600_000)).isEqualTo(300_000);
  }

  @Test
  void phasesStayOnTheTasksCpus() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "mover": {"cpus": [2], "phases": {
              "p": {"cpus": [0], "run": 2000},
              "q": {"cpus": [1], "run": 2000},
              "r": {"run": 2000}}},
            "block": {"cpus": [1], "priority": -20, "delay": 1000, "loop": 1, "run": 9000}
            """);

    assertThat(workload.group("mover", 100_000).migrations()).isGreaterThan(40);
    assertThat(workload.ranUs("mover", 9_900)).as("held up on CPU 1 until 10 ms").isEqualTo(2_000);
    assertThat(workload.ranUs("mover", 14_000)).isEqualTo(6_000);
  }

  @Test
  void memoryDevicesYieldAndForkTakeOtherTime() throws InvalidFileException {
    Workload workload =
        workload(
            """
            "t": {"loop": 3, "run": 1000, "mem": 10000000, "yield": "", "iorun": 1000,
                  "fork": "child", "sleep": 5000},
            "child": {"instance": 0, "loop": 1, "run": 2000}
            """);

    assertThat(workload.ranUs("t", 100_000)).isEqualTo(3 * (1_000 + 1_000 + 1));
    assertThat(workload.ranUs("child", 100_000)).isEqualTo(3 * 2_000);
    assertThat(workload.ranUs("child", 4_000)).isEqualTo(4_000 - 2_001);
  }
}
