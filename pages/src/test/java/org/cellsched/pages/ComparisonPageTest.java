package org.cellsched.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.cli.ExitStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.interactions.Actions;

/** The page of {@code sim compare --report}. */
final class ComparisonPageTest {

  private static final String SCENARIO =
      """
      scenario: compared
      duration: 500ms
      machine: {coresPerLlc: 4}
      policy: {borrowing: true}
      cells: {web: {}, batch: {}}
      tasks:
        - name: server
          cell: web
          count: 3
          behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: {exponential: {mean: 1ms}}}}
        - {name: crunch, cell: batch, count: 6, behaviour: spin}
      """;

  @TempDir private static Path folder;

  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void compare() throws IOException {
    if (!Browser.isInstalled()) {
      return;
    }
    browser = Browser.start();
    Path scenario = Files.writeString(folder.resolve("compared.yaml"), SCENARIO);
    page = folder.resolve("out/report.html");
    Reports.run(
        ExitStatus.FINE,
        "compare",
        scenario.toString(),
        "--policy",
        "as-is=",
        "--policy",
        "off=policy.borrowing=false",
        "--policy",
        "fair",
        "--seeds",
        "4",
        "--report",
        page.getParent().toString());
  }

  @BeforeEach
  void browserIsThere() {
    Browser.assumeInstalled();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 390"})
  void aChartIsEmptyOrTheScreenOverflows(String scheme, int width) {
    browser.prefer(scheme);
    browser.resize(width, 900);
    browser.open(page, "");

    assertThat(browser.console()).isEmpty();
    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    Object colours =
        browser.run(
            Browser.PIXELS
                + """
                return [...document.querySelectorAll('.uplot canvas')]
                    .map(canvas => new Set(new Uint32Array(pixels(canvas).buffer)).size);
                """);
    assertThat((List<?>) colours)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(count -> assertThat(((Number) count).longValue()).isGreaterThan(20));
  }

  @Test
  void whatIsSureIsNotSaid() {
    browser.prefer("light");
    browser.resize(1280, 900);
    browser.open(page, "");

    String against = browser.find(".against").getText();
    assertThat(against).startsWith("off against as-is").contains("batch borrowed −100.0 %");
    assertThat(browser.find("table").getText()).contains(" ± ").contains("differs **");
    assertThat(browser.find("pre.command").getText()).contains("bin/sim compare ");
  }

  @Test
  void hoverSaysNothing() {
    browser.prefer("light");
    browser.resize(1280, 900);
    browser.open(page, "");
    browser.run("document.querySelector('.u-over').scrollIntoView({block: 'center'})");

    new Actions(browser.driver()).moveToElement(browser.find(".u-over")).perform();
    browser.settle();

    assertThat(browser.find("#tip").getText()).contains("difference ").contains(" ± ");
  }
}
