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
record Verdicts(Scenario scenario, RunResult result, List<String> cells, RunHistory history) {

  private static final long PPM = 1_000_000;

  /**
   * @param explained waits that were looked at from close by; may be none
   */
  Verdict verdict(List<WaitReport> explained) {
    return new Verdict(result.isClean(), headline(), checks(), hurts(), findings(explained));
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
    result.violationsByRule().forEach(violations -> checks.add(broken(violations)));
    for (int i = 0; i < result.expectations().size(); i++) {
      checks.add(check(result.expectations().get(i), scenario.expectations().get(i)));
    }
    return checks;
  }

  /** One rule, however often it was broken: a defect seldom breaks it only once. */
  private Check broken(List<ViolationResult> violations) {
    ViolationResult first = violations.getFirst();
    String text = first.rule() + ": " + first.meaning();
    Span span = new Span(first.timeNs(), first.timeNs());
    int kept = result.violations().size();
    boolean allKept = kept == result.violationCount();
    if (allKept && violations.size() == 1) {
      return new Check(false, text, first.detail(), span, Check.ALL);
    }
    String times =
        allKept
            ? violations.size() + " times"
            : "%d of the first %d violations".formatted(violations.size(), kept);
    return new Check(
        false, text, "%s; the first: %s".formatted(times, first.detail()), span, Check.FIRST);
  }

  private Check check(ExpectationResult seen, Expectation expectation) {
    LatencyLimit limit = seen.passed() ? null : LatencyLimit.of(expectation);
    LateStretches late = limit == null ? null : limit.exceeded(cells, history, endNs());
    return late == null
        ? new Check(seen.passed(), seen.text(), seen.observed(), span(expectation), Check.ALL)
        : new Check(
            false,
            seen.text(),
            seen.observed() + (late.late() == 0 ? "" : ", above the limit " + late.words()),
            late.worst(),
            Check.WORST);
  }

  private long endNs() {
    return result.simulatedNs();
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

  static List<Wait> worstWaitsFirst(RunResult result) {
    List<String> hurtCells = Harm.of(result).stream().map(Harm::cell).toList();
    return result.worstWaits().stream()
        .sorted(
            Comparator.comparing((Wait waited) -> !hurtCells.contains(waited.cell()))
                .thenComparing(Comparator.comparingLong(Wait::waitedNs).reversed()))
        .toList();
  }

  private List<Hurt> hurts() {
    return Harm.of(result).stream().map(this::hurt).toList();
  }

  /** Of a cell that was late, also for how much of the run. */
  private Hurt hurt(Harm harm) {
    int cell = cells.indexOf(harm.cell());
    LateStretches late =
        switch (harm.kind()) {
          case LATE ->
              LateStretches.of(
                  history.tenant(cell).wakeup.p99Ns, Harm.LATE_NS, history.widthNs(), endNs());
          case FAILED, STARVED, THROTTLED -> null;
        };
    return late == null || late.late() == 0
        ? new Hurt(cell, harm.kind().word(), harm.reason(), "", null)
        : new Hurt(cell, harm.kind().word(), harm.reason(), late.words(), late.first());
  }

  /** The longest wait of each cell, and the slowest request of each that served any. */
  private List<Finding> findings(List<WaitReport> explained) {
    List<Finding> findings = new ArrayList<>();
    for (Wait wait : worstWaitsFirst(result)) {
      findings.add(
          finding(
              wait, explained.stream().filter(each -> isOf(each, wait)).findFirst().orElse(null)));
      slowestRequest(cells.indexOf(wait.cell()), findings);
    }
    return findings;
  }

  private void slowestRequest(int cell, List<Finding> findings) {
    SlowRequest slowest = history.tenant(cell).slowest;
    if (slowest != null) {
      findings.add(
          new Finding(
              cell,
              slowest.sentences(cells.get(cell)),
              new Span(slowest.arrivedNs(), slowest.doneNs()),
              "",
              List.of(),
              List.of()));
    }
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
        waited.eligibleCpus(),
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
