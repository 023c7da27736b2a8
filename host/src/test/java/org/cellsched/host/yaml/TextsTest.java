package org.cellsched.host.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  @ParameterizedTest
  @CsvSource({
    "borowing, borrowing",
    "borrowign, borrowing",
    "BORROWING, borrowing",
    "treshold, threshold",
    "cpuSet, cpuset",
    "wbe, web",
    "we, web",
  })
  void slipsOfTheFingerAreRecognised(String seen, String meant) {
    assertThat(Texts.nearest(seen, List.of("borrowing", "threshold", "cpuset", "web")))
        .contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"reboot", "xyz", "b", "''"})
  void somethingElseIsNoSlip(String seen) {
    assertThat(Texts.nearest(seen, List.of("borrowing", "threshold", "cpuset", "web"))).isEmpty();
  }

  @Test
  void longTextsAreNotCompared() {
    String longText = "x".repeat(1_000_000);

    assertThat(Texts.nearest(longText, List.of(longText))).isEmpty();
  }

  @Test
  void longListsAreCut() {
    List<String> names = IntStream.range(0, 100).mapToObj(i -> "c" + i).toList();

    assertThat(Texts.choices(names)).startsWith("c0, c1, ").endsWith("c11 and 88 more");
    assertThat(Texts.choices(List.of())).isEqualTo("none");
  }
}
