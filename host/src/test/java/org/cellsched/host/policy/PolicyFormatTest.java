package org.cellsched.host.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.YamlTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFormatTest {

  private final Problems problems = new Problems();

  private @Nullable PolicyConfig read(String yaml) {
    Node node = YamlTree.parse(yaml, "f", problems);
    assertThat(node).isNotNull();
    return PolicyFormat.POLICY.read(node, problems);
  }

  @Test
  void whatIsNotWrittenHasTheDefaultsOfTheRecords() {
    assertThat(read("{}")).isEqualTo(PolicyConfig.DEFAULT);
    assertThat(read("rebalancing: {}"))
        .isNotNull()
        .extracting(PolicyConfig::rebalancing)
        .isEqualTo(RebalanceConfig.DEFAULT);
  }

  @Test
  void everyKeyIsRead() {
    PolicyConfig policy =
        read(
            """
            planner: matching
            borrowing: true
            rootMinCpus: 2
            exclude: [system.slice, user.slice]
            interval: 500ms
            rebalancing: {threshold: 10%, cooldown: 3s, smoothing: 50%}
            debounce: {quiet: 2s, maxDelay: 7s}
            applyTimeout: 9s
            slice: 5ms
            llcAware: true
            lenderProtection: 0
            reclaim: false
            """);

    assertThat(policy)
        .isEqualTo(
            new PolicyConfig(
                "matching",
                true,
                2,
                new TreeSet<>(List.of("system.slice", "user.slice")),
                500_000_000,
                new RebalanceConfig(100_000, 3_000_000_000L, 500_000),
                new DebounceConfig(2_000_000_000L, 7_000_000_000L),
                9_000_000_000L,
                new DataPlaneConfig(5_000_000, true, 0, false)));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void rebalancingMayBeASwitch() {
    assertThat(read("rebalancing: true"))
        .isNotNull()
        .extracting(PolicyConfig::rebalancing)
        .isEqualTo(RebalanceConfig.DEFAULT);
    assertThat(read("rebalancing: false")).isEqualTo(PolicyConfig.DEFAULT);
  }

  /** Each was a defect of a scheduler in the field. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "interval: 0",
        "interval: 0s",
        "interval: 66s",
        "applyTimeout: 0s",
        "rebalancing: {cooldown: 0s}",
        "rebalancing: {cooldown: 61s}",
        "rebalancing: {smoothing: 0}",
        "rebalancing: {smoothing: 1.1}",
        "rebalancing: {smoothing: -0.1}",
        "rebalancing: {threshold: 0%}",
        "rootMinCpus: -1",
        "slice: 0",
        "debounce: {quiet: 6s}",
        "exclude: [a/b]",
        "planner: best",
      })
  void valuesOutOfRangeAreRefused(String yaml) {
    read(yaml);

    assertThat(problems.count()).isEqualTo(1);
  }

  @Test
  void theControllerGetsItsPart() {
    PolicyConfig policy = read("{borrowing: true, rootMinCpus: 1, rebalancing: true}");

    assertThat(policy).isNotNull();
    assertThat(policy.controllerConfig())
        .satisfies(config -> {
          assertThat(config.borrowing()).isTrue();
          assertThat(config.rootMinCpus()).isEqualTo(1);
          assertThat(config.rebalancing()).isEqualTo(RebalanceConfig.DEFAULT);
          assertThat(config.debounce()).isEqualTo(DebounceConfig.DEFAULT);
        });
  }

  /** Every value of the format that a journal may have to carry. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{planner: matching, borrowing: true, rootMinCpus: 3, exclude: [\"it's\", \"a b\"]}",
        "{rebalancing: {threshold: 12.3456%, cooldown: 1234567us, smoothing: 0.000001}}",
        "{debounce: {quiet: 0s, maxDelay: 59s}, applyTimeout: 1001ms, interval: 59s}",
        "{slice: 123457ns, llcAware: true, lenderProtection: 0s, reclaim: false}",
        "{sliceCut: {shortest: 1001ns, longest: 999999999ns}}",
      })
  void writtenPolicyIsReadDifferently(String yaml) throws InvalidFileException {
    PolicyConfig policy = read(yaml);

    assertThat(policy).isNotNull();
    assertThat(PolicyReader.changed(policy, List.of())).isEqualTo(policy);
  }
}
