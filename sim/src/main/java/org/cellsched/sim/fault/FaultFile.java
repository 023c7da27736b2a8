package org.cellsched.sim.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cellsched.sim.fault.Fault.Change;
import org.jspecify.annotations.Nullable;

/** Reads a file of the form that {@link Fault} describes. */
final class FaultFile {

  /** The profile of a campaign that leans towards nothing. */
  private static final String ANY = "mixed";

  private final Path file;
  private final Map<String, List<String>> header = new TreeMap<>();

  private FaultFile(Path file) {
    this.file = file;
  }

  static Fault read(Path file) {
    return new FaultFile(file).fault(text(file).lines().toList());
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Fault fault(List<String> lines) {
    int next = 0;
    for (; next < lines.size() && !lines.get(next).isBlank(); next++) {
      String[] pair = lines.get(next).split(": ", 2);
      if (pair.length < 2) {
        throw bad(next, "\"" + pair[0] + "\" is no KEY: VALUE");
      }
      header.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1].strip());
    }
    String wrong = optional("wrong");
    if (wrong == null) {
      throw bad(0, "there is no \"wrong: WHAT GOES WRONG\"");
    }
    String item = optional("item");
    String profile = optional("profile");
    String fileName = String.valueOf(file.getFileName());
    return new Fault(
        fileName.substring(0, fileName.length() - Fault.SUFFIX.length()),
        item == null ? 0 : Integer.parseInt(item),
        optional("scenario"),
        wrong,
        List.copyOf(header.getOrDefault("fails", List.of())),
        profile == null ? ANY : profile,
        optional("near"),
        optional("planted") != null,
        changes(lines, next));
  }

  private @Nullable String optional(String key) {
    List<String> values = header.getOrDefault(key, List.of());
    if (values.size() > 1) {
      throw bad(0, key + " is there " + values.size() + " times");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  private List<Change> changes(List<String> lines, int from) {
    List<Change> changes = new ArrayList<>();
    String source = "";
    StringBuilder there = new StringBuilder();
    StringBuilder instead = new StringBuilder();
    // The line behind the last one ends the last change.
    List<String> rest =
        Stream.concat(lines.subList(from, lines.size()).stream(), Stream.of("")).toList();
    for (int index = 0; index < rest.size(); index++) {
      String line = rest.get(index);
      boolean begins = !line.startsWith("+") && !(line.startsWith("-") && instead.isEmpty());
      if (begins && !there.isEmpty()) {
        changes.add(new Change(source, there.toString(), instead.toString()));
        there.setLength(0);
        instead.setLength(0);
      }
      if (line.startsWith("in ")) {
        source = line.substring("in ".length()).strip();
      } else if (line.startsWith("-")) {
        there.append(line.substring(1)).append('\n');
      } else if (line.startsWith("+")) {
        instead.append(line.substring(1)).append('\n');
      } else if (!line.isBlank()) {
        throw bad(from + index, "\"" + line + "\" begins with none of in, -, +");
      }
    }
    return changes;
  }

  /** A complaint about a line, counted from 0. */
  private IllegalStateException bad(int line, String what) {
    return new IllegalStateException(file + ":" + (line + 1) + ": " + what);
  }
}
