package org.cellsched.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.report.Report.Machine;
import org.junit.jupiter.api.Test;

final class ReportPageTest {

  private static final Pattern LOADS_SOMETHING =
      Pattern.compile("(?i)(<link|\\ssrc\\s*=|@import|url\\(\\s*['\"]?(?!data:|#))");

  /** A report that knows as little as can be. */
  private static String page(String title, String scenario) {
    Columns columns = new Columns();
    Topology topology = Topology.regular(1, 1, 1, 2, 2, SiblingNumbering.ADJACENT);
    Report report =
        new Report(
            title,
            "simulated",
            "",
            List.of(),
            "a command",
            scenario,
            1_000_000,
            null,
            Machine.of(topology, columns),
            List.of("root"),
            List.of(),
            List.of(),
            0,
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            null);
    return ReportPage.of(report, columns);
  }

  @Test
  void thePageLoadsSomething() {
    String page = page("it", "");

    assertThat(LOADS_SOMETHING.matcher(page).results().map(hit -> hit.group())).isEmpty();
    assertThat(page).contains("default-src 'none'").doesNotContain("{{");
  }

  @Test
  void textEndsItsElement() {
    String page = page("</title><b>", "a: </script><script>alert(1)</script>");

    assertThat(page).contains("<title>&lt;/title&gt;&lt;b&gt;</title>");
    assertThat(page).doesNotContain("alert(1)</script>").contains("\\u003c/script>");
  }

  @Test
  void theLibrarysLicenceIsLeftOut() {
    assertThat(page("it", "")).contains("MIT License").contains("Leon Sorokin");
  }

  @Test
  void whatIsNotKnownIsSaidToBeNull() {
    assertThat(page("it", "")).doesNotContain("\"verdict\":null");
  }
}
