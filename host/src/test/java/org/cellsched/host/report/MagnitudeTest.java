package org.cellsched.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

final class MagnitudeTest {

  @Property(tries = 500)
  void anAmountIsFarFromWhatItWas(@ForAll @LongRange(min = 0) long amount) {
    long read = Magnitude.amount(Magnitude.of(amount));

    assertThat(read).isLessThanOrEqualTo(amount);
    assertThat(amount - read).isLessThanOrEqualTo(amount / 8);
  }

  @Property(tries = 500)
  void aLargerCodeStandsForLess(@ForAll @IntRange(max = 486) int code) {
    assertThat(Magnitude.amount(code + 1)).isGreaterThan(Magnitude.amount(code));
    assertThat(Magnitude.of(Magnitude.amount(code))).isEqualTo(code);
  }
}
