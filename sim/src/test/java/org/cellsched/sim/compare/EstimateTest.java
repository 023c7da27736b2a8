package org.cellsched.sim.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.cellsched.sim.compare.Difference.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {

  /**
   * Hours of sleep gained by ten patients with two drugs, times ten: the data of Student's own
   * paper (Biometrika 6, 1908, p. 20), which R ships as {@code sleep}.
   */
  private static final List<Long> DRUG_1 = List.of(7L, -16L, -2L, -12L, -1L, 34L, 37L, 8L, 0L, 20L);

  /** The second drug's gain over the first's. */
  private static final List<Long> DIFFERENCES =
      List.of(12L, 24L, 13L, 13L, 0L, 10L, 18L, 8L, 46L, 14L);

  /** What R's {@code t.test(extra ~ group, data = sleep, paired = TRUE)} answers, times ten. */
  @Test
  void pairedDifferenceIsNotThatOfTheTextbook() {
    Difference difference = Difference.of(DIFFERENCES, Holm.NONE);

    assertThat(difference.mean()).isCloseTo(15.8, within(1e-9));
    assertThat(difference.mean() - difference.halfWidth()).isCloseTo(7.001142, within(1e-6));
    assertThat(difference.mean() + difference.halfWidth()).isCloseTo(24.598858, within(1e-6));
    assertThat(difference.pValue()).isCloseTo(0.002833, within(1e-6));
    assertThat(difference.pairs()).isEqualTo(10);
    assertThat(difference.evidence()).isEqualTo(Evidence.ALONE);
  }

  /** What R's {@code t.test(sleep$extra[1:10])} answers, times ten. */
  @Test
  void intervalIsNotThatOfTheTextbook() {
    Estimate estimate = Objects.requireNonNull(Estimate.of(DRUG_1));

    assertThat(estimate.mean()).isCloseTo(7.5, within(1e-9));
    assertThat(estimate.halfWidth()).isCloseTo((20.297804 + 5.297804) / 2, within(1e-5));
  }

  /** The table of Student's distribution that every textbook has. */
  @ParameterizedTest
  @CsvSource({"2, 12.706", "3, 4.303", "5, 2.776", "10, 2.262", "20, 2.093", "30, 2.045"})
  void quantileIsNotThatOfTheTable(int count, double quantile) {
    assertThat(Estimate.quantile(count)).isCloseTo(quantile, within(0.0005));
  }

  @Test
  void fewValuesGetAnIntervalAllTheSame() {
    assertThat(Estimate.of(List.of())).isNull();
    assertThat(Estimate.of(List.of(5L))).isEqualTo(new Estimate(1, 5, null));
  }

  @Test
  void equalDifferencesMakeNoNumber() {
    Difference none = Difference.of(List.of(0L, 0L, 0L), 0);
    Difference large = Difference.of(List.of(-7000L, -7000L), 0.001);

    assertThat(none.pValue()).isEqualTo(1);
    assertThat(none.evidence()).isEqualTo(Evidence.NONE);
    assertThat(large.mean()).isEqualTo(-7000);
    assertThat(large.halfWidth()).as("12.706 / sqrt(6 * 2)").isCloseTo(3.668, within(0.001));
    assertThat(large.evidence()).isEqualTo(Evidence.AMONG_ALL);
  }

  @Test
  void oneMoreOfAFewProvesSomething() {
    assertThat(Difference.of(List.of(1L, 1L), 1).evidence()).isEqualTo(Evidence.NONE);
    assertThat(Difference.of(List.of(1L, 1L, 1L, 1L, 1L), 1).evidence())
        .isEqualTo(Evidence.AMONG_ALL);
  }

  /** The example of Holm's method that Wikipedia has: of four p-values the first two are sure. */
  @Test
  void correctionIsNotHolms() {
    assertThat(Holm.largestSure(List.of(0.01, 0.04, 0.03, 0.005))).isEqualTo(0.01);
  }

  @Test
  void correctionGoesOnAfterTheFirstThatFails() {
    // 0.02 > 0.05 / 3, though 0.024 <= 0.05 / 2 would pass.
    assertThat(Holm.largestSure(List.of(0.02, 0.024, 0.6))).isEqualTo(Holm.NONE);
  }

  @Test
  void correctionNeedsDifferences() {
    assertThat(Holm.largestSure(List.of())).isEqualTo(Holm.NONE);
  }
}
