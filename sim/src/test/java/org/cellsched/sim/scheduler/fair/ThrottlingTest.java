package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.limited;
import static org.cellsched.sim.TestScenario.mask;
import static org.cellsched.sim.TestScenario.nested;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.randomRunSleep;
import static org.cellsched.sim.TestScenario.spin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.explain.WaitWatch;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cpu.max} under the fair class. */
class ThrottlingTest {

  private static TestScenario fair(int cpus) {
    return TestScenario.cpus(cpus).scheduler(SchedulerKind.FAIR);
  }

  private static final String DOCS = "docs/fidelity.md";

  /** Spinners under a quota, as the documentation's table has them. */
  private record Limited(int cpus, int tasks, long quotaMs, int hz) {

    long gotNs() {
      Outcome run =
          fair(cpus)
              .hz(hz)
              .cell(limited("web", quotaMs * MS))
              .tasks("worker", "web", tasks, spin())
              .run(10 * SECOND);
      assertThat(run.broken()).isEmpty();
      return run.group("worker").cpuTimeNs();
    }

    String row() {
      return String.format(
          Locale.ROOT,
          "| %d | %d | %d ms | %d | %.2f s | %.3f s |\n",
          cpus,
          tasks,
          quotaMs,
          hz,
          quotaMs / 10.0,
          (double) gotNs() / SECOND);
    }
  }

  @Test
  void theTableShowsOtherFigures() {
    String rows =
        Stream.of(
                new Limited(1, 1, 40, 250),
                new Limited(1, 5, 40, 1_000),
                new Limited(8, 8, 200, 250),
                new Limited(8, 8, 200, 1_000),
                new Limited(16, 3, 4, 250),
                new Limited(64, 64, 50, 250))
            .map(Limited::row)
            .collect(Collectors.joining());
    Path docs = Golden.repository(DOCS);
    Golden.check(
        docs,
        Golden.withSection(
            Golden.read(docs),
            "limits",
            "| CPUs | tasks | quota each 100 ms | HZ | allowed | got |\n"
                + "| --- | --- | --- | --- | --- | --- |\n"
                + rows));
  }

  /**
   * In 10 s the limit is kept but for the quota of one period and a tick of each CPU, which the
   * next period pays for; and used.
   */
  private static void assertHeld(Outcome run, String group, long quotaMs, long cpus) {
    long allowedMs = quotaMs * 100;
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs(group)).isBetween(allowedMs - quotaMs, allowedMs + quotaMs + 4 * cpus);
    assertThat(run.result().reports()).noneMatch(report -> report.text().startsWith("cpu.max"));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 40",
    "1, 5, 20",
    "4, 1, 30",
    "4, 8, 250",
    "8, 8, 350",
    "16, 40, 100",
    "16, 3, 4"
  })
  void limitIsOverdrawn(int cpus, int tasks, long quotaMs) {
    Outcome run =
        fair(cpus)
            .cell(limited("web", quotaMs * MS))
            .cell("batch")
            .tasks("worker", "web", tasks, spin())
            .tasks("other", "batch", 1, spin())
            .run(10 * SECOND);
    assertHeld(run, "worker", quotaMs, Math.min(cpus, tasks));
    assertThat(run.cell("web").throttledNs()).isPositive();
    assertThat(run.cell("batch").throttledNs()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"50, 200", "200, 50", "50, 50"})
  void looserOfTwoNestedLimitsWins(long outerMs, long innerMs) {
    Outcome run =
        fair(4)
            .cell(limited("web", outerMs * MS, limited("front", innerMs * MS)))
            .tasks("worker", "web/front", 4, spin())
            .run(10 * SECOND);
    assertHeld(run, "worker", Math.min(outerMs, innerMs), 4);
  }

  @Test
  void outerLimitHoldsOnlyOneOfItsChildren() {
    Outcome run =
        fair(4)
            .cell(limited("web", 150 * MS, nested("front", 100), limited("back", 50 * MS)))
            .tasks("front", "web/front", 4, spin())
            .tasks("back", "web/back", 4, spin())
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("back")).isLessThanOrEqualTo(5_050L);
    assertThat(run.ranMs("front") + run.ranMs("back")).isBetween(14_850L, 15_150L);
  }

  @Test
  void modestTaskIsThrottled() {
    Outcome run =
        fair(2)
            .cell(limited("web", 50 * MS))
            .tasks("worker", "web", 1, periodic(40 * MS, 100 * MS))
            .run(10 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("worker")).isEqualTo(4_000L);
    assertThat(run.cell("web").throttledNs()).isZero();
  }

  @Test
  void liftedLimitStillThrottles() {
    Outcome run =
        fair(2)
            .free()
            .cell(limited("web", 10 * MS))
            .tasks("worker", "web", 2, spin())
            .at(2_050 * MS, new Action.SetCpuMax("web", null))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    // 10 ms in each of 21 periods, then two CPUs.
    assertThat(run.ranMs("worker")).isBetween(210L + 3_900L - 10, 210L + 3_900L + 10);
  }

  @Test
  void newLimitWaitsForTheOldPeriod() {
    Outcome run =
        fair(2)
            .free()
            .cell(limited("web", 10 * MS))
            .tasks("worker", "web", 2, spin())
            .at(2 * SECOND, new Action.SetCpuMax("web", new CpuMax(20 * MS, 20 * MS)))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("worker")).isBetween(200L + 1_980L, 200L + 2_040L);
  }

  @Test
  void limitedCgroupThatComesAndGoesLeavesItsTimer() {
    Outcome run =
        fair(2)
            .at(SECOND, new Action.CreateCell(limited("web", 20 * MS)))
            .at(SECOND, new Action.Start(group("a", "web", 2, spin())))
            .at(2 * SECOND, new Action.RemoveCell("web"))
            .at(2 * SECOND, new Action.CreateCell(limited("web", 30 * MS)))
            .at(2 * SECOND, new Action.Start(group("b", "web", 2, spin())))
            .run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.ranMs("a")).isBetween(180L, 220L);
    assertThat(run.ranMs("b")).isBetween(570L, 630L);
  }

  @Test
  void throttledTaskStopsWhatIsAllowedElsewhere() {
    Outcome run =
        fair(1)
            .free()
            .cell(limited("web", 10 * MS))
            .cell("batch")
            .tasks("worker", "web", 3, spin())
            .tasks("other", "batch", 1, spin())
            .run(4 * SECOND);
    assertThat(run.ranMs("worker") + run.ranMs("other")).isBetween(3_990L, 4_000L);
  }

  @Test
  void changesOfThrottledTasksLoseThem() {
    // Renice, move, pin, unplug and kill while throttled: nobody is lost, and no rule broken.
    TestScenario scenario =
        fair(4)
            .cell(limited("web", 15 * MS, limited("front", 10 * MS)))
            .cell("batch")
            .tasks("front", "web/front", 4, spin())
            .tasks("back", "web", 3, randomRunSleep(5 * MS, 3 * MS))
            .tasks(pinned(group("bound", "web", 2, spin()), "1-2"));
    for (int i = 1; i < 20; i++) {
      long atNs = i * 173L * MS;
      scenario
          .at(atNs, new Action.SetNice("front", i % 7))
          .at(atNs + MS, new Action.Move("front", i % 2 == 0 ? "web/front" : "batch"))
          .at(atNs + 2 * MS, new Action.SetAffinity("back", mask(i % 2 == 0 ? "0-3" : "2-3")))
          .at(atNs + 3 * MS, new Action.Offline(mask("2")))
          .at(atNs + 40 * MS, new Action.Online(mask("2")))
          .at(atNs + 50 * MS, new Action.TakeCpus(mask("0-1"), 20 * MS))
          .at(atNs + 90 * MS, new Action.SetCpuWeight("web", 50 + i));
    }
    Outcome run = scenario.at(3_700 * MS, new Action.Stop("back")).run(4 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.cell("web").throttledNs()).isPositive();
    assertThat(run.ranMs("bound")).isPositive();
  }

  // --- what is told of it ---

  /** Adds up, by another way than the kernel, how long the waits of one task were throttled. */
  private static final class Diary implements RunObserver {
    private final String name;
    private final List<long[]> throttled = new ArrayList<>();

    Diary(String name) {
      this.name = name;
    }

    @Override
    public void throttled(long nowNs, Task task) {
      if (task.name().equals(name)) {
        if (task.isThrottled()) {
          throttled.add(new long[] {nowNs, Long.MAX_VALUE});
        } else {
          throttled.getLast()[1] = nowNs;
        }
      }
    }

    long between(long fromNs, long toNs) {
      return throttled.stream()
          .mapToLong(each -> Math.max(0, Math.min(each[1], toNs) - Math.max(each[0], fromNs)))
          .sum();
    }
  }

  private static Scenario throttledScenario() {
    return fair(4)
        .cell(limited("web", 60 * MS))
        .cell("batch")
        .tasks("worker", "web", 5, randomRunSleep(7 * MS, 2 * MS))
        .tasks("other", "batch", 6, spin())
        .scenario(5 * SECOND);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_111, 2_222, 3_333, 4_990})
  void partsOfAThrottledWaitDoNotAddUp(long atMs) {
    Scenario scenario = throttledScenario();
    WaitWatch watch = new WaitWatch("worker/2", atMs * MS);
    new Simulation(scenario, watch).run(Progress.NONE);
    WaitReport report = Objects.requireNonNull(watch.report(), "it never waited");
    assertAddsUp(scenario, report.waited());
    assertThat(report.waited().cpuTimeFromNs()).isEqualTo(report.waited().fromNs());
  }

  @Test
  void worstWaitIsNotBlamedOnItsLimit() {
    Scenario scenario = throttledScenario();
    RunResult result = new Simulation(scenario).run(Progress.NONE);
    Wait worst =
        result.worstWaits().stream()
            .filter(wait -> wait.cell().equals("web"))
            .findFirst()
            .orElseThrow();
    assertThat(worst.cpuTime().throttledNs()).isPositive();
    assertAddsUp(scenario, worst);
  }

  private static void assertAddsUp(Scenario scenario, Wait told) {
    Diary diary = new Diary(told.task());
    new Simulation(scenario, diary).run(Progress.NONE);
    int cpus = CpuList.parse(told.eligibleCpus()).size();
    long endNs = told.fromNs() + told.waitedNs() - told.switchNs();
    assertThat(told.cpuTime().totalNs()).isEqualTo(cpus * (endNs - told.fromNs()));
    assertThat(told.cpuTime().throttledNs()).isEqualTo(cpus * diary.between(told.fromNs(), endNs));
  }

  @Test
  void throttledTimeOfATenantIsNotThatOfItsTasks() {
    Scenario scenario = throttledScenario();
    long sumNs = 0;
    for (int i = 0; i < 5; i++) {
      Diary diary = new Diary("worker/" + i);
      new Simulation(scenario, diary).run(Progress.NONE);
      sumNs += diary.between(0, 5 * SECOND);
    }
    Outcome run = new Outcome(new Simulation(scenario).run(Progress.NONE));
    assertThat(run.cell("web").throttledNs()).isEqualTo(sumNs).isPositive();
  }

  @Test
  void throttledTimeCountsAgainstTheWaitBound() {
    // 1 ms of 1 s for each of 20 tasks: they wait for 20 s, and not for a CPU.
    Outcome run =
        fair(1)
            .free()
            .cell(new CellDeclaration("web", null, 100, new CpuMax(MS, SECOND), List.of()))
            .tasks("worker", "web", 20, spin())
            .run(60 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.result().worstWaits().getFirst().waitedNs()).isGreaterThan(10 * SECOND);
    assertThat(run.result().complete()).isTrue();
  }
}
