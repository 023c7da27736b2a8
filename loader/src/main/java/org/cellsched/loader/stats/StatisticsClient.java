package org.cellsched.loader.stats;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.cellsched.host.lines.BoundedLines;
import org.cellsched.host.lines.MalformedLineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running loader for its statistics. */
public final class StatisticsClient implements AutoCloseable {

  private static final String REQUEST = "{\"req\":\"stats\",\"args\":{\"target\":\"top\"}}\n";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final SocketChannel channel;
  private final BoundedLines answers;

  /**
   * @throws IOException if nobody listens there
   */
  public StatisticsClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    answers = new BoundedLines(Channels.newInputStream(channel));
  }

  /** What is wrong with an answer, in the server's words. */
  public static final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * The newest snapshot.
   *
   * @throws RefusedException if there is none yet
   * @throws IOException if the loader is gone, or answers in another language
   */
  public LoaderStatistics ask() throws IOException, RefusedException {
    ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.UTF_8));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    if (!answers.advance()) {
      throw new EOFException("the loader has ended");
    }
    try {
      JsonNode answer = JSON.readTree(answers.text());
      JsonNode response = answer.path("args").path("resp");
      if (answer.path("errno").asInt(-1) != 0) {
        throw new RefusedException(response.asString("no reason given"));
      }
      return JSON.treeToValue(response, LoaderStatistics.class);
    } catch (JacksonException | MalformedLineException e) {
      throw new IOException("who listens there is no cellsched of this version", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
