package org.cellsched.sim.rtapp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.rtapp.JsonValue.JsonArray;
import org.cellsched.sim.rtapp.JsonValue.JsonObject;
import org.cellsched.sim.rtapp.JsonValue.JsonText;
import org.cellsched.sim.rtapp.JsonValue.JsonWord;
import org.cellsched.sim.rtapp.JsonValue.Member;
import org.cellsched.sim.rtapp.JsonValue.Omitted;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON of workload files: what json-c takes (comments, a comma before a closing bracket,
 * single quotes), what rt-app's workgen adds (a key several times, a key without a value), and a
 * missing comma, which is told.
 *
 * <p>A parser of its own, since Jackson's most lenient setting still ends at a key without a value.
 * Time and memory are linear in the text. The first mistake of grammar ends the reading: what
 * follows it would be guesses.
 */
final class LooseJson {

  /** Ten times what a workload needs; bounds the recursion. */
  private static final int MOST_DEPTH = 64;

  private static final int END = -1;

  /** What ends a word. */
  private static final String DELIMITERS = ",:{}[]\"'/";

  private static final Pattern WORD =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null");

  private final String text;
  private final String source;
  private final Problems notes;
  private int position;
  private int line = 1;
  private int column = 1;

  private LooseJson(String text, String source, Problems notes) {
    this.text = text;
    this.source = source;
    this.notes = notes;
  }

  /**
   * The value that this text is, which messages call {@code source}; null after a complaint.
   *
   * @param notes takes what was read although it is not quite right
   */
  static @Nullable JsonValue parse(String text, String source, Problems problems, Problems notes) {
    LooseJson json = new LooseJson(text, source, notes);
    try {
      JsonValue value = json.value(0);
      json.skipBlanks();
      if (json.current() != END) {
        throw json.refused("something follows the end of the outermost object; delete it");
      }
      return value;
    } catch (Refused e) {
      problems.add(e.location, e.problem);
      return null;
    }
  }

  private JsonValue value(int depth) throws Refused {
    skipBlanks();
    if (depth > MOST_DEPTH) {
      throw refused("nested more than " + MOST_DEPTH + " deep; expected a few levels");
    }
    return switch (current()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"', '\'' -> new JsonText(here(), string());
      default -> word();
    };
  }

  private JsonObject object(int depth) throws Refused {
    Location start = here();
    List<Member> members = new ArrayList<>();
    advance();
    for (skipBlanks(); current() != '}'; separator('}', "object", start)) {
      Location keyLocation = here();
      if (current() != '"' && current() != '\'') {
        throw refused(
            "expected a key in double quotes, or `}` for the object of line " + start.line());
      }
      String key = string();
      members.add(new Member(keyLocation, key, memberValue(key, keyLocation, depth)));
    }
    advance();
    return new JsonObject(start, members);
  }

  private JsonValue memberValue(String key, Location keyLocation, int depth) throws Refused {
    skipBlanks();
    switch (current()) {
      case ':' -> {
        advance();
        return value(depth + 1);
      }
      case ',', '}' -> {
        return new Omitted(keyLocation);
      }
      default -> throw refused("expected `:` and a value after the key `" + key + "`");
    }
  }

  private JsonArray array(int depth) throws Refused {
    Location start = here();
    List<JsonValue> items = new ArrayList<>();
    advance();
    for (skipBlanks(); current() != ']'; separator(']', "list", start)) {
      items.add(value(depth + 1));
    }
    advance();
    return new JsonArray(start, items);
  }

  /** Goes over the comma after an item, to the next item or the closing bracket. */
  private void separator(int close, String what, Location start) throws Refused {
    skipBlanks();
    if (current() == ',') {
      advance();
      skipBlanks();
    } else if (current() != close && current() != END && ":}]".indexOf(current()) < 0) {
      notes.add(here(), "a comma is missing before this; read as if it were there");
    } else if (current() != close && current() != END) {
      throw refused("expected `,` or `" + (char) close + "`");
    }
    if (current() == END) {
      throw refused(
          "the file ends too early: the %s that begins at line %d is not closed; add `%c`"
              .formatted(what, start.line(), (char) close));
    }
  }

  private String string() throws Refused {
    Location start = here();
    int quote = current();
    StringBuilder read = new StringBuilder();
    for (advance(); current() != quote; advance()) {
      if (current() == END || current() == '\n') {
        throw new Refused(start, "the text that begins here is not closed; add a quotation mark");
      }
      read.append(current() == '\\' ? escape() : (char) current());
    }
    advance();
    return read.toString();
  }

  private char escape() throws Refused {
    advance();
    return switch (current()) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      case '"', '\'', '\\', '/' -> (char) current();
      default -> throw refused("unknown escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t");
    };
  }

  private char unicode() throws Refused {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      advance();
      int digit = current() == END ? -1 : Character.digit(current(), 16);
      if (digit < 0) {
        throw refused("expected four hexadecimal digits after \\u");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private JsonWord word() throws Refused {
    Location start = here();
    int from = position;
    while (current() != END
        && !Character.isWhitespace(current())
        && DELIMITERS.indexOf(current()) < 0) {
      advance();
    }
    String word = text.substring(from, position);
    if (word.isEmpty() && current() == END) {
      throw refused("the file ends where a value should be; expected a JSON object");
    } else if (!WORD.matcher(word).matches()) {
      String seen = word.isEmpty() ? String.valueOf((char) current()) : word;
      throw new Refused(
          start,
          Texts.quote(seen) + " is no value; expected a number, true, false, or text in \"…\"");
    }
    return new JsonWord(start, word);
  }

  // --- characters

  private void skipBlanks() throws Refused {
    while (true) {
      if (text.startsWith("/*", position)) {
        skipTo("*/", "the comment that begins here is not closed; add `*/`");
      } else if (text.startsWith("//", position)) {
        skipTo("\n", "");
      } else if (current() != END && Character.isWhitespace(current())) {
        advance();
      } else {
        return;
      }
    }
  }

  /**
   * @param unclosed the complaint if the end is not found; empty where the end of the file will do
   */
  private void skipTo(String end, String unclosed) throws Refused {
    int found = text.indexOf(end, position + 2);
    if (found < 0 && !unclosed.isEmpty()) {
      throw refused(unclosed);
    }
    int after = found < 0 ? text.length() : found + end.length();
    while (position < after) {
      advance();
    }
  }

  private int current() {
    return position < text.length() ? text.charAt(position) : END;
  }

  private void advance() {
    int passed = current();
    position++;
    if (passed == '\n') {
      line++;
      column = 1;
    } else if (!Character.isLowSurrogate((char) passed)) {
      column++;
    }
  }

  private Location here() {
    return new Location(source, line, column);
  }

  private Refused refused(String problem) {
    return new Refused(here(), problem);
  }

  /** Ends the reading. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Location location;
    private final String problem;

    Refused(Location location, String problem) {
      super(problem, null, false, false);
      this.location = location;
      this.problem = problem;
    }
  }
}
