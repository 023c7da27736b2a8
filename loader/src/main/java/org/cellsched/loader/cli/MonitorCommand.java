package org.cellsched.loader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.DurationOption;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.CellTable;
import org.cellsched.host.table.LiveText;
import org.cellsched.host.table.Page;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.stats.LoaderStatistics;
import org.cellsched.loader.stats.StatisticsClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Watches a running loader through its statistics. */
@Command(
    name = "monitor",
    description = "Shows what a running loader does, at an interval, until interrupted.",
    mixinStandardHelpOptions = true)
final class MonitorCommand implements Callable<Integer> {

  /** An interrupt is noticed within so much. */
  private static final long LONGEST_NAP_MS = 100;

  @Option(
      names = "--interval",
      paramLabel = "T",
      converter = DurationOption.class,
      defaultValue = "1s",
      description = "Time between two looks (default ${DEFAULT-VALUE}).")
  private long intervalNs;

  @Option(names = "--json", description = "A line of JSON for each look instead of a table.")
  private boolean json;

  @Option(names = "--count", paramLabel = "N", description = "Looks so many times, and ends.")
  private @Nullable Integer count;

  @Option(
      names = "--stats-socket",
      paramLabel = "PATH",
      description = "The loader's UNIX socket; by default /var/run/scx/root/stats.")
  private @Nullable Path socket;

  private final Console console;
  private final Path root;

  /**
   * @param root the root of the file system, {@code /}
   */
  MonitorCommand(Console console, Path root) {
    this.console = console;
    this.root = root;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path at = socket == null ? root.resolve(StatisticsOptions.DEFAULT_SOCKET) : socket;
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    try (Interruption interruption = new Interruption();
        StatisticsClient client = connect(at);
        LiveText live = new LiveText(out, console.outScreen())) {
      for (int look = 0; count == null || look < count; look++) {
        if (look > 0 && !slept(interruption)) {
          live.keep();
          return ExitStatus.INTERRUPTED;
        }
        show(client, out, live);
      }
      live.keep();
      return ExitStatus.FINE;
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, at + ": " + KernelFile.problem(e), e);
    }
  }

  private static StatisticsClient connect(Path at) throws IOException {
    try {
      return new StatisticsClient(at);
    } catch (IOException e) {
      throw new IOException("no loader listens there; is `loader run` running?", e);
    }
  }

  private boolean slept(Interruption interruption) throws InterruptedException {
    long endNs = System.nanoTime() + intervalNs;
    for (long leftNs = intervalNs; leftNs > 0; leftNs = endNs - System.nanoTime()) {
      if (interruption.isPending()) {
        return false;
      }
      Thread.sleep(Math.min(LONGEST_NAP_MS, TimeUnit.NANOSECONDS.toMillis(leftNs) + 1));
    }
    return !interruption.isPending();
  }

  private void show(StatisticsClient client, PrintWriter out, LiveText live) throws IOException {
    try {
      LoaderStatistics statistics = client.ask();
      if (json) {
        out.println(JsonMapper.shared().writeValueAsString(statistics));
      } else if (console.outScreen().terminal()) {
        live.draw(console.outScreen().size(), page -> print(page, statistics));
      } else {
        out.println();
        print(new Page(out), statistics);
      }
    } catch (StatisticsClient.RefusedException e) {
      live.keep();
      console.err().println("loader monitor: " + e.getMessage());
    }
    out.flush();
  }

  private static void print(Page page, LoaderStatistics of) {
    page.wrapped(
        "",
        "",
        "%s: plan %d; %d applied, %d refused; %d CPUs moved"
            .formatted(
                of.scheduler(),
                of.generation(),
                of.plansApplied(),
                of.plansRefused(),
                of.cpusMoved()));
    CellTable table = new CellTable();
    for (LoaderStatistics.Cell cell : of.cells()) {
      table.add(
          new CellTable.Cell(
              cell.name(),
              Integer.toString(cell.cpuCount()),
              cell.cpuCount() == 0 ? CellTable.NOTHING : CellTable.percent(cell.utilisationPpm()),
              Amounts.cpus(cell.demandMilliCpus()),
              cell.intervalBorrowedNs(),
              cell.intervalLentNs()),
          List.of(),
          new CellTable.Percentiles(
              cell.wakeups(), cell.wakeupP50Ns(), cell.wakeupP99Ns(), cell.wakeupMaxNs()));
    }
    table.print(page);
    page.wrapped(
        "",
        "",
        "util to lent: over the last %s; latencies: since it began, below these."
            .formatted(Amounts.duration(of.intervalNs())));
    if (of.lastReplacedNs() > 0) {
      page.line(
          "last plan",
          "moved %d waiting tasks in %s"
              .formatted(of.lastMovedTasks(), Amounts.duration(of.lastReplacedNs())));
    }
    of.demoted().forEach(cgroup -> page.line("no CPUs", cgroup));
    if (!of.warnings().isEmpty()) {
      page.line("last warning", of.warnings().getLast());
    }
  }
}
