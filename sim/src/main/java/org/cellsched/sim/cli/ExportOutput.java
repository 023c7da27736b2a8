package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.export.PerfettoTrace;
import org.cellsched.sim.trace.RunObserver;

/**
 * A file for another tool, written while the run goes on.
 *
 * @param closing finishes and closes the file
 */
record ExportOutput(RunObserver observer, Runnable closing) implements RunOutput {

  private static final String TRACE_ENDING = ".pftrace";

  /** A trace for Perfetto. */
  static ExportOutput trace(Path file) {
    requireEnding(file, "--trace", TRACE_ENDING);
    PerfettoTrace trace = new PerfettoTrace(new ExportFile("trace", file));
    return new ExportOutput(trace, trace::close);
  }

  private static void requireEnding(Path file, String option, String... endings) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (String ending : endings) {
      if (name.endsWith(ending)) {
        return;
      }
    }
    throw new CommandFailure(
        ExitStatus.BAD_INPUT,
        "%s %s: the name must end in %s".formatted(option, file, String.join(" or ", endings)));
  }

  @Override
  public void close() {
    closing.run();
  }
}
