package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeSet;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.junit.jupiter.api.Test;

class ControllerConfigTest {

  @Test
  void defaultsAreOutOfRange() {
    assertThat(TestHost.config(RebalanceConfig.DEFAULT).problems()).isEmpty();
    assertThat(new RebalanceConfig(1, 0, 1).problems()).isEmpty();
    assertThat(new RebalanceConfig(1, 0, 1_000_000).problems()).isEmpty();
    assertThat(new DebounceConfig(0, 0).problems()).isEmpty();
  }

  @Test
  void valueOutOfRangeIsTakenOrOnlyTheFirstIsNamed() {
    ControllerConfig config =
        new ControllerConfig(
            new ProportionalPlanner(),
            -1,
            true,
            new TreeSet<>(),
            new DebounceConfig(-5, -6),
            new RebalanceConfig(0, -1, 1_000_001),
            0);
    assertThat(config.problems())
        .containsExactly(
            "rootMinCpus is -1; it must be 0 to 8192",
            "apply timeout is 0 ns; it must be 1 to 3600000000000 ns",
            "debounce: quiet time is -5 ns; it must be at least 0 ns",
            "debounce: longest delay is -6 ns; it must be the quiet time (-5 ns) to"
                + " 3600000000000 ns",
            "rebalancing: threshold is 0 ppm; it must be at least 1 ppm",
            "rebalancing: cooldown is -1 ns; it must be 0 to 86400000000000 ns",
            "rebalancing: smoothing is 1000001 ppm; it must be 1 to 1000000 ppm");
    assertThatThrownBy(() -> new CellController(config, TestHost.machine(2), CpuMask.firstCpus(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rootMinCpus is -1");
  }

  @Test
  void excludedNamesChangeUnderTheController() {
    TreeSet<String> names = new TreeSet<>();
    ControllerConfig config =
        new ControllerConfig(
            new ProportionalPlanner(), 0, true, names, DebounceConfig.DEFAULT, null, 1);
    names.add("web");
    assertThat(config.excludedNames()).isEmpty();
  }
}
