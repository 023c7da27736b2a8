package org.cellsched.host.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pieces of messages. */
public final class Texts {

  /** Enough to recognise a value by. */
  private static final int LONGEST_QUOTE = 40;

  /** More choices than this are no help. */
  private static final int MOST_CHOICES = 12;

  /** Texts longer than this are not compared: it takes time with the product of the lengths. */
  private static final int LONGEST_COMPARED = 80;

  private Texts() {}

  /** In quotation marks, shortened, with control characters made visible. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = Math.min(text.length(), LONGEST_QUOTE);
    for (int i = 0; i < end; i++) {
      quoted.append(visible(text.charAt(i)));
    }
    return quoted.append(end < text.length() ? "…\"" : "\"").toString();
  }

  private static String visible(char character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '\r' -> "\\r";
      default ->
          Character.isISOControl(character)
              ? String.format(Locale.ROOT, "\\u%04x", (int) character)
              : String.valueOf(character);
    };
  }

  /** Such as {@code web, batch or quiet}; long lists are cut. */
  public static String choices(Collection<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String list = names.stream().limit(MOST_CHOICES).collect(Collectors.joining(", "));
    return names.size() <= MOST_CHOICES
        ? list
        : list + " and " + (names.size() - MOST_CHOICES) + " more";
  }

  /** {@code ; did you mean `x`?} if a candidate is near, else {@code otherwise}. */
  public static String didYouMean(String seen, Collection<String> candidates, String otherwise) {
    return nearest(seen, candidates)
        .map(candidate -> "; did you mean `" + candidate + "`?")
        .orElse(otherwise);
  }

  /**
   * The candidate that a person most likely meant: the fewest slips of the finger away, at most a
   * third of its length; of equals, the first.
   */
  public static Optional<String> nearest(String seen, Collection<String> candidates) {
    Optional<String> best = Optional.empty();
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int slips = slips(seen.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (slips <= Math.max(1, candidate.length() / 3) && slips < fewest) {
        fewest = slips;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
  private static int slips(String a, String b) {
    if (a.length() > LONGEST_COMPARED || b.length() > LONGEST_COMPARED) {
      return Integer.MAX_VALUE;
    }
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = step(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int step(int[][] distance, String a, String b, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int moved = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    int best = Math.min(replaced, moved);
    return swapped ? Math.min(best, distance[i - 2][j - 2] + 1) : best;
  }
}
