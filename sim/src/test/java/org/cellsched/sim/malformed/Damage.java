package org.cellsched.sim.malformed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages texts at random: as editors, transfers, merges and people with other habits do. */
final class Damage {

  private static final List<String> SNIPPETS =
      List.of(
          "\t",
          "\n",
          "\r",
          " ",
          "- ",
          ": ",
          ":",
          ",",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "\\",
          "\\u12",
          "&a ",
          "*a",
          "!!x ",
          "|",
          ">",
          "%",
          "@",
          "`",
          "#",
          "/*",
          "//",
          "---\n",
          "...\n",
          "? ",
          "<<: ",
          "~",
          "null",
          "true",
          "NaN",
          "web",
          "root",
          "batch.cpus",
          "20 mss",
          "0-",
          "0-8191",
          "7-0",
          "[".repeat(300),
          "{\"a\":".repeat(300),
          "\\x",
          "\u0000",
          "\uFEFF",
          "\u2028",
          "\uD83D\uDE00");

  private static final List<String> NUMBERS =
      List.of(
          "-1",
          "0",
          "1",
          "1.5",
          "-0",
          ".5",
          "010",
          "0x1F",
          "1:30",
          "4096",
          "2147483648",
          "-9223372036854775808",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999",
          "1e999999999",
          "\"7\"",
          "null",
          "[]",
          "{}");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  /** The text with one to three damages, as bytes, which need not be UTF-8. */
  byte[] of(String valid) {
    StringBuilder text = new StringBuilder(valid);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(9)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, oneOf(SNIPPETS));
        case 2 -> text.replace(at, end, oneOf(SNIPPETS));
        case 3 -> text.setCharAt(at, (char) random.nextInt(0x250));
        case 4 -> moveLine(text);
        case 5 -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(20)));
        case 6 -> text.setLength(at);
        default -> replaceNumber(text);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void replaceNumber(StringBuilder text) {
    List<MatchResult> numbers = NUMBER.matcher(text.toString()).results().toList();
    if (!numbers.isEmpty()) {
      MatchResult number = numbers.get(random.nextInt(numbers.size()));
      text.replace(number.start(), number.end(), oneOf(NUMBERS));
    }
  }

  private void moveLine(StringBuilder text) {
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    if (lines.size() > 1) {
      String moved = lines.remove(random.nextInt(lines.size()));
      lines.add(random.nextInt(lines.size()), moved);
    }
    text.setLength(0);
    text.append(String.join("\n", lines)).append('\n');
  }
}
