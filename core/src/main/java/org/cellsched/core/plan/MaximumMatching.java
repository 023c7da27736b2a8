package org.cellsched.core.plan;

import java.util.Arrays;

/**
 * A maximum matching of a bipartite graph: as many vertices of the left side as possible have one
 * neighbour on the right side each, to themselves.
 *
 * <p>Hopcroft and Karp (1973), O(E √V): after first fit, the shortest augmenting paths are looked
 * for breadth first, and those of them that share no vertex are taken depth first, until there is
 * none. Deterministic: vertices are looked at in ascending order.
 */
final class MaximumMatching {

  static final int NONE = -1;

  private static final int UNREACHED = Integer.MAX_VALUE;

  private final int[][] rightsOf;
  private final int[] rightOf;
  private final int[] leftOf;
  private int unmatched;

  /** By left vertex: matched edges between it and an unmatched one. */
  private final int[] distances;

  /** The same for the nearest right vertex that is free. */
  private int shortest;

  private MaximumMatching(int[][] rightsOf, int rightCount) {
    this.rightsOf = rightsOf;
    rightOf = new int[rightsOf.length];
    leftOf = new int[rightCount];
    distances = new int[rightsOf.length];
    unmatched = rightsOf.length;
    Arrays.fill(rightOf, NONE);
    Arrays.fill(leftOf, NONE);
  }

  /**
   * The match of each left vertex, or {@link #NONE}.
   *
   * @param rightsOf by left vertex: its neighbours, ascending
   * @param rightCount right vertices are numbered from 0 to {@code rightCount - 1}
   */
  static int[] of(int[][] rightsOf, int rightCount) {
    int[][] leftsOf = transposed(rightsOf, rightCount);
    int rightsUsed = 0;
    for (int[] lefts : leftsOf) {
      rightsUsed += lefts.length > 0 ? 1 : 0;
    }
    // Paths begin on the smaller side, which has less to look for.
    return rightsOf.length <= rightsUsed
        ? maximum(rightsOf, rightCount).rightOf
        : maximum(leftsOf, rightsOf.length).leftOf;
  }

  private static int[][] transposed(int[][] rightsOf, int rightCount) {
    int[] counts = new int[rightCount];
    for (int[] rights : rightsOf) {
      for (int right : rights) {
        counts[right]++;
      }
    }
    int[][] leftsOf = new int[rightCount][];
    for (int right = 0; right < rightCount; right++) {
      leftsOf[right] = new int[counts[right]];
    }
    for (int left = rightsOf.length - 1; left >= 0; left--) {
      for (int right : rightsOf[left]) {
        leftsOf[right][--counts[right]] = left;
      }
    }
    return leftsOf;
  }

  private static MaximumMatching maximum(int[][] rightsOf, int rightCount) {
    MaximumMatching matching = new MaximumMatching(rightsOf, rightCount);
    for (int left = 0; left < rightsOf.length; left++) {
      matching.fitFirst(left);
    }
    while (matching.unmatched > 0 && matching.hasAugmentingPath()) {
      for (int left = 0; left < rightsOf.length; left++) {
        if (matching.rightOf[left] == NONE && matching.augment(left)) {
          matching.unmatched--;
        }
      }
    }
    return matching;
  }

  private void fitFirst(int left) {
    for (int right : rightsOf[left]) {
      if (leftOf[right] == NONE) {
        match(left, right);
        unmatched--;
        return;
      }
    }
  }

  private void match(int left, int right) {
    rightOf[left] = right;
    leftOf[right] = left;
  }

  /** Measures the distances up to the nearest free right vertex; answers whether there is one. */
  private boolean hasAugmentingPath() {
    int[] queue = new int[rightsOf.length];
    int queued = 0;
    shortest = UNREACHED;
    for (int left = 0; left < rightsOf.length; left++) {
      distances[left] = rightOf[left] == NONE ? 0 : UNREACHED;
      if (rightOf[left] == NONE) {
        queue[queued++] = left;
      }
    }
    for (int next = 0; next < queued && distances[queue[next]] < shortest; next++) {
      int left = queue[next];
      for (int right : rightsOf[left]) {
        int holder = leftOf[right];
        if (holder == NONE) {
          shortest = distances[left] + 1;
        } else if (distances[holder] == UNREACHED) {
          distances[holder] = distances[left] + 1;
          queue[queued++] = holder;
        }
      }
    }
    return shortest != UNREACHED;
  }

  /** Matches a left vertex along a shortest path, if one is left that nobody has taken. */
  private boolean augment(int left) {
    for (int right : rightsOf[left]) {
      int holder = leftOf[right];
      int distance = holder == NONE ? shortest : distances[holder];
      if (distance == distances[left] + 1 && (holder == NONE || augment(holder))) {
        match(left, right);
        return true;
      }
    }
    distances[left] = UNREACHED; // Nobody need come here again.
    return false;
  }
}
