package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.export.DecodedTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files for other tools that sim run writes. */
final class ExportTest {

  private static final String SMALL =
      """
      scenario: small
      duration: 100ms
      machine: {coresPerLlc: 4}
      cells: {web: {}}
      tasks: [{name: ticker, cell: web, count: 8, behaviour: {runSleep: {run: 50us, sleep: 50us}}}]
      """;

  @TempDir private Path folder;

  private CommandRun run(String scenario, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("it.yaml"), scenario);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "run";
    arguments[1] = file.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return CommandRun.of(arguments);
  }

  private static void assertOneLine(CommandRun run, String... parts) {
    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(parts);
  }

  @Test
  void traceIsNotWritten() throws IOException {
    Path file = folder.resolve("run.pftrace");

    assertThat(run(SMALL, "--trace", file.toString()).status()).isZero();

    DecodedTrace trace = DecodedTrace.of(Files.readAllBytes(file));
    assertThat(trace.processes).containsValue("web");
    assertThat(trace.switches).hasSizeGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource({"run.jsonl, {, }", "run.csv, timeNs, 100000000"})
  void eventsAreNotWritten(String name, String begins, String lastLineHas) throws IOException {
    Path file = folder.resolve(name);

    assertThat(run(SMALL, "--events", file.toString()).status()).isZero();

    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSizeGreaterThan(1000);
    assertThat(lines.getFirst()).startsWith(begins);
    assertThat(lines.getLast()).contains(lastLineHas);
  }

  @ParameterizedTest
  @CsvSource({
    "--trace, run.json, .pftrace",
    "--trace, pftrace, .pftrace",
    "--events, run.json, .jsonl or .csv",
  })
  void endingSaysAnotherFormat(String option, String name, String expected) throws IOException {
    CommandRun run = run(SMALL, option, folder.resolve(name).toString());

    assertOneLine(run, option, name, "must end in " + expected);
    assertThat(Files.exists(folder.resolve(name))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"--trace, run.pftrace", "--events, run.jsonl", "--events, run.csv"})
  void folderThatIsMissingIsFoundOutAfterTheRun(String option, String name) throws IOException {
    CommandRun run = run(SMALL, option, folder.resolve("no/such/" + name).toString());

    assertOneLine(run, "cannot write", "no/such/" + name, "No such file or directory");
  }

  @EnabledOnOs(OS.LINUX) // which has /dev/full
  @ParameterizedTest
  @CsvSource({"--trace, run.pftrace", "--events, run.jsonl", "--events, run.csv"})
  void fullDiskGoesUnnoticed(String option, String name) throws IOException {
    Path full = Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/full"));

    CommandRun run = run(SMALL, option, full.toString());

    Files.delete(full); // The temporary folder would warn of it.
    assertOneLine(run, "cannot write", name, "No space left on device");
  }

  @Test
  void runThatFailsLeavesHalfAPacket() throws IOException {
    Path file = folder.resolve("run.pftrace");
    String thief =
        "  - {name: thief, cell: web, behaviour: {program: {steps: [{run: 20ms}, {unlock: m}]}}}";
    String failing = SMALL.replace("tasks: [", "tasks:\n  - ").replace("}}}]", "}}}\n" + thief);

    assertOneLine(run(failing, "--trace", file.toString()), "it.yaml: at ", "mutex m");

    DecodedTrace trace = DecodedTrace.of(Files.readAllBytes(file));
    assertThat(trace.switches.getLast().ns()).isGreaterThan(20_000_000);
  }
}
