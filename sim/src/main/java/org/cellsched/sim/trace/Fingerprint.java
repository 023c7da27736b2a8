package org.cellsched.sim.trace;

import java.util.List;

/**
 * What a run leaves to be compared by: its digest, and the ladder of digests up to each 100 ms.
 *
 * @param ladder as {@link RunDigest#ladder}
 * @param simulatedNs how long the run was
 */
public record Fingerprint(String digest, List<String> ladder, long simulatedNs) {

  public Fingerprint {
    ladder = List.copyOf(ladder);
  }

  /** Whether nothing observable differs. */
  public boolean equalsRun(Fingerprint other) {
    return digest.equals(other.digest) && simulatedNs == other.simulatedNs;
  }

  /**
   * The number of the first stretch of {@link RunDigest#RUNG_NS} in which something differs: what
   * comes before is equal. By bisection, for each rung covers all before it. O(log rungs).
   */
  public int firstDifferentRung(Fingerprint other) {
    int equalRungs = 0;
    int end = Math.min(ladder.size(), other.ladder.size());
    while (equalRungs < end) {
      int middle = equalRungs + end >>> 1;
      if (ladder.get(middle).equals(other.ladder.get(middle))) {
        equalRungs = middle + 1;
      } else {
        end = middle;
      }
    }
    return equalRungs;
  }
}
