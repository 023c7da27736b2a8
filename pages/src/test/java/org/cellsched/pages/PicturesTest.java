package org.cellsched.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.interactions.Actions;

/**
 * The pictures of the documentation, made by the tool itself. With {@code -Dcellsched.update=true}
 * they are made anew; without, it is only looked that they are there and small.
 */
final class PicturesTest {

  private static final Path PICTURES = Reports.home().resolve("docs/pictures");
  private static final int WIDTH = 1120;
  private static final long MOST_BYTES = 200_000;

  enum Picture {
    VERDICT("report-verdict.png"),
    TIMELINE("report-timeline.png"),
    WAIT("report-wait.png");

    private final String file;

    Picture(String file) {
      this.file = file;
    }

    Path path() {
      return PICTURES.resolve(file);
    }
  }

  @TempDir private static Path folder;

  @BeforeAll
  static void makeThemAnew() throws IOException {
    if (!Boolean.getBoolean("cellsched.update")) {
      return;
    }
    Browser.assumeInstalled();
    Path report = Reports.of(Reports.home().resolve("scenarios/oversubscribed.yaml"), folder, 0);
    Files.createDirectories(PICTURES);
    try (Browser browser = Browser.start()) {
      browser.prefer("light");
      browser.resize(WIDTH, 760);
      browser.open(report, "");
      Files.write(Picture.VERDICT.path(), browser.picture());

      browser.run("document.querySelector('#timeline').scrollIntoView()");
      browser.settle();
      Files.write(Picture.TIMELINE.path(), browser.picture());

      browser.resize(WIDTH, 680);
      browser.run(
          """
          [...document.querySelectorAll('.findings > li')]
              .find(each => each.querySelector('.chip').textContent === 'web')
              .querySelector('a.when').click();
          """);
      browser.settle();
      new Actions(browser.driver()).moveToElement(browser.find("#map .u-over"), 60, -96).perform();
      browser.settle();
      Files.write(Picture.WAIT.path(), browser.picture());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPictureIsMissingOrLarge(Picture picture) throws IOException {
    byte[] bytes = Files.readAllBytes(picture.path());

    assertThat(bytes.length).isLessThan((int) MOST_BYTES);
    assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(WIDTH);
  }
}
