package org.cellsched.loader.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.host.cli.Program;
import org.cellsched.loader.control.Complaints;
import org.cellsched.loader.control.LoopObserver;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.stats.LoaderStatistics;
import org.cellsched.loader.stats.MetricsEndpoint;
import org.cellsched.loader.stats.StatisticsCollector;
import org.cellsched.loader.stats.StatisticsServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a running loader tells of itself. What cannot be opened is told, and ends nothing. */
final class StatisticsOptions {

  /** Where clients of sched_ext schedulers look. */
  static final String DEFAULT_SOCKET = "var/run/scx/root/stats";

  @Option(
      names = "--stats-socket",
      paramLabel = "PATH",
      description = "The UNIX socket that answers loader monitor; /var/run/scx/root/stats for run.")
  private @Nullable Path socket;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description = "OpenMetrics too: http://127.0.0.1:PORT/metrics.")
  private @Nullable Integer metricsPort;

  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * Opens what was asked for; answers who fills it.
   *
   * @param otherwise the socket where none was named; null for none
   */
  LoopObserver open(String cellParent, @Nullable Path otherwise, Complaints complaints) {
    List<Consumer<LoaderStatistics>> readers = new ArrayList<>();
    Path at = socket == null ? otherwise : socket;
    try {
      if (at != null) {
        StatisticsServer server = StatisticsServer.listen(at);
        open.add(server);
        readers.add(server::publish);
      }
      if (metricsPort != null) {
        MetricsEndpoint endpoint = new MetricsEndpoint(metricsPort);
        open.add(endpoint);
        readers.add(endpoint::publish);
      }
    } catch (IOException e) {
      complaints.reported(
          System.nanoTime(),
          new Report(Severity.WARNING, "no statistics: " + KernelFile.problem(e)));
    }
    return new StatisticsCollector(
        "cellsched " + Program.versionOf(Main.class),
        cellParent,
        statistics -> readers.forEach(reader -> reader.accept(statistics)));
  }

  void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("statistics cannot be closed", e);
      }
    }
  }
}
