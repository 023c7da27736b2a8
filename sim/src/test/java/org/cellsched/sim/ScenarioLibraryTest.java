package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.RunResult.ExpectationResult;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios under {@code scenarios/}: each runs clean, each notices when what it shows is
 * switched off, and each gives the same digest again and again.
 */
class ScenarioLibraryTest {

  private static final Path LIBRARY = Golden.repository("scenarios");

  /** So that the test cannot pass on nothing. */
  private static final int FEWEST = 58;

  private static final Path DIGESTS = Path.of("src/test/resources/digests.txt");

  /**
   * A mechanism switched off by settings, and an expectation of the scenario that must then fail.
   */
  private record Off(String scenario, String settings, String fails) {

    List<Setting> parsed() {
      return Stream.of(settings.split(" ")).map(Setting::parse).toList();
    }

    @Override
    public String toString() {
      return scenario + " " + settings;
    }
  }

  private static final List<Off> SWITCHED_OFF =
      List.of(
          new Off("pipe-ping-pong", "scheduler=global-vtime", "ping.cpuTime > 0.9s"),
          new Off("fork-join", "policy.borrowing=false", "worker.cpuTime > 12s"),
          new Off("mutex-contention", "policy.borrowing=false", "producer.cpuTime > 3s"),
          new Off("fan-out", "policy.borrowing=false", "shard.requestLatency.mean < 9ms"),
          new Off(
              "closed-loop-clients",
              "policy.borrowing=false",
              "server.requestLatency.count > 14000"),
          new Off("bursty-arrivals", "policy.borrowing=false", "server.requestLatency.p50 < 2ms"),
          new Off("kernel-threads", "scheduler=global-vtime", "noise.wakeupLatency.p99 < 6ms"),
          new Off("idle-policy", "tasks.indexer.policy=batch", "worker.cpuTime > 34s"),
          new Off("network-interrupts", "machine.irqs=[]", "edge.cpuTime < 7.6s"),
          new Off("isolation", "scheduler=global-vtime", "worker.cpuTime > 19.9s"),
          new Off("isolation", "scheduler=global-vtime", "ticker.wakeupLatency.max < 100us"),
          new Off("dynamic-lifecycle", "scheduler=static-cpusets", "w.id == 1 at end"),
          new Off("dynamic-lifecycle", "scheduler=static-cpusets", "z.cpus >= 1 at 10.1s"),
          new Off("dynamic-lifecycle", "control.notificationDelay=2s", "z.cpus >= 1 at 10.1s"),
          new Off("oversubscribed", "policy.reclaim=false", "web.wakeupLatency.p99 < 5ms"),
          new Off("oversubscribed", "policy.borrowing=false", "batch.borrowed > 60s"),
          new Off(
              "oversubscribed", "policy.rebalancing=false", "batch.cpus > 2 * quiet.cpus at end"),
          new Off("borrowing-on-wakeup", "policy.borrowing=false", "busy.borrowed > 15s"),
          new Off("borrowing-on-wakeup", "policy.borrowing=false", "idle.lent > 5s"),
          new Off("borrowing-on-enqueue", "policy.borrowing=false", "busy.borrowed > 39s"),
          new Off("borrowing-on-enqueue", "policy.reclaim=false", "cron.wakeupLatency.max < 100us"),
          new Off("demand-rebalancing", "policy.rebalancing=false", "busy.cpus > idle.cpus at end"),
          new Off("demand-rebalancing", "policy.rebalancing=false", "plans.demand > 0"),
          new Off("new-cell-under-load", "policy.rebalancing=false", "busy.cpus > 4 at 12.1s"),
          new Off("new-cell-under-load", "scheduler=static-cpusets", "newcomer.cpus >= 1 at 12.1s"),
          new Off("cpuset-swap", "scheduler=static-cpusets", "small.cpus == 8 at 5.1s"),
          new Off("overlapping-cpusets", "scheduler=global-vtime", "a.cpuTime > 59.9s"),
          new Off("three-way-overlapping-cpusets", "policy.planner=matching", "a.cpus == 4"),
          new Off("exclusion", "policy.exclude=[]", "agent.id == 0"),
          new Off("exclusion", "policy.exclude=[]", "server.cpuTime > 39.9s"),
          new Off("root-holdout", "policy.rootMinCpus=0", "root.cpus == 2"),
          new Off("root-holdout", "policy.rootMinCpus=0", "daemon.cpuTime > 40s"),
          new Off("crash-looping-container", "policy.debounce.quiet=0", "plans.applied <= 6"),
          new Off("crash-looping-container", "policy.debounce.quiet=0", "plans.cpusMoved <= 40"),
          new Off("interleaved", "scheduler=static-cpusets", "plans.applied == 2"),
          new Off("hotplug", "scheduler=static-cpusets", "batch.borrowed < 100ms"),
          new Off("more-cells-than-cpus", "scheduler=static-cpusets", "f.cpus == 1 at 10s"),
          new Off("cpu-max-ignored", "scheduler=fair", "web.cpuTime > 11.9s"),
          new Off("cpu-max", "scheduler=global-vtime", "web.cpuTime <= 2.02s from 1s to 2s"),
          new Off("cpu-max", "scheduler=global-vtime", "backup.cpuTime <= 510ms from 1s to 2s"),
          new Off("group-weights", "cells.gold.cpuWeight=100", "gold-worker.cpuTime > 29.5s"),
          new Off("group-weights", "scheduler=global-vtime", "gold-worker.cpuTime > 29.5s"),
          new Off("pinned-waker", "scheduler=global-vtime", "waker0.wakeupLatency.p99 < 5ms"),
          new Off(
              "nested-cgroups",
              "cells.web.children.front.cpuWeight=100",
              "front-worker.cpuTime > 29s"),
          new Off(
              "servers-under-borrowing", "policy.reclaim=false", "server.requestLatency.p99 < 8ms"),
          new Off("servers-under-borrowing", "policy.borrowing=false", "web.lent > 10s"));

  /** What shows something that neither a setting nor a fault switches off. */
  private static final List<String> WITHOUT_SWITCH =
      List.of("root-cell-starvation", "higher-class-hog");

  private static final Map<String, RunResult> RESULTS = new TreeMap<>();

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(LIBRARY)) {
      return files
          .map(file -> LIBRARY.relativize(file).toString())
          .filter(file -> file.endsWith(".yaml"))
          .map(file -> file.substring(0, file.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }

  static Stream<Arguments> switchedOff() {
    return SWITCHED_OFF.stream().map(off -> Arguments.of(off, off.fails));
  }

  private static RunResult run(String name, List<Setting> settings) {
    return new Simulation(read(name, settings)).run(Progress.NONE);
  }

  private static Scenario read(String name, List<Setting> settings) {
    try {
      return ScenarioReader.read(LIBRARY.resolve(name + ".yaml"), settings);
    } catch (ScenarioException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The result of the scenario as it stands; run once for all tests. */
  private static RunResult resultOf(String name) {
    return RESULTS.computeIfAbsent(name, missing -> run(missing, List.of()));
  }

  @Test
  void scenarioIsMissingOrShowsNothing() throws IOException {
    TreeSet<String> shown = new TreeSet<>(WITHOUT_SWITCH);
    SWITCHED_OFF.forEach(off -> shown.add(off.scenario));
    Fault.all(Golden.repository("")).stream()
        .map(Fault::scenario)
        .filter(Objects::nonNull)
        .forEach(shown::add);

    assertThat(names()).hasSizeGreaterThanOrEqualTo(FEWEST).containsExactlyElementsOf(shown);
  }

  @ParameterizedTest
  @MethodSource("names")
  void invariantOrExpectationFails(String name) {
    RunResult result = resultOf(name);

    assertThat(result.scenario()).as("its name is its file's").isEqualTo(baseName(name));
    assertThat(result.violations()).isEmpty();
    assertThat(result.expectations())
        .isNotEmpty()
        .filteredOn(expectation -> !expectation.passed())
        .isEmpty();
    assertThat(result.isClean()).isTrue();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("switchedOff")
  void mechanismIsSwitchedOffUnnoticed(Off off, String expectation) {
    RunResult result = run(off.scenario, off.parsed());

    assertThat(result.expectations())
        .filteredOn(each -> each.text().equals(expectation))
        .singleElement()
        .extracting(ExpectationResult::passed, ExpectationResult::observed)
        .startsWith(false);
  }

  @ParameterizedTest
  @MethodSource("names")
  void secondRunDiffers(String name) {
    RunResult first = resultOf(name);
    RunResult second = run(name, List.of());

    assertThat(second.tookNs(0)).isEqualTo(first.tookNs(0));
  }

  @ParameterizedTest
  @MethodSource("names")
  void seedChangesNothingOrWhatIsNotRandom(String name) throws IOException {
    boolean random =
        Files.readString(LIBRARY.resolve(name + ".yaml"))
            .matches("(?s).*\\b(poisson|uniform|exponential|lognormal):.*");
    RunResult other = run(name, List.of(Setting.parse("seed=4711"), Setting.parse("duration=3s")));
    RunResult usual = resultOf(name);
    int ladder = Math.min(other.digestLadder().size(), usual.digestLadder().size());

    assertThat(
            other.digestLadder().subList(0, ladder).equals(usual.digestLadder().subList(0, ladder)))
        .isEqualTo(!random);
  }

  /** Renewed, like other golden files, by {@link Golden#UPDATE}: see CONTRIBUTING.md. */
  @Test
  void behaviourChangesUnnoticed() throws IOException {
    Golden.check(
        DIGESTS,
        names().stream()
            .map(name -> "%-34s %s%n".formatted(name, resultOf(name).digest()))
            .collect(Collectors.joining()));
  }

  private static String baseName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
