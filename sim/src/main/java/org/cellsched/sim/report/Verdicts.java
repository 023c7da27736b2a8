package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellsched.host.report.Report.Check;
import org.cellsched.host.report.Report.Finding;
import org.cellsched.host.report.Report.Hurt;
import org.cellsched.host.report.Report.Moment;
import org.cellsched.host.report.Report.Share;
import org.cellsched.host.report.Report.Span;
import org.cellsched.host.report.Report.Verdict;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.Harm;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.RunResult.ViolationResult;
import org.cellsched.sim.explain.CpuTime;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/** What came of a run: what held and what did not, and who was hurt, when and why. */
record Verdicts(Scenario scenario, RunResult result, List<String> cells) {

  private static final long PPM = 1_000_000;

  /**
   * @param explained waits that were looked at from close by; may be none
   */
  Verdict verdict(List<WaitReport> explained) {
    List<Hurt> hurts = hurts();
    return new Verdict(
        result.isClean(), headline(), checks(), hurts, findings(worstFirst(hurts), explained));
  }

  // --- what held

  private String headline() {
    long failed = result.failedExpectations();
    int all = result.expectations().size();
    String broken =
        result.violationCount() == 0
            ? ""
            : Amounts.counted(result.violationCount(), "violation") + " of the invariants";
    String expected =
        failed == 0 ? "" : "%d of %s failed".formatted(failed, Amounts.counted(all, "expectation"));
    String partial = result.complete() ? "" : " The run did not reach its end.";
    if (broken.isEmpty() && expected.isEmpty()) {
      return (all == 0
              ? "No invariant was broken; the scenario expects nothing."
              : "All %s held, and no invariant was broken."
                  .formatted(Amounts.counted(all, "expectation")))
          + partial;
    }
    return broken
        + (broken.isEmpty() || expected.isEmpty() ? "" : ", and ")
        + expected
        + "."
        + partial;
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (ViolationResult violation : result.violations()) {
      checks.add(
          new Check(
              false,
              violation.rule() + ": " + violation.meaning(),
              "at %s: %s".formatted(Amounts.seconds(violation.timeNs()), violation.detail()),
              new Span(violation.timeNs(), violation.timeNs())));
    }
    for (int i = 0; i < result.expectations().size(); i++) {
      ExpectationResult expected = result.expectations().get(i);
      checks.add(
          new Check(
              expected.passed(),
              expected.text(),
              expected.observed(),
              span(scenario.expectations().get(i))));
    }
    return checks;
  }

  private @Nullable Span span(Expectation expectation) {
    return switch (expectation.when()) {
      case Expectation.When.Overall overall -> null;
      case Expectation.When.AtEnd end -> new Span(result.simulatedNs(), result.simulatedNs());
      case Expectation.When.At(long timeNs) -> new Span(timeNs, timeNs);
      case Expectation.When.Between(long fromNs, long toNs) -> new Span(fromNs, toNs);
    };
  }

  // --- who was hurt

  /** Waits of cells that were hurt first, then longest first. */
  private List<Wait> worstFirst(List<Hurt> hurts) {
    List<String> hurtCells = hurts.stream().map(hurt -> cells.get(hurt.cell())).toList();
    return result.worstWaits().stream()
        .sorted(
            Comparator.comparing((Wait waited) -> !hurtCells.contains(waited.cell()))
                .thenComparing(Comparator.comparingLong(Wait::waitedNs).reversed()))
        .toList();
  }

  private List<Hurt> hurts() {
    return Harm.of(result).stream()
        .map(harm -> new Hurt(cells.indexOf(harm.cell()), harm.kind().word(), harm.reason()))
        .toList();
  }

  private List<Finding> findings(List<Wait> waits, List<WaitReport> explained) {
    return waits.stream()
        .map(wait ->
            finding(
                wait, explained.stream().filter(each -> isOf(each, wait)).findFirst().orElse(null)))
        .toList();
  }

  private static boolean isOf(WaitReport report, Wait wait) {
    return report.waited().task().equals(wait.task()) && report.waited().fromNs() == wait.fromNs();
  }

  private Finding finding(Wait waited, @Nullable WaitReport report) {
    WaitWords words = new WaitWords(waited, report, scenario.policy().dataPlane().reclaim());
    List<Moment> story =
        report == null || words.isHarmless()
            ? List.of()
            : report.scheduled().stream()
                .map(moment -> new Moment(moment.timeNs(), moment.what()))
                .toList();
    return new Finding(
        cells.indexOf(waited.cell()),
        words.sentences(),
        new Span(waited.fromNs(), waited.fromNs() + waited.waitedNs()),
        waited.cpu(),
        words.isHarmless() ? List.of() : shares(waited.cpuTime()),
        story);
  }

  private static List<Share> shares(CpuTime time) {
    return List.of(
        share("its own cell", time.ownCellNs(), time),
        share("other cells", time.otherCellsNs(), time),
        share("switching", time.switchingNs(), time),
        share("idle", time.idleNs(), time),
        share("taken", time.higherClassNs() + time.interruptNs() + time.offlineNs(), time),
        share("throttled", time.throttledNs(), time));
  }

  private static Share share(String name, long ns, CpuTime of) {
    return new Share(name, ppm(ns, of.totalNs()));
  }

  static long ppm(long ns, long totalNs) {
    return totalNs == 0 ? 0 : Math.round((double) ns / totalNs * PPM);
  }
}
