package org.cellsched.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceCutTest {

  private static final long US = 1_000;
  private static final long MS = 1_000_000;

  @Test
  void waiterOfShortRunsWaitsAsLongAsOneOfLongRuns() {
    assertThat(SliceCut.DEFAULT.leftNs(600 * US)).isEqualTo(1_200 * US);
    assertThat(SliceCut.DEFAULT.leftNs(1_900 * US)).isEqualTo(3_800 * US);
  }

  @Test
  void switchesEatUpTheCpu() {
    assertThat(SliceCut.DEFAULT.leftNs(0)).isEqualTo(500 * US);
    assertThat(SliceCut.DEFAULT.leftNs(250 * US - 1)).isEqualTo(500 * US);
  }

  @Test
  void longRunnerSitsBehindALongSlice() {
    assertThat(SliceCut.DEFAULT.leftNs(2 * MS + 1)).isEqualTo(4 * MS);
    assertThat(SliceCut.DEFAULT.leftNs(Long.MAX_VALUE / 4)).isEqualTo(4 * MS);
  }
}
