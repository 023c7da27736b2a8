package org.cellsched.sim.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cellsched.host.cli.ReportFile;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.Report;
import org.cellsched.host.report.ReportPage;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.explain.WaitWatch;
import org.cellsched.sim.report.RunRecorder;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.ObserverGroup;

/**
 * Writes a run's report. The longest waits are known when the run is over: up to them it is then
 * run again, to be watched from close by, as {@code sim explain} does.
 */
final class ReportOutput extends RunRecorder implements RunOutput {

  /** Waits that are looked at from close by: of cells that were hurt first, then longest first. */
  private static final int EXPLAINED = 4;

  private final ReportFile target;
  private final Path scenarioFile;
  private final Scenario scenario;
  private final String command;
  private final String changes;
  private final ScenarioRun runs;

  /**
   * @param command that repeats the run
   * @param changes what the run differs in from the file, as options; empty if in nothing
   */
  ReportOutput(
      ReportFile target,
      Path scenarioFile,
      Scenario scenario,
      String command,
      String changes,
      ScenarioRun runs) {
    super(scenario);
    this.target = target;
    this.scenarioFile = scenarioFile;
    this.scenario = scenario;
    this.command = command;
    this.changes = changes;
    this.runs = runs;
  }

  @Override
  public void finished(RunResult result) {
    Columns columns = new Columns();
    Report report = report(result, scenarioText(), command, changes, explained(result), columns);
    target.write(ReportPage.of(report, columns));
  }

  private String scenarioText() {
    try {
      return Files.readString(scenarioFile, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "# " + scenarioFile + " cannot be read any more";
    }
  }

  private List<WaitReport> explained(RunResult result) {
    List<Wait> waits = worstWaitsFirst(result).stream().limit(EXPLAINED).toList();
    List<WaitWatch> watches =
        waits.stream().map(wait -> new WaitWatch(wait.task(), wait.fromNs())).toList();
    long untilNs =
        waits.stream().mapToLong(wait -> wait.fromNs() + wait.waitedNs()).max().orElse(0);
    if (result.complete() && !waits.isEmpty()) {
      runs.runUntil(scenarioFile, scenario, ObserverGroup.of(watches), untilNs);
    }
    return watches.stream()
        .map(WaitWatch::report)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  @Override
  public void close() {
    // The file was written when the run had finished, or is not wanted.
  }
}
