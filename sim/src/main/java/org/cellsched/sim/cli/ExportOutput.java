package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.export.EventLog;
import org.cellsched.sim.export.PerfettoTrace;
import org.cellsched.sim.trace.RunObserver;

/**
 * A file for another tool, written while the run goes on.
 *
 * @param closing finishes and closes the file
 */
record ExportOutput(RunObserver observer, Runnable closing) implements RunOutput {

  private static final String TRACE_ENDING = ".pftrace";
  private static final String JSON_LINES_ENDING = ".jsonl";
  private static final String CSV_ENDING = ".csv";

  /** A trace for Perfetto. */
  static ExportOutput trace(Path file) {
    requireEnding(file, "--trace", TRACE_ENDING);
    PerfettoTrace trace = new PerfettoTrace(new ExportFile("trace", file));
    return new ExportOutput(trace, trace::close);
  }

  /** Every event, in the format that the ending says. */
  static ExportOutput events(Path file) {
    requireEnding(file, "--events", JSON_LINES_ENDING, CSV_ENDING);
    EventLog.Format format =
        endsWith(file, CSV_ENDING) ? EventLog.Format.CSV : EventLog.Format.JSON_LINES;
    EventLog events = new EventLog(new ExportFile("events", file), format);
    return new ExportOutput(events, events::close);
  }

  private static void requireEnding(Path file, String option, String... endings) {
    if (Stream.of(endings).noneMatch(ending -> endsWith(file, ending))) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "%s %s: the name must end in %s".formatted(option, file, String.join(" or ", endings)));
    }
  }

  private static boolean endsWith(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  @Override
  public void close() {
    closing.run();
  }
}
