package org.cellsched.sim.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.explain.CpuDiary.Spent;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explanations against a diary of every CPU that is kept and added up in another way. */
class WaitsTest {

  private static Scenario scenario(String name, String duration) throws ScenarioException {
    return ScenarioReader.read(
        Golden.repository("scenarios/" + name + ".yaml"),
        List.of(new Setting("--duration " + duration, List.of("duration"), duration)));
  }

  static void assertTrue(Wait told, CpuDiary diary) {
    CpuMask cpus = CpuList.parse(told.eligibleCpus());
    CpuTime time = told.cpuTime();
    long fromNs = told.cpuTimeFromNs();
    long endNs = told.fromNs() + told.waitedNs() - told.switchNs();
    Spent spent = diary.spent(cpus, told.cell(), fromNs, endNs);

    assertThat(time.totalNs()).as(told.toString()).isEqualTo(cpus.size() * (endNs - fromNs));
    if (time.throttledNs() == 0) {
      assertThat(time.switchingNs()).isEqualTo(spent.switchingNs());
    }
    if (time.interruptNs() == 0 && time.throttledNs() == 0) {
      assertThat(time.ownCellNs()).isEqualTo(spent.ownCellNs());
      assertThat(time.otherCellsNs()).isEqualTo(spent.otherCellsNs());
      assertThat(time.idleNs()).isEqualTo(spent.idleNs());
      assertThat(time.higherClassNs() + time.offlineNs()).isEqualTo(spent.goneNs());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "oversubscribed, 30s",
    "borrowing-on-wakeup, 2s",
    "borrowing-on-enqueue, 2s",
    "kernel-threads, 2s",
    "higher-class-hog, 2s",
    "network-interrupts, 2s",
    "hotplug, 2s",
    "pinned-waker, 2s",
    "fan-out, 2s",
    "isolation, 2s",
    "cpu-max, 5s"
  })
  void worstWaitIsBlamedOnTheWrongHolder(String name, String duration) throws ScenarioException {
    CpuDiary diary = new CpuDiary();

    RunResult result = new Simulation(scenario(name, duration), diary).run(Progress.NONE);

    assertThat(result.worstWaits()).isNotEmpty();
    result.worstWaits().forEach(told -> assertTrue(told, diary));
  }

  @ParameterizedTest
  @CsvSource({
    "oversubscribed, server",
    "oversubscribed, crunch/3",
    "borrowing-on-wakeup, waker",
    "kernel-threads, kworker",
    "fan-out, shard",
  })
  void explanationContradictsTheRun(String name, String task) throws ScenarioException {
    Scenario scenario = scenario(name, "2s");
    CpuDiary diary = new CpuDiary();
    RunResult result = new Simulation(scenario, diary).run(Progress.NONE);
    WaitWatch watch = new WaitWatch(task, null);
    new Simulation(scenario, watch).run(Progress.NONE);

    WaitReport report = Objects.requireNonNull(watch.report(), "it never waited");
    assertTrue(report.waited(), diary);
    assertThat(report.cpus().stream().map(row -> row.time().totalNs()).distinct()).hasSize(1);
    assertThat(report.holders().stream().mapToLong(WaitReport.Holder::ranNs).sum())
        .isEqualTo(
            report.waited().cpuTime().ownCellNs() + report.waited().cpuTime().otherCellsNs());
    result.worstWaits().stream()
        .filter(worst -> worst.task().equals(report.waited().task()))
        .forEach(worst -> assertThat(report.waited()).isEqualTo(worst));
  }
}
