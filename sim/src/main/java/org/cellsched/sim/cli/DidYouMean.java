package org.cellsched.sim.cli;

import java.util.Collection;
import java.util.Locale;

/** Suggestions for mistyped names. */
public final class DidYouMean {

  private DidYouMean() {}

  /**
   * {@code "; did you mean 'x'?"} with the nearest known name (ties: the first), or {@code ""} if
   * none is near: at most a third of the letters and two of them to change, add or drop; capitals
   * count as small letters.
   */
  public static String hint(String name, Collection<String> known) {
    String nearest = "";
    int least = Math.clamp(name.length() / 3, 1, 2) + 1;
    for (String candidate : known) {
      int distance = distance(lower(name), lower(candidate));
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance. O(length × length). */
  static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
