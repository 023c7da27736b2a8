package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.report.PageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportOutputTest {

  private static final String SCENARIO =
      """
      scenario: small
      duration: 1s
      machine: {coresPerLlc: 4}
      policy: {borrowing: true, interval: 100ms, debounce: {quiet: 10ms}, rebalancing: {threshold: 20%}}
      cells: {web: {}, batch: {}}
      tasks:
        - name: server
          cell: web
          count: 3
          behaviour: {serve: {arrivals: {poisson: {perSecond: 800}}, service: 1ms}}
        - {name: crunch, cell: batch, count: 6, behaviour: spin}
      events:
        - {at: 400ms, createCell: {name: late}}
        - {at: 400ms, start: {name: tail, cell: late, count: 2, behaviour: spin}}
      expect: [web.cpuTime > 90s, batch.borrowed > 1ms, late.cpuTime > 1ms from 500ms to 700ms]
      """;

  @TempDir private Path folder;

  private JsonNode result;

  private PageReader run(String scenario, int status, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("it.yaml"), scenario);
    Path json = folder.resolve("result.json");
    String[] arguments = {
      "run",
      file.toString(),
      "--report",
      folder.resolve("out").toString(),
      "--json",
      json.toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
    System.arraycopy(options, 0, all, arguments.length, options.length);
    CommandRun run = CommandRun.of(all);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    result = JsonMapper.shared().readTree(json);
    return PageReader.of(folder.resolve("out/report.html"));
  }

  private static long sum(long[] column) {
    return Arrays.stream(column).sum();
  }

  @Test
  void theRunDependsOnBeingWatched() throws IOException {
    run(SCENARIO, ExitStatus.CHECK_FAILED);
    Path plain = folder.resolve("plain.json");

    CommandRun.of("run", folder.resolve("it.yaml").toString(), "--json", plain.toString());

    JsonNode unwatched = JsonMapper.shared().readTree(plain);
    assertThat(result.get("digest")).isEqualTo(unwatched.get("digest"));
    assertThat(result.get("cells")).isEqualTo(unwatched.get("cells"));
  }

  @ParameterizedTest
  @CsvSource({"6, ^\\d times; the first: ", "120, ^100 of the first 100 violations; the first: "})
  void ruleThatIsBrokenAllTheTimeFillsThePage(int spinners, String times) throws IOException {
    PageReader page =
        run(
            SCENARIO
                .replace("cells:", "checks: {maxWait: 30ms}\ncells:")
                .replace("count: 6", "count: " + spinners),
            ExitStatus.CHECK_FAILED);

    List<JsonNode> broken =
        page.report()
            .at("/verdict/checks")
            .valueStream()
            .filter(check -> check.get("text").asString().startsWith("maxWait: a runnable"))
            .toList();
    JsonNode first = result.at("/violations/0");
    assertThat(broken).hasSize(1);
    assertThat(broken.getFirst().get("which").asString()).isEqualTo("first");
    assertThat(broken.getFirst().at("/span/fromNs")).isEqualTo(first.get("timeNs"));
    assertThat(broken.getFirst().get("detail").asString())
        .containsPattern(times)
        .endsWith(first.get("detail").asString())
        .containsPattern("has waited \\S+ ms, \\S+ [mu]s beyond the bound of 30.0 ms$");
  }

  @Test
  void stretchesDoNotAddUpToTheResult() throws IOException {
    PageReader page = run(SCENARIO, ExitStatus.CHECK_FAILED);

    for (int cell = 0; cell < 4; cell++) {
      JsonNode bins = page.report().get("bins").get("cells").get(cell);
      JsonNode expected = result.get("cells").get(cell);
      assertThat(page.report().get("cells").get(cell)).isEqualTo(expected.get("name"));
      assertThat(sum(page.column(bins.get("cpuTimeNs"))))
          .isEqualTo(expected.get("cpuTimeNs").asLong());
      assertThat(sum(page.column(bins.get("borrowedNs"))))
          .isEqualTo(expected.get("borrowedNs").asLong());
      assertThat(sum(page.column(bins.get("lentNs")))).isEqualTo(expected.get("lentNs").asLong());
    }
  }

  @Test
  void theMapDoesNotCoverTheBusyTime() throws IOException {
    PageReader page = run(SCENARIO, ExitStatus.CHECK_FAILED);

    JsonNode map = page.report().get("map");
    long idleNs = result.get("machineTimeNs").get("idle").asLong();
    long busyNs = sum(page.column(map.get("lengthNs"))) - sum(page.column(map.get("unusedNs")));
    assertThat(busyNs + idleNs).isEqualTo(4 * result.get("simulatedNs").asLong());
    assertThat(sum(page.column(map.get("piecesOfCpu"))))
        .isEqualTo(page.column(map.get("task")).length);
    assertThat(sum(page.column(map.get("borrowed")))).isPositive();
  }

  @Test
  void thePlansAreNotThoseThatWereInForce() throws IOException {
    PageReader page = run(SCENARIO, ExitStatus.CHECK_FAILED);

    JsonNode plans = page.report().get("plans");
    assertThat(plans).hasSize(result.get("plans").get("applied").asInt()).hasSizeGreaterThan(1);
    long[] last = page.column(plans.get(plans.size() - 1).get("ownerOfCpu"));
    for (int cell = 0; cell < 4; cell++) {
      int number = cell;
      assertThat(Arrays.stream(last).filter(owner -> owner == number).count())
          .isEqualTo(result.get("cells").get(cell).get("cpuCount").asLong());
    }
  }

  @Test
  void theVerdictLeavesOutWhatFailedOrWhoWaited() throws IOException {
    PageReader page = run(SCENARIO, ExitStatus.CHECK_FAILED);

    JsonNode verdict = page.report().get("verdict");
    assertThat(verdict.get("good").asBoolean()).isFalse();
    assertThat(verdict.get("headline").asString()).isEqualTo("1 of 3 expectations failed.");
    assertThat(verdict.get("checks").get(2).get("span").get("fromNs").asLong())
        .isEqualTo(500_000_000);
    JsonNode worst = verdict.get("findings").get(0);
    assertThat(worst.get("text").asString())
        .matches("(?s).* of .* waited .* for a CPU, from .* on\\. .*");
    assertThat(worst.get("story")).as("it was looked at from close by").isNotEmpty();
  }

  @Test
  void latenciesHaveAnotherMaximum() throws IOException {
    PageReader page = run(SCENARIO, ExitStatus.CHECK_FAILED);

    JsonNode bins = page.report().get("bins").get("cells").get(1);
    for (String kind : new String[] {"wakeup", "request"}) {
      long longest = Arrays.stream(page.column(bins.get(kind).get("maxNs"))).max().orElseThrow();
      JsonNode expected = result.get("cells").get(1).get(kind + "LatencyNs");
      assertThat(longest).isEqualTo(expected.get("max").asLong());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fair", "global-vtime", "static-cpusets"})
  void aSchedulerWithoutPlansHasNoReport(String scheduler) throws IOException {
    PageReader page = run(SCENARIO.replaceAll("expect: .*", ""), 0, "--scheduler", scheduler);

    assertThat(page.report().get("map").get("turns").asLong()).isPositive();
    assertThat(page.report().get("plans")).hasSize(scheduler.equals("static-cpusets") ? 1 : 0);
    assertThat(page.report().has("samples")).as("nothing measures demand").isFalse();
  }

  @Test
  void aFolderThatCannotBeMadeIsFoundOutAfterTheRun() throws IOException {
    Path file = Files.writeString(folder.resolve("it.yaml"), SCENARIO);

    CommandRun run = CommandRun.of("run", file.toString(), "--report", file + "/below");

    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("cannot make the folder").contains("for the report");
  }
}
