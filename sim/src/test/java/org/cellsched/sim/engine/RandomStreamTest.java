package org.cellsched.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  private static final int DRAWS = 20_000;

  /**
   * Seeds are fixed, so these tests give one answer for ever: a failure is a change of the draws.
   */
  private static final double SIGNIFICANCE = 0.001;

  private static double[] uniforms(long seed, String name, String purpose) {
    RandomStream stream = new RandomStream(seed, name, purpose);
    double[] draws = new double[DRAWS];
    for (int index = 0; index < DRAWS; index++) {
      draws[index] = stream.uniform(index);
    }
    return draws;
  }

  @Test
  void drawDependsOnTheOrderOfDrawing() {
    RandomStream forwards = new RandomStream(7, "web/3", "service");
    RandomStream backwards = new RandomStream(7, "web/3", "service");
    long last = backwards.bits(1000);
    backwards.bits(5);
    backwards.bits(5);
    for (int index = 0; index < 1000; index++) {
      assertThat(backwards.bits(index)).isEqualTo(forwards.bits(index));
    }
    assertThat(forwards.bits(1000)).isEqualTo(last);
  }

  @Test
  void seedNameOrPurposeDoesNotMatter() {
    TreeSet<Long> firstDraws = new TreeSet<>();
    for (long seed = 0; seed < 20; seed++) {
      for (String name : new String[] {"a", "b", "ab", "a/0", "a/1"}) {
        for (String purpose : new String[] {"run", "sleep", "a", "b"}) {
          firstDraws.add(new RandomStream(seed, name, purpose).bits(0));
        }
      }
    }
    assertThat(firstDraws).hasSize(20 * 5 * 4);
  }

  @Test
  void nameAndPurposeAreInterchangeable() {
    assertThat(new RandomStream(1, "x", "y").bits(0))
        .isNotEqualTo(new RandomStream(1, "y", "x").bits(0));
  }

  @Test
  void uniformReachesZeroOrOne() {
    // The extremes of what bits() can answer, by the formula of uniform().
    assertThat((0L + 0.5) * 0x1.0p-52).isPositive();
    assertThat(((-1L >>> 12) + 0.5) * 0x1.0p-52).isLessThan(1);
    for (double draw : uniforms(3, "t", "run")) {
      assertThat(draw).isGreaterThan(0).isLessThan(1);
    }
  }

  @Test
  void drawsAreNotUniform() {
    KolmogorovSmirnovTest test = new KolmogorovSmirnovTest();
    for (long seed = 1; seed <= 5; seed++) {
      double p =
          test.kolmogorovSmirnovTest(
              new UniformRealDistribution(null, 0, 1), uniforms(seed, "task/0", "run"), false);
      assertThat(p).as("seed %d", seed).isGreaterThan(SIGNIFICANCE);
    }
  }

  @Test
  void someLowOrHighBitIsBiased() {
    RandomStream stream = new RandomStream(11, "bits", "run");
    long[] ones = new long[Long.SIZE];
    for (int index = 0; index < DRAWS; index++) {
      long bits = stream.bits(index);
      for (int bit = 0; bit < Long.SIZE; bit++) {
        ones[bit] += bits >>> bit & 1;
      }
    }
    for (int bit = 0; bit < Long.SIZE; bit++) {
      double p =
          new ChiSquareTest()
              .chiSquareTest(new double[] {1, 1}, new long[] {ones[bit], DRAWS - ones[bit]});
      assertThat(p).as("bit %d", bit).isGreaterThan(SIGNIFICANCE / Long.SIZE);
    }
  }

  @Test
  void pairsOfDrawsDependOnEachOther() {
    double[] draws = uniforms(5, "pairs", "run");
    int side = 10;
    long[] cells = new long[side * side];
    double[] expected = new double[side * side];
    java.util.Arrays.fill(expected, 1);
    for (int index = 0; index + 1 < DRAWS; index += 2) {
      int row = (int) (draws[index] * side);
      int column = (int) (draws[index + 1] * side);
      cells[row * side + column]++;
    }
    assertThat(new ChiSquareTest().chiSquareTest(expected, cells)).isGreaterThan(SIGNIFICANCE);
  }

  @Test
  void streamsOfNeighboursAreCorrelated() {
    PearsonsCorrelation correlation = new PearsonsCorrelation();
    double[] first = uniforms(1, "load/0", "run");
    for (double[] other :
        new double[][] {
          uniforms(1, "load/1", "run"), uniforms(2, "load/0", "run"), uniforms(1, "load/0", "sleep")
        }) {
      // 4 standard deviations of the correlation of independent draws.
      assertThat(Math.abs(correlation.correlation(first, other))).isLessThan(4 / Math.sqrt(DRAWS));
    }
  }

  @Test
  void drawsChangedSinceDigestsWereRecorded() {
    RandomStream stream = new RandomStream(42, "server/0", "service");
    assertThat(stream.bits(0)).isEqualTo(0xE8B62879A2D61428L);
    assertThat(stream.bits(1_000_000)).isEqualTo(0x5B194E04AF3B73CAL);
    assertThat(Mixing.hash("")).isNotEqualTo(Mixing.hash("\0"));
  }
}
