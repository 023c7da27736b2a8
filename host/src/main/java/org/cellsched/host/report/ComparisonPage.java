package org.cellsched.host.report;

import java.util.List;

/** A comparison of policies as one page of HTML that needs nothing else. */
public final class ComparisonPage {

  private static final List<String> SCRIPTS =
      List.of("format.js", "colours.js", "shared.js", "comparison.js");

  private ComparisonPage() {}

  /**
   * The whole page. O(size of the document).
   *
   * @param document as {@code sim compare --json} writes it: see docs/compare.md
   */
  public static String of(String title, Object document) {
    return PageTemplate.filled(title, SCRIPTS, document, new byte[0]);
  }
}
