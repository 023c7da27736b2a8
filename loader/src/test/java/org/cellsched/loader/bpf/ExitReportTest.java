package org.cellsched.loader.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitReportTest {

  private static final long RESTART = 1L << 48;
  private static final long HOTPLUG = 1L << 32;

  private static ExitReport exit(int kind, long code) {
    return new ExitReport(kind, code, "why", "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "64, true",
    "65, true",
    "66, true",
    "67, true",
    "1024, false",
    "1025, false",
    "1026, false"
  })
  void errorPassesForAnEndThatWasWanted(int kind, boolean clean) {
    assertThat(exit(kind, 0).isError()).isEqualTo(!clean);
  }

  @Test
  void errorIsRepeatedForEver() {
    assertThat(exit(1024, RESTART).asksForRestart()).isFalse();
    assertThat(exit(1026, RESTART | HOTPLUG).asksForRestart()).isFalse();
  }

  @Test
  void wishOfAnOperatorIsUndone() {
    assertThat(exit(67, RESTART).asksForRestart()).isFalse();
    assertThat(exit(64, RESTART).asksForRestart()).isFalse();
  }

  @Test
  void hotplugEndsTheLoader() {
    assertThat(exit(66, RESTART | HOTPLUG).asksForRestart()).isTrue();
    assertThat(exit(65, RESTART).asksForRestart()).isTrue();
    assertThat(exit(66, HOTPLUG).asksForRestart()).isFalse();
  }

  @Test
  void messageOfTheKernelIsLost() {
    assertThat(
            new ExitReport(1026, 0, "runnable task stall", "sh[12] failed to run", "").describe())
        .isEqualTo("runnable task stall: sh[12] failed to run");
    assertThat(exit(66, HOTPLUG).describe()).isEqualTo("why (CPUs came or went)");
  }
}
