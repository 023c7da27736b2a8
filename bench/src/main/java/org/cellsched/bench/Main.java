package org.cellsched.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks that the arguments choose, as JMH reads them, and prints one table. JMH's own
 * account of it goes to standard error.
 */
public final class Main {

  private static final int BAD_USAGE = 2;

  private Main() {}

  /** Ends with status 2 if the options are wrong or a benchmark fails. */
  public static void main(String[] args) throws Exception {
    if (args.length == 1 && args[0].equals("goals")) {
      goals().print(System.out);
      return;
    }
    if (args.length == 1 && args[0].equals("profile")) {
      new TimeShares(Effort.FULL).print(System.out);
      return;
    }
    try {
      run(new CommandLineOptions(args));
    } catch (NoBenchmarksException e) {
      complain("no benchmark has such a name; bin/bench -l lists them");
    } catch (CommandLineOptionException | RunnerException e) {
      complain(String.valueOf(e.getMessage()));
    }
  }

  private static Goals goals() {
    Path home = Path.of(System.getProperty("cellsched.home", "."));
    SimProgram sim = new SimProgram(List.of(home.resolve("bin/sim").toString()));
    return new Goals(Effort.FULL, sim, home.resolve("scenarios"));
  }

  private static void complain(String message) {
    System.err.println("bench: " + message);
    System.exit(BAD_USAGE);
  }

  private static void run(CommandLineOptions given) throws Exception {
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    Options options =
        new OptionsBuilder()
            .parent(given)
            .addProfiler(CpuTime.class)
            .timeUnit(TimeUnit.NANOSECONDS)
            .shouldFailOnError(true)
            .build();
    Runner runner =
        new Runner(
            options, OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL));
    if (given.shouldList()) {
      runner.list();
      return;
    }
    Collection<RunResult> results = runner.run();
    ResultTable.print(results, System.out);
  }
}
