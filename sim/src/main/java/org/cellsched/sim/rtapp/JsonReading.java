package org.cellsched.sim.rtapp;

import java.math.BigDecimal;
import java.util.Locale;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.rtapp.JsonValue.JsonArray;
import org.cellsched.sim.rtapp.JsonValue.JsonObject;
import org.cellsched.sim.rtapp.JsonValue.JsonText;
import org.cellsched.sim.rtapp.JsonValue.JsonWord;
import org.cellsched.sim.rtapp.JsonValue.Member;
import org.jspecify.annotations.Nullable;

/** Takes values of one type out of JSON; each method answers null after a complaint. */
final class JsonReading {

  /** rt-app keeps its numbers in 32 bits. */
  static final long MOST = Integer.MAX_VALUE;

  /** What a scenario's machine can have. */
  private static final int MOST_CPUS = 4096;

  private final Problems problems;

  JsonReading(Problems problems) {
    this.problems = problems;
  }

  @Nullable Long wholeNumber(Member member, long least, String unit) {
    if (member.value() instanceof JsonWord word && word.text().matches("-?[0-9]+")) {
      // BigDecimal, since the text may have any number of digits.
      BigDecimal number = new BigDecimal(word.text());
      if (number.compareTo(BigDecimal.valueOf(least)) >= 0
          && number.compareTo(BigDecimal.valueOf(MOST)) <= 0) {
        return number.longValueExact();
      }
    }
    return refuse(member, "a whole number%s from %d to %d".formatted(unit, least, MOST));
  }

  @Nullable String text(Member member, String what) {
    return member.value() instanceof JsonText text && !text.text().isEmpty()
        ? text.text()
        : refuse(member, what + ", in double quotes");
  }

  @Nullable Boolean bool(Member member) {
    String seen = member.value() instanceof JsonWord word ? word.text() : "";
    return switch (seen.toLowerCase(Locale.ROOT)) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> refuse(member, "true or false");
    };
  }

  @Nullable JsonObject object(Member member, String what) {
    return member.value() instanceof JsonObject object ? object : refuse(member, what);
  }

  @Nullable CpuMask cpus(Member member) {
    String expected = "a list of CPU numbers such as [0, 2], each less than " + MOST_CPUS;
    if (!(member.value() instanceof JsonArray array) || array.items().isEmpty()) {
      return refuse(member, expected);
    }
    CpuMask cpus = CpuMask.none();
    for (JsonValue item : array.items()) {
      if (!(item instanceof JsonWord word && word.text().matches("[0-9]{1,4}"))
          || Integer.parseInt(word.text()) >= MOST_CPUS) {
        problems.add(
            item.location(),
            "an item of `%s` is %s; expected a CPU number less than %d"
                .formatted(member.key(), item.seen(), MOST_CPUS));
        return null;
      }
      cpus = cpus.with(Integer.parseInt(word.text()));
    }
    return cpus;
  }

  /** Complains, and answers null. */
  <T> @Nullable T refuse(Member member, String expected) {
    problems.add(
        member.value().location(),
        "`%s` is %s; expected %s".formatted(member.key(), member.value().seen(), expected));
    return null;
  }
}
