package org.cellsched.loader.stats;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.cellsched.host.lines.BoundedLines;
import org.cellsched.host.lines.MalformedLineException;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the newest snapshot on a UNIX socket, each client in a virtual thread.
 * Decides nothing and delays nobody: who hands a snapshot over goes on at once.
 */
public final class StatisticsServer implements AutoCloseable {

  private final Path socket;
  private final ServerSocketChannel channel;
  private volatile @Nullable LoaderStatistics newest;

  private StatisticsServer(Path socket, ServerSocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
  }

  /**
   * Listens. What an earlier process has left there is replaced; the folder is made.
   *
   * @throws IOException if somebody listens there, or the socket cannot be made
   */
  public static StatisticsServer listen(Path socket) throws IOException {
    if (Files.exists(socket)) {
      if (answers(socket)) {
        throw new IOException("another process listens at " + socket);
      }
      Files.delete(socket);
    }
    Path folder = socket.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    StatisticsServer server = new StatisticsServer(socket, channel);
    Thread.ofVirtual().name("statistics").start(server::accept);
    return server;
  }

  private static boolean answers(Path socket) {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return client.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** From now on this is what clients are told. */
  public void publish(LoaderStatistics statistics) {
    newest = statistics;
  }

  private void accept() {
    while (channel.isOpen()) {
      try {
        SocketChannel client = channel.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        OutputStream out = Channels.newOutputStream(client)) {
      BoundedLines lines = new BoundedLines(Channels.newInputStream(client));
      while (lines.advance()) {
        out.write((answer(lines) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // The client is gone; so is what it wanted to know.
    }
  }

  private String answer(BoundedLines lines) {
    try {
      return StatisticsProtocol.answer(lines.text(), newest);
    } catch (MalformedLineException e) {
      return StatisticsProtocol.answer("", newest);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(socket);
  }
}
