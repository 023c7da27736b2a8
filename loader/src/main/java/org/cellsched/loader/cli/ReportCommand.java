package org.cellsched.loader.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.JournalFile;
import org.cellsched.host.cli.ReportFile;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.JournalReport;
import org.cellsched.host.report.Report;
import org.cellsched.host.report.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code loader report}: draws a journal. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Draws a journal as a page: plans, demand, and CPUs that changed hands; see"
            + " docs/report.md.")
final class ReportCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "JOURNAL", description = "One segment of a journal.")
  private Path file = Path.of("");

  @Option(
      names = "--report",
      required = true,
      paramLabel = "DIR",
      description = "Writes DIR/report.html.")
  private Path folder = Path.of("");

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ReportFile page = new ReportFile(console, folder);
    page.write(JournalFile.read(file, this::drawn));
    return ExitStatus.FINE;
  }

  private String drawn(JournalReader journal) throws IOException, JournalException {
    Columns columns = new Columns();
    Report report =
        JournalReport.of(
            journal,
            String.valueOf(file.getFileName()),
            "bin/loader report %s --report %s".formatted(file, folder),
            columns);
    return ReportPage.of(report, columns);
  }
}
