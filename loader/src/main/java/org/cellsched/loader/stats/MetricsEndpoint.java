package org.cellsched.loader.stats;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The newest snapshot as OpenMetrics at {@code /metrics}, for this machine alone. */
public final class MetricsEndpoint implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_YET = 503;

  private final HttpServer server;
  private volatile @Nullable LoaderStatistics newest;

  /**
   * Listens on the loopback interface.
   *
   * @param port 0 for any that is free
   * @throws IOException if the port is taken
   */
  public MetricsEndpoint(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/metrics", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** From now on this is what is told. */
  public void publish(LoaderStatistics statistics) {
    newest = statistics;
  }

  private void answer(HttpExchange exchange) throws IOException {
    LoaderStatistics statistics = newest;
    byte[] body =
        (statistics == null ? "nothing was sampled yet\n" : OpenMetrics.of(statistics))
            .getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", statistics == null ? "text/plain" : OpenMetrics.CONTENT_TYPE);
    exchange.sendResponseHeaders(statistics == null ? NOT_YET : OK, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
