package org.cellsched.host.report;

import java.util.List;

/** A {@link Report} as one page of HTML that needs nothing else. */
public final class ReportPage {

  private static final List<String> SCRIPTS =
      List.of(
          "data.js",
          "format.js",
          "colours.js",
          "shared.js",
          "view.js",
          "charts.js",
          "map.js",
          "words.js",
          "page.js");

  private ReportPage() {}

  /** The whole page. O(size of the report). */
  public static String of(Report report, Columns columns) {
    return PageTemplate.filled(report.title(), SCRIPTS, report, columns.deflated());
  }
}
