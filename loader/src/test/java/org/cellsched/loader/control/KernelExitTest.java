package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelExitTest {

  private static final long RESTART = 1L << 48;
  private static final long HOTPLUG = 1L << 32;

  private static KernelExit exit(long kind, long code) {
    return new KernelExit(kind, code, "why", "", "");
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
  void errorPassesForAnEndThatWasWanted(long kind, boolean clean) {
    assertThat(exit(kind, 0).isClean()).isEqualTo(clean);
  }

  @Test
  void errorIsRepeatedForEver() {
    assertThat(exit(1024, RESTART).wantsRestart()).isFalse();
    assertThat(exit(1026, RESTART | HOTPLUG).wantsRestart()).isFalse();
  }

  @Test
  void wishOfAnOperatorIsUndone() {
    assertThat(exit(67, RESTART).wantsRestart()).isFalse();
    assertThat(exit(64, RESTART).wantsRestart()).isFalse();
  }

  @Test
  void hotplugEndsTheLoader() {
    assertThat(exit(66, RESTART | HOTPLUG).wantsRestart()).isTrue();
    assertThat(exit(65, RESTART).wantsRestart()).isTrue();
    assertThat(exit(66, HOTPLUG).wantsRestart()).isFalse();
  }

  @Test
  void messageOfTheKernelIsLost() {
    assertThat(
            new KernelExit(1026, 0, "runnable task stall", "sh[12] failed to run", "").describe())
        .isEqualTo("runnable task stall: sh[12] failed to run");
    assertThat(exit(66, HOTPLUG).describe()).isEqualTo("why (CPUs came or went)");
  }
}
