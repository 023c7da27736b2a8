package org.cellsched.sim.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeBinsTest {

  @Test
  void timeIsCountedInTheWrongStretch() {
    TimeBins bins = new TimeBins(10, 3);
    bins.add(5, 25, 1);
    bins.add(28, 31, 2);

    assertThat(bins.values()).containsExactly(5, 10, 5 + 6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000, 1_000_001, 30_000_000_000L, 59_999_999_999L, 7_200_000_000_000L})
  void stretchesAreTooManyOrTooWide(long durationNs) {
    long widthNs = RunHistory.roundWidthNs(durationNs);

    assertThat((durationNs + widthNs - 1) / widthNs).isBetween(100L, 300L);
  }
}
