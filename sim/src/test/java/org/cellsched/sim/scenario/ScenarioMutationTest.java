package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scenarios with random damage: whatever they have become, the answer is a scenario or complaints
 * with places, never another exception.
 */
class ScenarioMutationTest {

  private static final int MUTATIONS_PER_SEED = 1_000;

  private static final List<String> SNIPPETS =
      List.of(
          "\t",
          "\n",
          " ",
          "- ",
          ": ",
          ":",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "&a ",
          "*a",
          "!!x ",
          "|",
          ">",
          "%",
          "@",
          "`",
          "#",
          "---\n",
          "...\n",
          "? ",
          "<<: ",
          "~",
          "null",
          "true",
          "-1",
          "0",
          "99999999999999999999",
          "1e999999999",
          "0x1F",
          "010",
          "1:30",
          ".5",
          "20 mss",
          "\u0000",
          "\uFEFF",
          "\u2028",
          "\uD83D\uDE00",
          "web",
          "root",
          "batch.cpus",
          ">",
          "\\x");

  @TempDir private Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void damageIsComplainedAboutOrHarmless(long seed) throws IOException {
    String valid = Files.readString(Golden.repository("scenarios/oversubscribed.yaml"));
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < MUTATIONS_PER_SEED; i++) {
      byte[] damaged = damage(valid, random);
      Path file = folder.resolve("damaged.yaml");
      Files.write(file, damaged);
      try {
        ScenarioReader.read(file, List.of());
      } catch (ScenarioException e) {
        refused++;
        assertThat(e.problems())
            .isSorted()
            .allSatisfy(
                problem -> assertThat(problem.location().source()).isEqualTo(file.toString()));
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(
            "seed "
                + seed
                + ", mutation "
                + i
                + ":\n"
                + new String(damaged, StandardCharsets.UTF_8),
            e);
      }
    }
    assertThat(refused).isBetween(MUTATIONS_PER_SEED / 2, MUTATIONS_PER_SEED - 1);
  }

  private static byte[] damage(String valid, Random random) {
    StringBuilder text = new StringBuilder(valid);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 2 -> text.replace(at, end, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 3 -> text.setCharAt(at, (char) random.nextInt(0x250));
        default -> swapLines(text, random);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void swapLines(StringBuilder text, Random random) {
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    if (lines.size() > 1) {
      int from = random.nextInt(lines.size());
      lines.add(random.nextInt(lines.size()), lines.remove(from));
    }
    text.setLength(0);
    text.append(String.join("\n", lines)).append('\n');
  }
}
