package org.cellsched.host.yaml;

import static org.cellsched.host.yaml.SchemaDefinitions.fragment;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.ScalarFormat.Mismatch;

/**
 * The scalar formats: times, numbers, fractions, words, names, CPU lists. All numbers are exact.
 */
public final class Scalars {

  /** A number and what follows it. */
  private static final Pattern QUANTITY = Pattern.compile("([-+]?[0-9]+(?:\\.[0-9]+)?)( ?)(.*)");

  /** More than any value of ours has; keeps the arithmetic small. */
  private static final int MOST_DIGITS = 30;

  private static final String DURATION_PATTERN = "^[0-9]+(\\.[0-9]+)? ?(ns|us|µs|μs|ms|s|min)$";
  private static final String PERCENT_PATTERN = "^[0-9]+(\\.[0-9]+)? ?%$";
  private static final String DECIMAL_PATTERN = "^[0-9]+(\\.[0-9]+)?$";
  private static final String CPU_LIST_PATTERN = "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$";

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Scalars() {}

  /** A time in nanoseconds, such as {@code 1.5ms}; plain {@code 0} needs no unit. */
  public static ScalarFormat<Long> duration(long leastNs, long mostNs) {
    return new ScalarFormat<>(
        "a time from " + formatNs(leastNs) + " to " + formatNs(mostNs),
        leastNs > 0
            ? fragment("type", "string", "pattern", DURATION_PATTERN)
            : fragment(
                "anyOf",
                List.of(
                    fragment("type", "string", "pattern", DURATION_PATTERN), fragment("const", 0))),
        text -> inRange(parseDurationNs(text), leastNs, mostNs));
  }

  /** A whole number. */
  public static ScalarFormat<Long> wholeNumber(long least, long most) {
    return new ScalarFormat<>(
        "a whole number from " + least + " to " + most,
        fragment("type", "integer", "minimum", least, "maximum", most),
        text -> inRange(parseWhole(text), least, most));
  }

  /** A whole number that fits an int. */
  public static ScalarFormat<Integer> smallNumber(int least, int most) {
    return new ScalarFormat<>(
        "a whole number from " + least + " to " + most,
        fragment("type", "integer", "minimum", least, "maximum", most),
        text -> Math.toIntExact(inRange(parseWhole(text), least, most)));
  }

  /** One of a few whole numbers. */
  public static ScalarFormat<Integer> oneOf(Integer... numbers) {
    List<Integer> allowed = List.of(numbers);
    String list = allowed.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new ScalarFormat<>(
        "one of " + list,
        fragment("enum", allowed),
        text -> {
          long number = parseWhole(text);
          if (allowed.stream().noneMatch(each -> each == number)) {
            throw new Mismatch();
          }
          return Math.toIntExact(number);
        });
  }

  /** {@code true} or {@code false}; what YAML 1.1 took for them is refused with a hint. */
  public static ScalarFormat<Boolean> bool() {
    return new ScalarFormat<>(
        "true or false",
        fragment("type", "boolean"),
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw notBoolean(text);
            });
  }

  private static Mismatch notBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> new Mismatch("write true");
      case "false", "no", "off", "n" -> new Mismatch("write false");
      default -> new Mismatch();
    };
  }

  /** One of these values by its word. */
  public static <T> ScalarFormat<T> word(List<T> values, Function<T, String> wordOf) {
    TreeMap<String, T> byWord = new TreeMap<>();
    values.forEach(value -> byWord.put(wordOf.apply(value), value));
    List<String> words = values.stream().map(wordOf).toList();
    return new ScalarFormat<>(
        words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words),
        fragment("enum", words),
        text -> {
          T value = byWord.get(text);
          if (value == null) {
            throw new Mismatch(suggestion(text, words));
          }
          return value;
        });
  }

  /** The constants of an enum, by name in lower case with hyphens. */
  public static <E extends Enum<E>> ScalarFormat<E> constant(Class<E> type) {
    return word(Arrays.asList(type.getEnumConstants()), Scalars::wordOf);
  }

  /** How a constant of an enum is written: its name in lower case with hyphens. */
  public static String wordOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String suggestion(String text, List<String> words) {
    return Texts.nearest(text, words).map(word -> "did you mean `" + word + "`?").orElse("");
  }

  /** Text that matches {@code pattern} as a whole. */
  public static ScalarFormat<String> matching(String expected, String pattern, int mostCharacters) {
    Pattern compiled = Pattern.compile(pattern);
    return new ScalarFormat<>(
        expected,
        fragment("type", "string", "pattern", "^(?:" + pattern + ")$", "maxLength", mostCharacters),
        text -> {
          if (!compiled.matcher(text).matches()) {
            throw new Mismatch();
          } else if (text.length() > mostCharacters) {
            throw new Mismatch("it has " + text.length() + " characters");
          }
          return text;
        });
  }

  /** Any text. */
  public static ScalarFormat<String> text() {
    return new ScalarFormat<>("text", fragment("type", "string"), text -> text);
  }

  /** CPUs in list format, at least one. */
  public static ScalarFormat<CpuMask> cpus() {
    return new ScalarFormat<>(
        "CPUs such as 0-3,8", cpuListSchema(), text -> parseCpus(text, "at least one CPU"));
  }

  private static SequencedMap<String, Object> cpuListSchema() {
    return fragment(
        "anyOf",
        List.of(
            fragment("type", "integer", "minimum", 0),
            fragment("type", "string", "pattern", CPU_LIST_PATTERN)));
  }

  private static CpuMask parseCpus(String text, String wanted) throws Mismatch {
    try {
      CpuMask cpus = CpuList.parse(text);
      if (cpus.isEmpty()) {
        throw new Mismatch(wanted + " is needed");
      }
      return cpus;
    } catch (CpuListException e) {
      String message = String.valueOf(e.getMessage());
      throw new Mismatch(message.substring(message.indexOf("character ")));
    }
  }

  /** A share in millionths, written in per cent: {@code 20%}. */
  public static ScalarFormat<Integer> percent(int leastPpm, int mostPpm) {
    return new ScalarFormat<>(
        "a percentage from " + formatPercent(leastPpm) + " to " + formatPercent(mostPpm),
        fragment("type", "string", "pattern", PERCENT_PATTERN),
        text -> {
          Quantity quantity = Quantity.parse(text);
          if (!quantity.unit.equals("%")) {
            throw new Mismatch(quantity.unit.isEmpty() ? "did you mean " + text + "%?" : "");
          }
          return ppm(quantity.number.divide(HUNDRED), leastPpm, mostPpm);
        });
  }

  /** A number in millionths, written as a decimal or in per cent: {@code 0.3} or {@code 30%}. */
  public static ScalarFormat<Integer> ratio(int leastPpm, int mostPpm) {
    return new ScalarFormat<>(
        "a number from " + formatMillionths(leastPpm) + " to " + formatMillionths(mostPpm),
        fragment(
            "anyOf",
            List.of(
                fragment(
                    "type",
                    "number",
                    "minimum",
                    BigDecimal.valueOf(leastPpm).divide(MILLION),
                    "maximum",
                    BigDecimal.valueOf(mostPpm).divide(MILLION)),
                fragment("type", "string", "pattern", PERCENT_PATTERN))),
        text -> {
          Quantity quantity = Quantity.parse(text);
          BigDecimal number =
              switch (quantity.unit) {
                case "" -> quantity.number;
                case "%" -> quantity.number.divide(HUNDRED);
                default -> throw new Mismatch();
              };
          return ppm(number, leastPpm, mostPpm);
        });
  }

  /** A decimal number in thousandths, such as {@code 0.5}, which is 500. */
  public static ScalarFormat<Long> thousandths(long least, long most) {
    return new ScalarFormat<>(
        "a number from "
            + BigDecimal.valueOf(least, 3).stripTrailingZeros().toPlainString()
            + " to "
            + BigDecimal.valueOf(most, 3).stripTrailingZeros().toPlainString(),
        fragment(
            "anyOf",
            List.of(
                fragment("type", "number", "exclusiveMinimum", 0),
                fragment("type", "string", "pattern", DECIMAL_PATTERN))),
        text -> {
          Quantity quantity = Quantity.parse(text);
          if (!quantity.unit.isEmpty()) {
            throw new Mismatch("write it without a unit");
          }
          return inRange(exact(quantity.number.movePointRight(3), "a thousandth"), least, most);
        });
  }

  private static int ppm(BigDecimal number, int leastPpm, int mostPpm) throws Mismatch {
    long ppm = exact(number.movePointRight(6), "a millionth");
    return Math.toIntExact(inRange(ppm, leastPpm, mostPpm));
  }

  private static long inRange(long value, long least, long most) throws Mismatch {
    if (value < least) {
      throw new Mismatch("it is too small");
    } else if (value > most) {
      throw new Mismatch("it is too large");
    }
    return value;
  }

  private static long exact(BigDecimal number, String grain) throws Mismatch {
    BigDecimal shortest = number.stripTrailingZeros();
    if (shortest.scale() > 0) {
      throw new Mismatch("it is finer than " + grain);
    } else if (shortest.toBigIntegerExact().bitLength() >= Long.SIZE) {
      throw new Mismatch("it is too large");
    }
    return shortest.longValueExact();
  }

  /** A whole number as people write it. */
  private static long parseWhole(String text) throws Mismatch {
    Quantity quantity = Quantity.parse(text);
    if (!quantity.unit.isEmpty()) {
      throw new Mismatch(wholeNumberHint(quantity.unit));
    }
    return exact(quantity.number, "a whole number");
  }

  private static String wholeNumberHint(String unit) {
    return switch (unit.charAt(0)) {
      case '_' -> "write it without underscores";
      case 'x', 'e', 'E' -> "write it in full, in decimal";
      default -> "write it without a unit";
    };
  }

  /** A time in nanoseconds, such as {@code 20ms}. */
  public static long parseDurationNs(String text) throws Mismatch {
    Quantity quantity = Quantity.parse(text);
    long unitNs = unitNs(quantity.unit);
    if (unitNs == 0) {
      if (quantity.unit.isEmpty() && quantity.number.signum() == 0) {
        return 0;
      }
      throw new Mismatch(unitHint(quantity));
    }
    return exact(quantity.number.multiply(BigDecimal.valueOf(unitNs)), "a nanosecond");
  }

  /** Nanoseconds of a unit of time; 0 if it is none. */
  public static long unitNs(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      // Keyboards write the micro sign as U+00B5, editors and phones as the Greek letter U+03BC.
      case "us", "\u00B5s", "\u03BCs" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "s" -> 1_000_000_000L;
      case "min" -> 60_000_000_000L;
      default -> 0L;
    };
  }

  private static String unitHint(Quantity quantity) {
    if (quantity.unit.isEmpty()) {
      return "the unit is missing: ns, us, ms, s or min";
    } else if (quantity.unit.startsWith(":")) {
      return "write it in seconds or minutes, such as 90s";
    }
    BigDecimal number = quantity.number;
    String unit = quantity.unit.toLowerCase(Locale.ROOT);
    if (unit.equals("h") || unit.equals("hours")) {
      number = number.multiply(BigDecimal.valueOf(60));
      unit = "m";
    }
    String meant =
        switch (unit) {
          case "sec", "secs", "second", "seconds" -> "s";
          case "m", "mins", "minute", "minutes" -> "min";
          case "msec", "msecs", "millis", "mss" -> "ms";
          case "usec", "usecs", "micros", "mus" -> "us";
          case "nsec", "nsecs", "nanos" -> "ns";
          default -> "";
        };
    String units = "the units are ns, us, ms, s and min";
    return meant.isEmpty()
        ? units
        : units + "; did you mean `" + number.toPlainString() + meant + "`?";
  }

  /** The shortest exact way to write it, such as {@code 1.5ms}; {@code 0s} for none. */
  public static String formatNs(long ns) {
    String[] units = {"min", "s", "ms", "us", "ns"};
    for (String unit : units) {
      long unitNs = unitNs(unit);
      // Minutes only where they are whole; other units with up to three decimals.
      boolean fits = unit.equals("min") ? ns % unitNs == 0 : ns % Math.max(1, unitNs / 1000) == 0;
      if (ns != 0 && Math.abs(ns) >= unitNs && fits) {
        BigDecimal amount = BigDecimal.valueOf(ns).divide(BigDecimal.valueOf(unitNs));
        return amount.stripTrailingZeros().toPlainString() + unit;
      }
    }
    return ns == 0 ? "0s" : ns + "ns";
  }

  /** Parts per million as a percentage, exactly: {@code 12.5%}. */
  public static String formatPercent(int ppm) {
    return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + "%";
  }

  /** Millionths as a decimal fraction, exactly: {@code 0.3}. */
  public static String formatMillionths(int ppm) {
    return BigDecimal.valueOf(ppm, 6).stripTrailingZeros().toPlainString();
  }

  /** A number and its unit, which may be empty. */
  public record Quantity(BigDecimal number, String unit) {

    /** Takes a text apart. Refuses what YAML 1.1 read in surprising ways, such as octal numbers. */
    public static Quantity parse(String text) throws Mismatch {
      Matcher matcher = QUANTITY.matcher(text);
      if (!matcher.matches()) {
        throw new Mismatch(text.startsWith(".") ? "write a digit before the point" : "");
      }
      String number = String.valueOf(matcher.group(1));
      String unit = String.valueOf(matcher.group(3));
      if (number.length() > MOST_DIGITS) {
        throw new Mismatch("it has more than " + MOST_DIGITS + " digits");
      } else if (unit.isEmpty() && !String.valueOf(matcher.group(2)).isEmpty()) {
        throw new Mismatch();
      } else if (number.matches("[-+]?0[0-9].*")) {
        throw new Mismatch("write it without leading zeros: some read them as octal");
      }
      return new Quantity(new BigDecimal(number), unit);
    }
  }
}
