package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.Progress;
import org.cellsched.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what was there; every file of the library is an example. */
class ScenarioWriterTest {

  private static final Path LIBRARY = Golden.repository("scenarios");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void writtenScenarioIsAnotherOne(Path file) throws InvalidFileException {
    Scenario scenario = ScenarioReader.parse(Golden.read(file), file.toString(), List.of());

    String written = ScenarioWriter.write(scenario);

    assertThat(ScenarioReader.parse(written, "written.yaml", List.of()))
        .as(written)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*location")
        .isEqualTo(scenario);
  }

  /** One that has nearly every key that the library leaves out. */
  private static final String UNUSUAL =
      """
      scenario: unusual
      seed: -7
      duration: 300ms
      machine:
        {sockets: 2, nodesPerSocket: 2, llcs: 2, coresPerLlc: 1, smt: 2, siblings: split, hz: 1000,
         costs: {switch: 2us, kick: 0, callback: 100ns, migration: {sameCore: 1us, otherSocket: 9us}},
         smtThroughput: 150%, watchdog: 2s,
         irqs: [{cpus: 0-1, every: {pareto: {mean: 1ms, shape: 1.5}}, takes: 10us}]}
      policy:
        {planner: matching, borrowing: true, rootMinCpus: 1, exclude: [b], interval: 10ms,
         rebalancing: {threshold: 12.5%, cooldown: 20ms, smoothing: 0.75},
         debounce: {quiet: 3ms, maxDelay: 9ms}, applyTimeout: 50ms, slice: 2ms, llcAware: true,
         lenderProtection: 0, reclaim: false, sliceCut: {shortest: 200us, longest: 300us}}
      fair: {slice: 1ms, bandwidthSlice: 2ms, balance: 3ms}
      control: {notificationDelay: 7ms, publicationDelay: 0}
      checks: {maxWait: 5s, handOver: 60ms, reclaim: 30ms, idleWhileWaiting: 20s}
      cells:
        a: {cpuset: "0-3,6", cpuWeight: 50, cpuMax: {quota: 5ms, period: 20ms}, children: {x: {}}}
        b: {}
      tasks:
        - {name: t, cell: a/x, count: per-cpu, policy: idle, affinity: 0-1, start: 1ms, stop: 2ms,
           behaviour: {periodic: {run: {choice: {of: [1ms, 2ms]}}, every: 9ms, phase: 1ms}}}
        - {name: u, cell: root, queue: own, nice: -3,
           behaviour: {serve: {arrivals: {bursts: {perSecond: 0.5, on: 1ms, off: 3.5us}},
                               service: {lognormal: {mean: 1ms, cv: 0.3}}, fanOut: 2, rate: total}}}
        - {name: v, cell: b, behaviour: {serve: {arrivals: {every: 1ms}, service: 2ms}}}
        - {name: w, cell: b, behaviour: {runOnce: {run: {uniform: {min: 1ms, max: 2ms}}}}}
      events:
        - {at: 1ms, every: 5ms, times: 3, setCpuset: {cell: a, cpuset: none}}
        - {at: 2ms, setCpuMax: {cell: a, quota: max}}
        - {at: 2ms, setCpuWeight: {cell: a, cpuWeight: 7}}
        - {at: 3ms, start: {name: late, cell: b, policy: batch, behaviour: spin}}
        - {at: 4ms, setAffinity: {group: v, affinity: all}}
        - {at: 4ms, setNice: {group: v, nice: 19}}
        - {at: 4ms, move: {group: v, to: root}}
        - {at: 4ms, stop: w}
        - {at: 5ms, createCell: {name: c, cpuset: 7}}
        - {at: 6ms, removeCell: c}
        - {at: 7ms, takeCpus: {cpus: 0, for: 500us}}
        - {at: 8ms, offline: 5}
        - {at: 9ms, online: 5}
      expect: [violations >= 0]
      """;

  @Test
  void keyIsForgotten() throws InvalidFileException {
    Scenario scenario = ScenarioReader.parse(UNUSUAL, "unusual.yaml", List.of());

    Scenario again =
        ScenarioReader.parse(ScenarioWriter.write(scenario), "written.yaml", List.of());

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*location")
        .isEqualTo(scenario);
    assertThat(digest(again)).isEqualTo(digest(scenario));
  }

  private static String digest(Scenario scenario) {
    return new Simulation(scenario).run(Progress.NONE).digest();
  }
}
