package org.cellsched.bench;

import java.util.Collection;
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
  private static final long WARM_UP_NS = 3_000_000_000L;
  private static final long GOALS_CPU_MS = 1_024_000;

  private Main() {}

  /** Ends with status 2 if the options are wrong or a benchmark fails. */
  public static void main(String[] args) throws Exception {
    if (args.length == 1 && args[0].equals("goals")) {
      new Goals(WARM_UP_NS, GOALS_CPU_MS).print(System.out);
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
