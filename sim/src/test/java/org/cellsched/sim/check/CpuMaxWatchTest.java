package org.cellsched.sim.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.limited;
import static org.cellsched.sim.TestScenario.nested;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.spin;

import java.util.List;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.SchedulerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuMaxWatchTest {

  private static List<String> warnings(TestScenario scenario, long durationNs) {
    return scenario.run(durationNs).result().reports().stream()
        .filter(report -> report.severity().equals("warning"))
        .map(RunResult.ReportResult::text)
        .filter(text -> text.startsWith("cpu.max"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"CELLS", "GLOBAL_VTIME"})
  void ignoredLimitGoesUnsaid(SchedulerKind scheduler) {
    TestScenario busy =
        TestScenario.cpus(8)
            .free()
            .scheduler(scheduler)
            .borrowing()
            .cell(limited("web", 200 * MS))
            .tasks("worker", "web", 8, spin());
    assertThat(warnings(busy, 2 * SECOND))
        .containsExactly(
            "cpu.max of web is ignored by scheduler %s: it got 8.00 CPUs, 2.00 allowed, from 0 ns to 2.00 s"
                .formatted(scheduler == SchedulerKind.CELLS ? "cells" : "global-vtime"));
  }

  @Test
  void limitOfACgroupBelowIsNotWatched() {
    TestScenario busy =
        TestScenario.cpus(4)
            .free()
            .borrowing()
            .cell(limited("web", 400 * MS, limited("front", 50 * MS), nested("back", 100)))
            .tasks("worker", "web/front", 1, spin())
            .tasks("other", "web/back", 1, spin());
    assertThat(warnings(busy, 2 * SECOND))
        .singleElement()
        .asString()
        .startsWith("cpu.max of web/front is ignored by scheduler cells: it got 1.00 CPUs, 0.50");
  }

  @Test
  void burstHidesBehindAQuietRest() {
    // 4 CPUs for 2 s and none for 8 s are 0.8 CPUs in the mean, and yet 3.2 too many at first.
    TestScenario burst =
        TestScenario.cpus(4)
            .free()
            .borrowing()
            .cell(limited("web", 100 * MS))
            .tasks("worker", "web", 4, spin())
            .at(2 * SECOND, new Action.Stop("worker"));
    assertThat(warnings(burst, 10 * SECOND))
        .singleElement()
        .asString()
        .contains("it got 4.00 CPUs, 1.00 allowed, from 0 ns to 2.00 s");
  }

  @Test
  void keptLimitIsCalledIgnored() {
    TestScenario modest =
        TestScenario.cpus(4)
            .free()
            .borrowing()
            .cell(limited("web", 200 * MS))
            .tasks("spinner", "web", 1, spin())
            // Four CPUs for 25 ms of each 100 ms are the other one.
            .tasks("burst", "web", 4, periodic(25 * MS, 100 * MS));
    assertThat(warnings(modest, 10 * SECOND)).isEmpty();
  }

  @Test
  void limitIsHeldAgainstWhatRanBeforeIt() {
    TestScenario scenario =
        TestScenario.cpus(4)
            .free()
            .borrowing()
            .cell("web")
            .tasks("worker", "web", 4, spin())
            .at(4 * SECOND, new Action.SetCpuMax("web", new CpuMax(50 * MS, 100 * MS)))
            .at(6 * SECOND, new Action.SetCpuMax("web", null));
    assertThat(warnings(scenario, 9 * SECOND))
        .singleElement()
        .asString()
        .contains("it got 4.00 CPUs, 0.50 allowed, from 4.00 s to 6.00 s");
  }

  @Test
  void restOfAPeriodIsForgotten() {
    assertThat(new CpuMax(250 * MS, 100 * MS).allowedNs(SECOND + 50 * MS)).isEqualTo(2625 * MS);
    assertThat(new CpuMax(4_096 * SECOND, SECOND).allowedNs(7_200 * SECOND))
        .isEqualTo(4_096L * 7_200 * SECOND);
  }
}
