package org.cellsched.loader.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol as a client in another language speaks it: bytes on a socket. */
class StatisticsServerTest {

  private static final String ASK = "{\"req\":\"stats\",\"args\":{\"target\":\"top\"}}\n";

  @TempDir private Path folder;
  private StatisticsServer server;

  private Path socket() {
    return folder.resolve("deep/stats");
  }

  @BeforeEach
  void listen() throws IOException {
    server = StatisticsServer.listen(socket());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** Sends these bytes, in pieces, and reads until as many lines have come. */
  private String talk(int lines, String... pieces) throws Exception {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      for (String piece : pieces) {
        client.write(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
        Thread.sleep(10);
      }
      StringBuilder answer = new StringBuilder();
      ByteBuffer buffer = ByteBuffer.allocate(4096);
      while (answer.chars().filter(c -> c == '\n').count() < lines && client.read(buffer) > 0) {
        answer.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        buffer.clear();
      }
      return answer.toString();
    }
  }

  @Test
  void answerIsNotWhatClientsExpect() throws Exception {
    server.publish(Snapshots.of("web"));

    assertThat(talk(1, ASK))
        .startsWith("{\"errno\":0,\"args\":{\"resp\":{\"scheduler\":\"cellsched 1\"")
        .contains("\"cellParent\":\"/w\"", "\"name\":\"web\"", "\"cpus\":\"0-3\"", "\"LENT\":7")
        .endsWith("}}}\n");
    assertThat(talk(1, "{\"req\":\"stats_meta\"}\n"))
        .startsWith("{\"errno\":0,")
        .contains("\"demandMilliCpus\":{\"datum\":\"i64\"}");
  }

  @Test
  void requestInPiecesOrSeveralAtOnceAreLost() throws Exception {
    server.publish(Snapshots.of("web"));

    assertThat(talk(1, ASK.substring(0, 9), ASK.substring(9))).startsWith("{\"errno\":0");
    assertThat(talk(3, ASK + ASK + ASK).lines()).hasSize(3).allMatch(a -> a.contains("web"));
  }

  @Test
  void malformedRequestEndsTheConversation() throws Exception {
    server.publish(Snapshots.of("web"));

    for (String bad :
        List.of("\n", "hello\n", "[]\n", "{\"req\":5}\n", "{\"req\":\"no\"}\n", "\u0000\n")) {
      assertThat(talk(2, bad + ASK).lines().toList())
          .as(bad)
          .hasSize(2)
          .satisfies(lines -> assertThat(lines.get(0)).startsWith("{\"errno\":22"))
          .satisfies(lines -> assertThat(lines.get(1)).startsWith("{\"errno\":0"));
    }
    assertThat(talk(1, ASK.replace("top", "bottom"))).contains("\"errno\":22", "known is");
  }

  @Test
  void endlessLineFillsTheMemoryOrSilentClientsBlockOthers() throws Exception {
    server.publish(Snapshots.of("web"));
    try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        SocketChannel halfOpen = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      halfOpen.write(ByteBuffer.wrap("{\"req\"".getBytes(StandardCharsets.UTF_8)));
      assertThat(silent.isConnected()).isTrue();
      assertThat(talk(2, "x".repeat(6 << 20), "\n" + ASK).lines().toList())
          .hasSize(2)
          .last()
          .asString()
          .contains("web");
    }
  }

  @Test
  void nothingIsTakenForSomething() throws Exception {
    assertThat(talk(1, ASK)).startsWith("{\"errno\":11").contains("nothing was sampled yet");
  }

  @Test
  void strangersMayAsk() throws Exception {
    assertThat(Files.getPosixFilePermissions(socket())).hasSize(2);
  }

  @Test
  void twoListenAtOnePlaceOrADeadOneBlocksIt() throws Exception {
    assertThatThrownBy(() -> StatisticsServer.listen(socket()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another process listens");
    assertThat(talk(1, ASK)).startsWith("{\"errno\":11");

    Path stale = Files.writeString(folder.resolve("stale"), "");
    StatisticsServer.listen(stale).close();
    assertThat(stale).doesNotExist();
  }

  @Test
  void clientReadsSomethingElse() throws Exception {
    try (StatisticsClient client = new StatisticsClient(socket())) {
      assertThatThrownBy(client::ask).hasMessage("nothing was sampled yet");
      server.publish(Snapshots.of("web"));
      assertThat(client.ask()).isEqualTo(Snapshots.of("web"));
      server.publish(Snapshots.of("batch"));
      assertThat(client.ask()).isEqualTo(Snapshots.of("batch"));
    }
  }
}
