package org.cellsched.sim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LatenciesTest {

  private static final int SIGNIFICANT_DIGITS = 3;

  /** From a few to so many that each quantile has a bucket of its own. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 10, 11, 100, 999, 1000, 1001, 20_000})
  void quantilesAreThoseOfHdrHistogram(int count) {
    Random random = new Random(count);
    Latencies latencies = new Latencies();
    Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    long maxNs = 0;
    for (int i = 0; i < count; i++) {
      long latencyNs = random.nextLong() >>> (1 + random.nextInt(63));
      latencies.record(latencyNs);
      histogram.recordValue(latencyNs);
      maxNs = Math.max(maxNs, latencyNs);
    }

    assertThat(latencies.count()).isEqualTo(histogram.getTotalCount());
    assertThat(latencies.maxNs()).isEqualTo(maxNs);
    for (int perMille = 1; perMille <= 1000; perMille++) {
      assertThat(latencies.quantileNs(perMille))
          .as("quantile %d of a thousand of %d latencies", perMille, count)
          .isEqualTo(Math.min(maxNs, histogram.getValueAtPercentile(perMille / 10.0)));
    }
  }

  @Test
  void bucketsMeetWhereADoublingBegins() {
    for (long ns : new long[] {0, 1, 1023, 1024, 2047, 2048, 2049, 4095, 4096, Long.MAX_VALUE}) {
      Latencies latencies = new Latencies();
      Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
      latencies.record(ns);
      latencies.record(Long.MAX_VALUE);
      assertThat(latencies.quantileNs(500)).isEqualTo(histogram.highestEquivalentValue(ns));
    }
  }

  @Test
  void nothingRecordedIsZeroEverywhere() {
    Latencies none = new Latencies();

    assertThat(none.count()).isZero();
    assertThat(none.meanNs()).isZero();
    assertThat(none.maxNs()).isZero();
    assertThat(none.quantileNs(500)).isZero();
  }

  @Test
  void aNegativeLatencyIsADefect() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Latencies().record(-1));
  }
}
