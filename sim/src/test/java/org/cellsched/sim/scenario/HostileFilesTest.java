package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are made to cost time or memory are answered soon, with a place. */
class HostileFilesTest {

  @TempDir private Path folder;

  static Stream<Arguments> texts() {
    String aliases =
        IntStream.range(1, 30)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(9)))
            .reduce("a0: &a0 [x]\n", String::concat);
    return Stream.of(
        Arguments.of("alias bomb", aliases),
        Arguments.of("open lists", "[".repeat(1_000_000)),
        Arguments.of("open mappings", "{a: ".repeat(500_000)),
        Arguments.of("nested block lists", "- ".repeat(500_000)),
        Arguments.of("nested keys", "? ".repeat(500_000)),
        Arguments.of("many items", "- a\n".repeat(900_000)),
        Arguments.of("many keys", keys(300_000)),
        Arguments.of("many flow items", "tasks: [" + "a,".repeat(1_500_000) + "]"),
        Arguments.of("many empty mappings", "events: [" + "{},".repeat(90_000) + "]"),
        Arguments.of("long scalar", "scenario: " + "x".repeat(3_900_000)),
        Arguments.of("long quoted scalar", "scenario: \"" + "x ".repeat(1_900_000)),
        Arguments.of("many lines", "scenario: x\n" + "\n".repeat(3_900_000) + "y"),
        Arguments.of("many comments", "#\n".repeat(1_900_000)),
        Arguments.of("long number", "seed: " + "9".repeat(1_000_000)),
        Arguments.of("long decimal", "duration: 0." + "0".repeat(1_000_000) + "1s"),
        Arguments.of("long anchor", "seed: &" + "a".repeat(1_000_000) + " 1"),
        Arguments.of("long CPU list", "cells: {a: {cpuset: \"" + "0,".repeat(1_000_000) + "0\"}}"),
        Arguments.of("long expectation", "expect: [\"" + "a ".repeat(1_000_000) + "\"]"),
        Arguments.of("documents", "---\na: 1\n".repeat(100_000)));
  }

  private static String keys(int count) {
    StringBuilder text = new StringBuilder("cells:\n");
    for (int i = 0; i < count; i++) {
      text.append("  c").append(i).append(":\n");
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  @Timeout(5)
  void areRefusedSoon(String name, String text) throws IOException {
    Path file = folder.resolve("hostile.yaml");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));

    ScenarioException thrown =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, List.of()));

    assertThat(thrown).as(name).isNotNull();
    assertThat(thrown.getMessage()).hasSizeLessThan(10_000);
  }

  @Test
  void aHugeFileIsNotReadToItsEnd() throws IOException {
    Path file = folder.resolve("huge.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100L << 30);
    }
    long startNs = System.nanoTime();

    ScenarioException thrown =
        catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file, List.of()));

    assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(1));
    assertThat(thrown)
        .hasMessage(file + ": is larger than 4 MB; no file of this kind needs that much");
  }
}
