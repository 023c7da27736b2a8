package org.cellsched.sim.compare;

import java.util.List;

/**
 * Holm's step-down correction: which of many differences are still sure when one of them may look
 * so by chance with probability α <em>in all</em>.
 *
 * <p>The p-values in ascending order p₁ ≤ … ≤ pₘ are sure as long as pₖ ≤ α / (m − k + 1); the
 * first that is not ends it. Valid however the measures depend on each other. O(m log m).
 *
 * <p>Source: S. Holm, A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian Journal
 * of Statistics 6 (1979).
 */
final class Holm {

  private static final double ALPHA = 1 - Estimate.CONFIDENCE;

  /** Less than any p-value. */
  static final double NONE = -1;

  private Holm() {}

  /**
   * The largest p-value that is sure, and with it all that are not larger; {@link #NONE} if none
   * is. Equal p-values are sure together, for the bounds only grow.
   */
  static double largestSure(List<Double> pValues) {
    List<Double> ascending = pValues.stream().sorted().toList();
    double largest = NONE;
    for (int k = 0; k < ascending.size(); k++) {
      if (ascending.get(k) > ALPHA / (ascending.size() - k)) {
        break;
      }
      largest = ascending.get(k);
    }
    return largest;
  }
}
