package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the simulator is measured against must itself be right. */
class TheoryItselfTest {

  @Test
  void erlangCIsNotThePublishedOne() {
    assertThat(QueueingFormulas.erlangC(1, 0.8)).isCloseTo(0.8, within(1e-12));
    // Two servers, one offered: 1/3. In closed form, a²/2 ÷ (1 − ρ) by 1 + a + that.
    assertThat(QueueingFormulas.erlangC(2, 0.5)).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(QueueingFormulas.erlangC(4, 0.5)).isCloseTo(4.0 / 23, within(1e-12));
    assertThat(QueueingFormulas.erlangC(500, 0.99)).isBetween(0.7, 0.8);
  }

  @Test
  void formulasDisagreeWhereTheyMeet() {
    double exponential = QueueingFormulas.meanWaitExponential(1, 0.95, 3);
    assertThat(QueueingFormulas.meanWaitGeneral(0.95, 3, 1)).isCloseTo(exponential, within(1e-9));
    assertThat(exponential).isCloseTo(0.95 * 3 / 0.05, within(1e-9));
    assertThat(QueueingFormulas.meanWaitGeneral(0.95, 3, 0))
        .isCloseTo(exponential / 2, within(1e-9));
    assertThat(QueueingFormulas.sojournShared(0.95, 3)).isCloseTo(exponential + 3, within(1e-9));
  }

  @Test
  void theIntervalIsTooNarrow() {
    // Fifteen times 0 and 2: mean 1, variance 30/29; the tables' t for 29 degrees is 3.659.
    Estimate estimate = Estimate.of(IntStream.range(0, 30).mapToDouble(i -> i % 2 == 0 ? 0 : 2));
    assertThat(estimate.mean()).isEqualTo(1);
    assertThat(estimate.halfWidth()).isCloseTo(3.659 / Math.sqrt(29), within(1e-4));
    assertThat(estimate.contains(1.67)).isTrue();
    assertThat(estimate.contains(1.69)).isFalse();
    assertThat(estimate.isNarrower(0.67, 1)).isFalse();
    assertThat(estimate.isNarrower(0.69, 1)).isTrue();
    assertThat(Estimate.of(DoubleStream.of(1, 1, 1)).halfWidth()).isZero();
  }
}
