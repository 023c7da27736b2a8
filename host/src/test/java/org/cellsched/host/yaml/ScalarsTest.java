package org.cellsched.host.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.cellsched.host.yaml.ScalarFormat.Mismatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {

  private static <T> T read(ScalarFormat<T> format, String text) {
    Problems problems = new Problems();
    T value = format.read(new Node.Scalar(Location.of("test"), "key", text, false), problems);
    if (value == null) {
      throw new AssertionError(problems.sorted().toString());
    }
    return value;
  }

  private static String complaint(ScalarFormat<?> format, String text) {
    Problems problems = new Problems();
    Object value = format.read(new Node.Scalar(Location.of("test"), "key", text, false), problems);
    assertThat(value).isNull();
    return problems.sorted().getFirst().message();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1ns, 1",
    "1us, 1000",
    "1\u00B5s, 1000",
    "1\u03BCs, 1000",
    "1ms, 1000000",
    "1s, 1000000000",
    "2min, 120000000000",
    "1.5ms, 1500000",
    "0.001us, 1",
    "20 ms, 20000000",
    "0.1s, 100000000",
  })
  void durationsAreExact(String text, long ns) throws Mismatch {
    assertThat(Scalars.parseDurationNs(text)).isEqualTo(ns);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ms",
        "1",
        "1 m s",
        "1e3ms",
        "0x1ms",
        "01ms",
        "1_0ms",
        "1,5ms",
        "1:30",
        ".5s",
        "5.s",
        "0.1ns",
        "--1s",
        "1s ",
        " 1s",
        "99999999999999999999s",
        "1MS",
        "NaN",
        "infinity"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatThrownBy(() -> Scalars.parseDurationNs(text)).isInstanceOf(Mismatch.class);
  }

  @Property
  void formattedDurationsReadBackTheSame(@ForAll @LongRange(min = 0) long ns) throws Mismatch {
    assertThat(Scalars.parseDurationNs(Scalars.formatNs(ns))).isEqualTo(ns);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1500, 1.5us",
    "20000000, 20ms",
    "12700000000, 12.7s",
    "60000000000, 1min",
    "90000000000, 90s",
    "7200000000000, 120min",
    "1000000001, 1000000.001us",
  })
  void durationsAreFormattedAsPeopleWriteThem(long ns, String text) {
    assertThat(Scalars.formatNs(ns)).isEqualTo(text);
  }

  @Test
  void rangesIncludeTheirEnds() {
    ScalarFormat<Integer> format = Scalars.smallNumber(-20, 19);

    assertThat(read(format, "-20")).isEqualTo(-20);
    assertThat(read(format, "19")).isEqualTo(19);
    assertThat(complaint(format, "20")).endsWith("; it is too large");
    assertThat(complaint(format, "-21")).endsWith("; it is too small");
  }

  @Test
  void wholeNumbersReachTheEndsOfLong() {
    ScalarFormat<Long> format = Scalars.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);

    assertThat(read(format, "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read(format, "-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(complaint(format, "9223372036854775808")).endsWith("; it is too large");
  }

  @Test
  void fractionsAreExactMillionths() {
    assertThat(read(Scalars.percent(0, 10_000_000), "12.5%")).isEqualTo(125_000);
    assertThat(read(Scalars.ratio(1, 1_000_000), "0.3")).isEqualTo(300_000);
    assertThat(read(Scalars.ratio(1, 1_000_000), "30%")).isEqualTo(300_000);
    assertThat(complaint(Scalars.ratio(1, 1_000_000), "0.0000001"))
        .endsWith("; it is finer than a millionth");
    assertThat(complaint(Scalars.percent(0, 10_000_000), "20")).endsWith("; did you mean 20%?");
    assertThat(read(Scalars.thousandths(1, 5_000), "0.5")).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"yes, write true", "ON, write true", "n, write false", "False, write false"})
  void whatYaml11TookForBooleansIsExplained(String text, String hint) {
    assertThat(complaint(Scalars.bool(), text)).endsWith("expected true or false; " + hint);
  }

  @Test
  void controlCharactersInMessagesAreVisible() {
    assertThat(complaint(Scalars.bool(), "a\n\t\u0007")).contains("\"a\\n\\t\\u0007\"");
    assertThat(complaint(Scalars.bool(), "x".repeat(1000))).hasSizeLessThan(200);
  }
}
