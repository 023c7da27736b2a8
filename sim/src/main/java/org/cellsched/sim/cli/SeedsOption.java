package org.cellsched.sim.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which seeds a comparison runs with: {@code 20} for 1 to 20, or {@code 21-40}.
 *
 * @param text as the user wrote it
 */
record SeedsOption(String text, List<String> seeds) {

  /** One run has no variance. */
  private static final int FEWEST = 2;

  private static final int MOST = 1_000;

  private static final Pattern FORM = Pattern.compile("(?:([0-9]{1,9})-)?([0-9]{1,9})");

  static SeedsOption parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "expected how many, such as 20 for the seeds 1 to 20, or a range such as 21-40");
    }
    long first = form.group(1) == null ? 1 : Long.parseLong(form.group(1));
    long last = Long.parseLong(form.group(2));
    if (last - first + 1 < FEWEST || last - first + 1 > MOST) {
      throw new TypeConversionException(
          "that is %d seeds; it must be %d to %d".formatted(last - first + 1, FEWEST, MOST));
    }
    return new SeedsOption(
        text, LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList());
  }

  static final class Converter implements ITypeConverter<SeedsOption> {

    @Override
    public SeedsOption convert(String text) {
      return parse(text);
    }
  }
}
