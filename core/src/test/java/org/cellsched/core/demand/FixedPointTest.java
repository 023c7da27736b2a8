package org.cellsched.core.demand;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class FixedPointTest {

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  @Property
  void productWrapsAround(
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long value,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE) long factor,
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long divisor) {
    BigInteger exact =
        BigInteger.valueOf(value)
            .multiply(BigInteger.valueOf(factor))
            .divide(BigInteger.valueOf(divisor));
    assertThat(BigInteger.valueOf(FixedPoint.multiplyDivide(value, factor, divisor)))
        .isEqualTo(exact.min(BigInteger.valueOf(Long.MAX_VALUE)));
  }

  @Property
  void movingAverageIsRounded(
      @ForAll @LongRange(min = 0, max = 8_192_000_000_000_000L) long average,
      @ForAll @LongRange(min = 0, max = 8_192_000_000_000_000L) long sample,
      @ForAll @IntRange(min = 1, max = 1_000_000) int weightPpm) {
    BigInteger weighted =
        BigInteger.valueOf(sample)
            .multiply(BigInteger.valueOf(weightPpm))
            .add(
                BigInteger.valueOf(average)
                    .multiply(MILLION.subtract(BigInteger.valueOf(weightPpm))));
    assertThat(BigInteger.valueOf(FixedPoint.movingAverage(average, sample, weightPpm)))
        .isEqualTo(weighted.divide(MILLION));
  }
}
