package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.report.PageReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The journal is one that {@code bin/sim run scenarios/demand-rebalancing.yaml --journal} wrote;
 * when the format changes it is to be recorded anew.
 */
final class ReportCommandTest {

  @TempDir private Path folder;
  private Path journal;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void findJournal() throws URISyntaxException {
    journal =
        Path.of(Objects.requireNonNull(getClass().getResource("/journal/simulated.jsonl")).toURI());
  }

  private int report(Path file, Path to) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new ByteArrayOutputStream(),
            new PrintWriter(err, true),
            false,
            false);
    return Main.run(console, "report", file.toString(), "--report", to.toString());
  }

  private JsonNode drawn() {
    return PageReader.of(folder.resolve("out/report.html")).report();
  }

  @Test
  void plansDemandOrMovesAreMissing() throws IOException {
    assertThat(report(journal, folder.resolve("out"))).as(err.toString()).isZero();

    JsonNode drawn = drawn();
    long applied =
        Files.readAllLines(journal).stream().filter(line -> line.contains("planApplied")).count();
    assertThat(applied).isGreaterThan(1);
    assertThat(drawn.get("plans")).hasSize((int) applied);
    assertThat(drawn.get("plans").get(1).get("causes").get(0).asString()).isEqualTo("demand");
    assertThat(drawn.get("plans").get(1).get("cpusMoved").asInt()).isPositive();
    assertThat(drawn.get("samples").get("demandMilliCpus")).hasSize(drawn.get("cells").size());
    assertThat(drawn.get("verdict").get("findings")).isNotEmpty();
    assertThat(drawn.get("facts").toString()).doesNotContain("answers differently");
  }

  @Test
  void whatAJournalDoesNotKnowIsShown() throws IOException {
    report(journal, folder.resolve("out"));

    JsonNode drawn = drawn();
    for (String unknown : new String[] {"map", "bins", "latencies", "migrations", "scenario"}) {
      assertThat(drawn.has(unknown)).as(unknown).isFalse();
    }
  }

  @Test
  void anotherFileIsNoJournal() throws IOException {
    Path other = Files.writeString(folder.resolve("other.jsonl"), "{}\n");

    assertThat(report(other, folder.resolve("out"))).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("other.jsonl:1:1:").contains("no journal");
    assertThat(folder.resolve("out/report.html")).doesNotExist();
  }

  @Test
  void aMissingJournalIsAnInternalError() {
    assertThat(report(folder.resolve("none.jsonl"), folder)).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("none.jsonl: no such file");
  }
}
