package org.cellsched.sim.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.fuzz.Interleavings;
import org.cellsched.sim.interleaving.AllSchedules;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sim interleave}: runs a tiny scenario with every way in which callbacks can overlap. */
@Command(
    name = "interleave",
    mixinStandardHelpOptions = true,
    description =
        "Runs a tiny scenario once for every way in which callbacks of one instant can "
            + "interrupt each other, with at most so many switches; ends with 1 if one fails.")
public final class InterleaveCommand implements Callable<Integer> {

  private static final int MOST_SWITCHES = 8;
  private static final long MOST_RUNS = 1_000_000_000;

  private final Console console;

  @Mixin private final ScenarioOptions options = new ScenarioOptions();

  @Option(
      names = "--switches",
      paramLabel = "N",
      description = "At most so many switches from one callback to another (default: 2).")
  private int switches = 2;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "Tries at most so many schedules (default: 1000000).")
  private long most = 1_000_000;

  InterleaveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OptionRange.require("--switches", switches, 0, MOST_SWITCHES);
    OptionRange.require("--most", most, 1, MOST_RUNS);
    Scenario scenario = options.read();
    AllSchedules.Result result = Interleavings.tryAll(scenario, switches, most);
    PrintWriter out = console.people(null);
    out.printf(
        "%s: %,d schedules with at most %d switches%s; %,d boundaries without any; %,d failed%n",
        scenario.name(),
        result.runs(),
        switches,
        result.complete() ? ", all there are" : ", not all",
        result.boundaries(),
        result.failed());
    if (result.firstFailing() != null) {
      out.printf("the first that failed: %s%n%n", result.firstFailure());
      out.print(ScenarioWriter.write(Interleavings.with(scenario, result.firstFailing())));
    }
    out.flush();
    return result.failed() == 0 ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
  }
}
