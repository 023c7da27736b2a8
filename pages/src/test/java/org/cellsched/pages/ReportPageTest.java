package org.cellsched.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.report.Columns;
import org.cellsched.host.report.JournalReport;
import org.cellsched.host.report.Report;
import org.cellsched.host.report.ReportPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput;

/** A report, as the browser draws it: judged by pixels and by what a person can do with it. */
final class ReportPageTest {

  private static final int WIDE = 1280;
  private static final int PHONE = 390;
  private static final int HEIGHT = 900;

  private static final String MAP = "#map .u-over";
  private static final String SHOWN = "return document.querySelector('#shown').textContent";

  /** Has borrowing, plan changes, a failed expectation and a violation. */
  private static final String SCENARIO =
      """
      scenario: for-the-browser
      description: A server lends to a batch job; another cell comes later.
      duration: 2s
      machine: {llcs: 2, coresPerLlc: 4}
      policy: {borrowing: true, interval: 200ms, debounce: {quiet: 10ms}, rebalancing: {threshold: 20%}}
      checks: {maxWait: 60ms}
      cells: {web: {}, batch: {}}
      tasks:
        - name: server
          cell: web
          count: 4
          behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: 1ms}}
        - {name: crunch, cell: batch, count: 14, behaviour: spin}
      events:
        - {at: 800ms, createCell: {name: late}}
        - {at: 800ms, start: {name: tail, cell: late, count: 3, behaviour: spin}}
      expect:
        - late.cpuTime > 90s from 1s to 1.5s
        - batch.borrowed > 1ms
        - web.wakeupLatency.p99 < 1us
      """;

  @TempDir private static Path folder;

  private static Browser browser;
  private static Path report;

  @BeforeAll
  static void openBrowser() throws IOException {
    if (!Browser.isInstalled()) {
      return;
    }
    browser = Browser.start();
    Path scenario = Files.writeString(folder.resolve("browser.yaml"), SCENARIO);
    report = Reports.of(scenario, folder.resolve("out"), ExitStatus.CHECK_FAILED);
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openReport() {
    Browser.assumeInstalled();
    browser.prefer("light");
    open(WIDE);
  }

  private static void open(int width) {
    browser.resize(width, HEIGHT);
    browser.open(report, "");
  }

  // --- what is there

  @Test
  void thePageComplains() {
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void somethingIsLoadedFromElsewhere() {
    assertThat(browser.number("return performance.getEntriesByType('resource').length")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 390", "dark, 390"})
  void aChartIsEmpty(String scheme, int width) {
    browser.prefer(scheme);
    open(width);

    long charts = browser.number("return document.querySelectorAll('.uplot canvas').length");
    assertThat(charts).isGreaterThanOrEqualTo(12);
    List<Long> colours = new ArrayList<>();
    for (int chart = 0; chart < charts; chart++) {
      colours.add(pixels("document.querySelectorAll('.uplot canvas')[" + chart + "]").colours());
    }
    assertThat(colours).as("colours in each chart").allMatch(count -> count > 20);
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void theMapLacksACell() {
    for (String cell : List.of("web", "batch", "late")) {
      long seen =
          browser.number(
              Browser.PIXELS
                  + """
                  const chip = [...document.querySelectorAll('.legend .chip')]
                      .find(each => each.textContent === arguments[0]);
                  const [red, green, blue] = getComputedStyle(chip).borderLeftColor.match(/\\d+/g);
                  const data = pixels(document.querySelector('#map canvas'));
                  let seen = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    seen += data[i] == red && data[i + 1] == green && data[i + 2] == blue;
                  }
                  return seen;
                  """,
              cell);
      assertThat(seen).as("pixels of " + cell).isGreaterThan(1000);
    }
  }

  @Test
  void whatFailedIsNotSaidFirst() {
    assertThat(browser.text("return document.querySelector('main > section').id"))
        .isEqualTo("verdict");
    assertThat(browser.find(".headline").getText()).contains("violation", "2 of 3 expectations");
    assertThat(browser.find(".checks li").getText()).startsWith("✗ failed");
    assertThat(browser.find(".findings li").getText()).contains("waited").contains("Its CPUs");
  }

  /** On a machine where switches cost nothing, a task that finds an idle CPU waits for no time. */
  @Test
  void latenciesOfZeroCannotBeDrawn() {
    Path costless = Reports.home().resolve("scenarios/interleaved.yaml");
    browser.open(Reports.of(costless, folder.resolve("costless"), ExitStatus.FINE), "");

    assertThat(browser.console()).isEmpty();
    assertThat(pixels("document.querySelector('#percentiles canvas')").colours()).isGreaterThan(20);
  }

  @Test
  void aFailureDoesNotSayWhen() {
    assertThat(
            browser.run(
                """
                return [...document.querySelectorAll('.checks .bad:not(:has(a.when))')]
                    .map(each => each.textContent);
                """))
        .isEqualTo(List.of());
  }

  @Test
  void aCellThatWasHurtIsListedTwice() {
    assertThat(browser.find(".hurts").getText())
        .contains("FAILED web.wakeupLatency.p99 < 1us", "FAILED late.cpuTime");
    assertThat(
            browser.run(
                """
                const names = [...document.querySelectorAll('.hurts .chip')].map(each => each.textContent);
                return names.length === new Set(names).size;
                """))
        .isEqualTo(true);
  }

  // --- what can be done

  static Stream<Arguments> waysToZoom() {
    return Stream.of(
        way("the wheel", map -> wheel(map, 0, -400)),
        way(
            "dragging",
            map ->
                actions()
                    .moveToElement(map, -200, 0)
                    .clickAndHold()
                    .moveByOffset(150, 0)
                    .release()
                    .perform()),
        way("a key", map -> press(map, "+")),
        way("a button", map -> browser.find("[aria-label='Zoom in']").click()));
  }

  private static Arguments way(String name, Consumer<WebElement> does) {
    return Arguments.argumentSet(name, does);
  }

  @ParameterizedTest
  @MethodSource("waysToZoom")
  void zoomShowsTheSamePicture(Consumer<WebElement> way) {
    Picture before = pixels("document.querySelector('#map canvas')");
    Picture chartBefore = pixels("document.querySelector('#charts canvas')");
    String shown = browser.text(SHOWN);

    way.accept(toMap());
    browser.settle();

    assertThat(browser.text(SHOWN)).isNotEqualTo(shown);
    assertThat(pixels("document.querySelector('#map canvas')")).isNotEqualTo(before);
    assertThat(pixels("document.querySelector('#charts canvas')")).isNotEqualTo(chartBefore);

    press(browser.find(MAP), "0");
    browser.settle();
    assertThat(browser.text(SHOWN)).isEqualTo(shown);
  }

  @Test
  void theWheelOverTheWholeRunHoldsThePage() {
    WebElement map = toMap();
    long before = browser.number("return scrollY");

    wheel(map, 0, 300);

    browser.await("return scrollY > " + before);
  }

  @Test
  void hoverSaysNothing() {
    WebElement map = toMap();
    press(map, "+");
    press(map, "+");
    press(map, "+");

    actions().moveToElement(map, 10, 10).perform();
    browser.settle();

    String tip = browser.find("#tip").getText();
    assertThat(tip)
        .containsPattern("CPU \\d+ at \\d")
        .containsPattern("(server|crunch|tail)/\\d+ of");
    assertThat(tip).contains("ended: ");
    actions().moveToElement(browser.find("h1")).perform();
    browser.settle();
    assertThat(browser.find("#tip").isDisplayed()).isFalse();
  }

  @Test
  void aLinkOfTheVerdictLeavesTheTimelineWhereItIs() {
    String whole = browser.text(SHOWN);
    for (String selector : List.of(".checks .bad a.when", ".findings a.when")) {
      open(WIDE);
      Picture before = pixels("document.querySelector('#map canvas')");

      browser.find(selector).click();
      browser.await("return location.hash.startsWith('#t=')");
      browser.await(
          """
          const place = selector => document.querySelector(selector).getBoundingClientRect();
          const below = place('#timeline').top - place('#contents').bottom;
          return below >= 0 && below < 40\
          """);
      browser.settle();

      assertThat(browser.text(SHOWN)).isNotEqualTo(whole);
      assertThat(pixels("document.querySelector('#map canvas')")).isNotEqualTo(before);
      assertThat(browser.find("#marked").getText()).startsWith("In the frame: ");
    }
  }

  @Test
  void aLinkFromOutsideIsNotFollowed() {
    browser.open(report, "#t=1000000000-1010000000");

    assertThat(browser.text(SHOWN)).startsWith("0.99");
  }

  @Test
  void theKeyboardDoesNotReachTheMap() {
    WebElement focused = browser.find("body");
    boolean reached = false;
    for (int tabs = 0; tabs < 60 && !reached; tabs++) {
      actions().sendKeys(Keys.TAB).perform();
      focused = browser.driver().switchTo().activeElement();
      reached =
          Boolean.TRUE.equals(
              browser.run("return arguments[0].matches(arguments[1])", focused, MAP));
    }
    assertThat(reached).as("reached within 60 tabs").isTrue();

    String first = browser.find("#readout").getText();
    assertThat(first).startsWith("CPU 0 at ");
    focused.sendKeys(Keys.ARROW_DOWN);
    assertThat(browser.find("#readout").getText()).startsWith("CPU 1 at ");
  }

  @Test
  void aPlanThatIsChosenIsNotDrawn() {
    String before = browser.text("return document.querySelector('.machine').innerHTML");

    browser.run(
        """
        for (const select of document.querySelectorAll('#topology select')) {
          select.value = select.options.length - 1;
          select.dispatchEvent(new Event('change'));
        }
        """);

    assertThat(browser.text("return document.querySelector('.machine').innerHTML"))
        .isNotEqualTo(before);
    assertThat(browser.number("return document.querySelectorAll('.cpu.moved').length"))
        .as("both sides show the same plan now")
        .isZero();
  }

  // --- where it is read

  @Test
  void aPhonesScreenOverflows() {
    open(PHONE);

    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(PHONE);
    assertThat(
            browser.run(
                """
                const scrolls = each => each
                    && (/auto|scroll/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
                return [...document.querySelectorAll('body *:not(.skip)')]
                    .filter(each => !scrolls(each.parentElement))
                    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
                    .map(each => each.tagName + '.' + each.className);
                """))
        .isEqualTo(List.of());
  }

  @Test
  void theDarkLooksLikeTheLight() {
    String ground = "return getComputedStyle(document.body).backgroundColor";
    String light = browser.text(ground);
    Picture map = pixels("document.querySelector('#map canvas')");

    browser.prefer("dark"); // without opening it anew
    browser.settle();

    assertThat(browser.text(ground)).isNotEqualTo(light);
    assertThat(pixels("document.querySelector('#map canvas')")).isNotEqualTo(map);
  }

  @ParameterizedTest
  @CsvSource({"fair", "global-vtime"})
  void aSchedulerWithoutPlansCannotBeDrawn(String scheduler) {
    Path other =
        Reports.of(
            folder.resolve("browser.yaml"),
            folder.resolve(scheduler),
            ExitStatus.CHECK_FAILED,
            "--scheduler",
            scheduler);
    browser.open(other, "");

    assertThat(browser.console()).isEmpty();
    assertThat(browser.number("return document.querySelectorAll('#topology').length")).isZero();
    assertThat(pixels("document.querySelector('#map canvas')").colours()).isGreaterThan(20);
  }

  @Test
  void aJournalCannotBeDrawn() throws Exception {
    Path file = folder.resolve("run.jsonl");
    Path scenario = folder.resolve("browser.yaml");
    Reports.of(
        scenario, folder.resolve("again"), ExitStatus.CHECK_FAILED, "--journal", file.toString());
    Path page = folder.resolve("journal.html");
    try (JournalReader journal = JournalReader.open(file)) {
      Columns columns = new Columns();
      Report known = JournalReport.of(journal, "run.jsonl", "a command", columns);
      Files.writeString(page, ReportPage.of(known, columns));
    }
    browser.open(page, "");

    assertThat(browser.console()).isEmpty();
    assertThat(browser.find(".headline").getText()).matches("\\d plans in force, \\d+ CPUs .*");
    assertThat(browser.find(".findings li").getText()).contains("was shortest of CPUs");
    assertThat(pixels("document.querySelector('#map canvas')").colours()).isGreaterThan(20);
    assertThat(browser.number("return document.querySelectorAll('#latency').length")).isZero();

    Picture before = pixels("document.querySelector('#map canvas')");
    browser.find(".findings a.when").click();
    browser.settle();
    assertThat(pixels("document.querySelector('#map canvas')")).isNotEqualTo(before);
  }

  // --- helpers

  /** How a canvas looks: the number of its colours, and a fingerprint of its pixels. */
  private record Picture(long colours, long fingerprint) {}

  private static Picture pixels(String canvas) {
    List<?> seen =
        (List<?>)
            browser.run(
                Browser.PIXELS
                    + """
                    const words = new Uint32Array(pixels(%s).buffer);
                    let hash = 7;
                    for (const word of words) hash = Math.imul(hash, 31) + word | 0;
                    return [new Set(words).size, hash];
                    """
                        .formatted(canvas));
    return new Picture(((Number) seen.get(0)).longValue(), ((Number) seen.get(1)).longValue());
  }

  private static WebElement toMap() {
    WebElement map = browser.find(MAP);
    browser.run("arguments[0].scrollIntoView({block: 'center'})", map);
    browser.settle();
    return map;
  }

  private static Actions actions() {
    return new Actions(browser.driver());
  }

  private static void wheel(WebElement at, int right, int down) {
    actions().scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(at), right, down).perform();
  }

  private static void press(WebElement on, String key) {
    browser.run("arguments[0].focus({preventScroll: true})", on);
    on.sendKeys(key);
  }
}
