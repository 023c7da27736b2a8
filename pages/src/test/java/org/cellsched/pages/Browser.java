package org.cellsched.pages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium without a window, and without a network. */
final class Browser implements AutoCloseable {

  /**
   * Defines a function for scripts: the pixels of a canvas, from a copy, for reading them slows it.
   */
  static final String PIXELS =
      """
      const pixels = canvas => {
        const copy = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
        copy.canvas.width = canvas.width;
        copy.canvas.height = canvas.height;
        copy.drawImage(canvas, 0, 0);
        return copy.getImageData(0, 0, canvas.width, canvas.height).data;
      };
      """;

  /** It warns that it has no bindings for this browser's development protocol; none are used. */
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  static {
    SELENIUM.setLevel(Level.SEVERE);
  }

  private static final List<String> CHROMIUM = List.of("chromium", "chromium-browser");
  private static final List<String> DRIVER = List.of("chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Before each test, so that each is reported as skipped, with the reason. */
  static void assumeInstalled() {
    assumeTrue(
        isInstalled(),
        "no browser: Debian's packages chromium and chromium-driver are not installed");
  }

  static boolean isInstalled() {
    return onPath(CHROMIUM) != null && onPath(DRIVER) != null;
  }

  static Browser start() {
    return new Browser(
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(Objects.requireNonNull(onPath(DRIVER)).toFile())
                .usingAnyFreePort()
                .build(),
            options(Objects.requireNonNull(onPath(CHROMIUM)))));
  }

  private static @Nullable Path onPath(List<String> names) {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  private static ChromeOptions options(Path chromium) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.toFile());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root, in a container
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND");
    return options;
  }

  /** The size of the page's window, in CSS pixels. */
  void resize(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  void prefer(String colourScheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
  }

  /** Opens a report and waits until it is drawn. */
  void open(Path report, String hash) {
    driver.get("about:blank");
    driver.get(report.toUri() + hash);
    await("return document.body.dataset.ready === 'true'");
    settle();
  }

  /** Waits for the next picture: what was asked for before is drawn by then. */
  void settle() {
    driver.executeAsyncScript(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() =>"
            + " done()))");
  }

  /** Waits until a script returns true. */
  void await(String script) {
    long endNs = System.nanoTime() + PATIENCE.toNanos();
    while (!Boolean.TRUE.equals(run(script))) {
      if (System.nanoTime() > endNs) {
        throw new AssertionError("waited in vain for: " + script + "\n" + console());
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Nullable Object run(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  long number(String script, Object... arguments) {
    return ((Number) run(script, arguments)).longValue();
  }

  String text(String script, Object... arguments) {
    return String.valueOf(run(script, arguments));
  }

  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  ChromeDriver driver() {
    return driver;
  }

  /** What the page complained about since it was asked last. */
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  byte[] picture() {
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
