package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ApportionmentTest {

  @Test
  void fractionsAreNotServedInDescendingOrder() {
    assertThat(Apportionment.byLargestRemainder(7, new long[] {1, 2, 3})).containsExactly(1, 2, 4);
    assertThat(Apportionment.byLargestRemainder(10, new long[] {10, 55, 35}))
        .containsExactly(1, 6, 3);
  }

  @Test
  void tiesDoNotGoToTheLowestIndices() {
    assertThat(Apportionment.byLargestRemainder(5, new long[] {4, 4, 4})).containsExactly(2, 2, 1);
  }

  @Test
  void allZeroIsNotAnEqualSplit() {
    assertThat(Apportionment.byLargestRemainder(5, new long[3])).containsExactly(2, 2, 1);
    assertThat(Apportionment.sparingNobody(2, new long[3])).containsExactly(1, 1, 0);
  }

  @Test
  void zeroWeightAmongOthersGetsSomething() {
    assertThat(Apportionment.sparingNobody(9, new long[] {0, 1, 0})).containsExactly(0, 9, 0);
  }

  @Test
  void nothingToShareIsAnError() {
    assertThat(Apportionment.sparingNobody(0, new long[] {3, 0, 1})).containsExactly(0, 0, 0);
  }

  @Test
  void starvedRecipientIsNotFedByTheRichest() {
    assertThat(Apportionment.sparingNobody(4, new long[] {1, 100, 1})).containsExactly(1, 2, 1);
  }

  /** Of two that have most, the one with the smaller fraction gives; here 1, which is last. */
  @Test
  void starvedRecipientIsFedByTheFirstOfTheRichest() {
    assertThat(Apportionment.byLargestRemainder(4, new long[] {100, 100, 1}))
        .containsExactly(2, 2, 0);
    assertThat(Apportionment.sparingNobody(4, new long[] {100, 100, 1})).containsExactly(2, 1, 1);
  }

  @Test
  void starvedRecipientTakesTheLastCpuOfAnother() {
    assertThat(Apportionment.sparingNobody(2, new long[] {100, 100, 1})).containsExactly(1, 1, 0);
  }

  @Test
  void enormousWeightsOverflow() {
    long max = Long.MAX_VALUE;
    assertThat(Apportionment.byLargestRemainder(8192, new long[] {max, max, max, max}))
        .containsExactly(2048, 2048, 2048, 2048);
    // 3 × (max − 1) / (2 max − 1) is a little less than 1.5, and 3 × max / (2 max − 1) a little
    // more.
    assertThat(Apportionment.byLargestRemainder(3, new long[] {max - 1, max}))
        .containsExactly(1, 2);
  }

  /**
   * The last step of {@link ProportionalPlannerTest#planDependsOnRounding}: 8 CPUs by deficits 2, 5
   * and 5. All three fractions are exactly one third, so the lowest id is first; doubles see
   * 0.33333333333333326 and 0.3333333333333335.
   */
  @Test
  void sharesDependOnRounding() {
    long[] deficits = {2, 5, 5};
    assertThat(Apportionment.sparingNobody(8, deficits)).containsExactly(2, 3, 3);
    assertThat(byDoubles(8, deficits)).containsExactly(1, 4, 3);
  }

  /** How it would be done carelessly. */
  private static int[] byDoubles(int count, long[] weights) {
    double total = Arrays.stream(weights).sum();
    int[] counts = new int[weights.length];
    double[] fractions = new double[weights.length];
    Integer[] order = new Integer[weights.length];
    for (int i = 0; i < weights.length; i++) {
      double share = count * (weights[i] / total);
      counts[i] = (int) share;
      fractions[i] = share - counts[i];
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparing((Integer i) -> -fractions[i]).thenComparing(i -> i));
    int left = count - Arrays.stream(counts).sum();
    for (int i = 0; i < left; i++) {
      counts[order[i]]++;
    }
    return counts;
  }

  @Provide
  Arbitrary<long[]> weights() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20), Arbitraries.longs().between(0, Long.MAX_VALUE))
        .array(long[].class)
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Property
  void sharesDoNotAddUp(
      @ForAll @IntRange(max = 8192) int count, @ForAll("weights") long[] weights) {
    assertThat(Arrays.stream(Apportionment.sparingNobody(count, weights)).sum()).isEqualTo(count);
    assertThat(Arrays.stream(Apportionment.byLargestRemainder(count, weights)).sum())
        .isEqualTo(count);
  }

  /** The quota rule: each gets its exact share rounded down or up. */
  @Property
  void shareIsFurtherThanOneFromItsExactValue(
      @ForAll @IntRange(max = 8192) int count, @ForAll("weights") long[] weights) {
    BigInteger total =
        Arrays.stream(weights)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    int[] counts = Apportionment.byLargestRemainder(count, weights);
    for (int i = 0; i < weights.length && total.signum() > 0; i++) {
      BigInteger scaled = BigInteger.valueOf(weights[i]).multiply(BigInteger.valueOf(count));
      BigInteger error = scaled.subtract(total.multiply(BigInteger.valueOf(counts[i]))).abs();
      assertThat(error).isLessThan(total);
    }
  }

  @Property
  void someoneStarvesBesideOneThatHasTwo(
      @ForAll @IntRange(max = 60) int count, @ForAll("weights") long[] weights) {
    int[] counts = Apportionment.sparingNobody(count, weights);
    boolean starved = false;
    for (int i = 0; i < weights.length; i++) {
      starved |= weights[i] > 0 && counts[i] == 0;
    }
    assertThat(starved && Arrays.stream(counts).anyMatch(n -> n > 1)).isFalse();
  }
}
