package org.cellsched.sim.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.trace.ObserverGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/** Every event for scripts, in both formats, read back and held against the result. */
final class EventLogTest {

  /** All that can happen: requests, limits, interrupts, hotplug, a higher class, ends. */
  private static final String EVENTFUL =
      """
      scenario: eventful
      duration: 600ms
      scheduler: %s
      machine:
        coresPerLlc: 4
        irqs: [{cpus: 0-1, every: 1ms, takes: 10us}]
      cells:
        web: {cpuMax: {quota: 50ms, period: 100ms}}
        batch: {}
      tasks:
        - {name: server, cell: web, count: 3, behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: 1ms}}}
        - {name: crunch, cell: batch, count: 4, behaviour: spin}
      events:
        - {at: 100ms, takeCpus: {cpus: "2", for: 30ms}}
        - {at: 200ms, offline: "3"}
        - {at: 300ms, online: "3"}
        - {at: 400ms, setNice: {group: crunch, nice: 5}}
        - {at: 500ms, stop: crunch}
      """;

  /** A run, and what both formats say of it. */
  private static final class Logged {
    final String scheduler;
    final Scenario scenario;
    final RunResult result;
    final String json;
    final String csv;

    Logged(String scheduler) throws ScenarioException {
      this.scheduler = scheduler;
      scenario = ScenarioReader.parse(EVENTFUL.formatted(scheduler), "eventful.yaml", List.of());
      ByteArrayOutputStream jsonFile = new ByteArrayOutputStream();
      ByteArrayOutputStream csvFile = new ByteArrayOutputStream();
      try (EventLog first = new EventLog(jsonFile, EventLog.Format.JSON_LINES);
          EventLog second = new EventLog(csvFile, EventLog.Format.CSV)) {
        result =
            new Simulation(scenario, ObserverGroup.of(List.of(first, second))).run(Progress.NONE);
      }
      json = jsonFile.toString(UTF_8);
      csv = csvFile.toString(UTF_8);
    }

    List<Map<String, String>> rows() {
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : json.lines().toList()) {
        Map<String, String> row = new TreeMap<>();
        JsonNode object = JsonMapper.shared().readTree(line);
        object.properties().forEach(each -> row.put(each.getKey(), each.getValue().asString()));
        rows.add(row);
      }
      return rows;
    }

    @Override
    public String toString() {
      return scheduler;
    }
  }

  private static List<Logged> runs;

  static Stream<Logged> runs() throws ScenarioException {
    if (runs == null) {
      runs = List.of(new Logged("cells"), new Logged("fair"));
    }
    return runs.stream();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theFormatsTellDifferentStories(Logged run) throws IOException {
    List<Map<String, String>> fromCsv = new ArrayList<>();
    CsvSchema header = CsvSchema.emptySchema().withHeader();
    try (var lines =
        new CsvMapper()
            .readerFor(Map.class)
            .with(header)
            .<Map<String, String>>readValues(run.csv)) {
      while (lines.hasNext()) {
        Map<String, String> row = new TreeMap<>(lines.next());
        row.values().removeIf(String::isEmpty);
        fromCsv.add(row);
      }
    }
    List<Map<String, String>> fromJson = run.rows();
    fromJson.forEach(row -> row.values().removeIf(String::isEmpty));

    assertThat(fromCsv).isEqualTo(fromJson);
    assertThat(run.csv).startsWith(String.join(",", EventLog.COLUMNS) + "\n").endsWith("\n");
    assertThat(run.json).endsWith("}\n");
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aColumnChangesItsPlace(Logged run) {
    assertThat(run.json.lines())
        .allSatisfy(line -> {
          List<String> keys = List.copyOf(JsonMapper.shared().readTree(line).propertyNames());
          List<String> inOrder = new ArrayList<>(EventLog.COLUMNS);
          inOrder.retainAll(keys);
          assertThat(keys).isEqualTo(inOrder);
        });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theEventsDenyTheResult(Logged run) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> ranNs = new TreeMap<>();
    long lastNs = 0;
    for (Map<String, String> row : run.rows()) {
      long timeNs = Long.parseLong(row.get("timeNs"));
      assertThat(timeNs).isGreaterThanOrEqualTo(lastNs);
      lastNs = timeNs;
      String event = row.get("event");
      counts.merge(event, 1L, Long::sum);
      if (event.equals("stop") || event.equals("end")) {
        ranNs.merge(row.get("cell"), Long.parseLong(row.get("ns")), Long::sum);
      }
    }

    assertThat(counts.get("run")).isEqualTo(run.result.taskStarts());
    assertThat(counts.getOrDefault("plan", 0L)).isEqualTo(run.result.plans().applied());
    for (RunResult.CellResult cell : run.result.cells()) {
      assertThat(ranNs.getOrDefault(cell.name(), 0L)).as(cell.name()).isEqualTo(cell.cpuTimeNs());
      if (cell.requestLatencyNs() != null) {
        assertThat(counts.get("serve")).isEqualTo(cell.requestLatencyNs().count());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theLogChangesTheRun(Logged run) {
    assertThat(run.result.digest())
        .isEqualTo(new Simulation(run.scenario).run(Progress.NONE).digest());
  }

  /** The page's table of events: {@code | `wake` | …}. */
  @Test
  void anEventIsNotDocumented() throws Exception {
    SortedSet<String> seen = new TreeSet<>();
    runs().forEach(run -> run.rows().forEach(row -> seen.add(row.get("event"))));
    String page = Files.readString(Golden.repository("docs").resolve("trace.md"));
    String events = page.substring(page.indexOf("| event |"));
    SortedSet<String> documented = new TreeSet<>();
    Pattern.compile("(?m)^\\| `(\\w+)`(?:, `(\\w+)`)? ")
        .matcher(events)
        .results()
        .forEach(match -> {
          documented.add(match.group(1));
          if (match.group(2) != null) {
            documented.add(match.group(2));
          }
        });

    assertThat(seen).isEqualTo(documented);
  }
}
