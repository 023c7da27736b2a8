package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.cli.ReportFile;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.scenario.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sim run}: runs a scenario and shows what happened. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a scenario against a modelled machine and shows what became of each cell.",
      "Ends with 0 if all invariants and expectations held, with 1 if not."
    })
public final class RunCommand implements Callable<Integer> {

  private static final double LEAST_SPEED = 1e-6;
  private static final double MOST_SPEED = 1e6;

  private final Console console;

  @Mixin private final ScenarioOptions options = new ScenarioOptions();

  @Mixin private final JsonOption json = new JsonOption();

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Writes DIR/report.html: one page that tells who was hurt, when and why.")
  private @Nullable Path report;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Writes what the controller was told and answered, for sim replay.")
  private @Nullable Path journal;

  @Option(
      names = "--trace",
      paramLabel = "FILE.pftrace",
      description = "Writes a trace for Perfetto (ui.perfetto.dev); see docs/trace.md.")
  private @Nullable Path trace;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Writes every event, a line each: FILE.jsonl or FILE.csv; see docs/trace.md.")
  private @Nullable Path events;

  @Option(
      names = "--watch",
      description = "Shows the cells while it runs, as fast as it goes or at --speed.")
  private boolean watch;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "With --watch: X simulated seconds in a second, such as 1 or 0.01.")
  private @Nullable Double speed;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireSpeed();
    JsonOutput output = json.open(console);
    Scenario scenario = options.read();
    ReportFile page = report == null ? null : new ReportFile(console, report);
    try (Interruption interruption = new Interruption()) {
      RunResult result = run(scenario, page, interruption);
      if (output != null) {
        output.write(result);
      }
      new ResultPrinter(console.page(output)).print(result, repeatCommand());
      return interruption.isPending() ? ExitStatus.INTERRUPTED : exitStatus(result);
    }
  }

  private String repeatCommand() {
    return "bin/sim run " + options.asArguments();
  }

  private void requireSpeed() {
    if (speed == null) {
      return;
    } else if (!watch) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "--speed is for --watch");
    } else if (!(speed >= LEAST_SPEED && speed <= MOST_SPEED)) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT, "--speed is %s; it must be 0.000001 to 1000000".formatted(speed));
    }
  }

  private RunResult run(Scenario scenario, @Nullable ReportFile page, Interruption interruption) {
    ScenarioRun run = new ScenarioRun(console, interruption);
    try (RunOutputs outputs = new RunOutputs()) {
      WatchOutput watched = watch ? new WatchOutput(scenario, speed, console, interruption) : null;
      if (watched != null) {
        outputs.add(watched);
      }
      if (page != null) {
        outputs.add(
            new ReportOutput(
                page, options.file(), scenario, repeatCommand(), options.changes(), run));
      }
      if (journal != null) {
        outputs.add(new JournalOutput(journal, scenario, console));
      }
      if (trace != null) {
        outputs.add(ExportOutput.trace(trace));
      }
      if (events != null) {
        outputs.add(ExportOutput.events(events));
      }
      RunResult result =
          watched == null
              ? run.run(options.file(), scenario, outputs.observer())
              : ScenarioRun.run(options.file(), scenario, outputs.observer(), watched);
      outputs.finished(result);
      return result;
    }
  }

  private static int exitStatus(RunResult result) {
    if (result.isClean()) {
      return ExitStatus.FINE;
    }
    return result.schedulerEnded() ? ExitStatus.KERNEL_ENDED_SCHEDULER : ExitStatus.CHECK_FAILED;
  }
}
