package org.cellsched.sim.defect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellsched.sim.scenario.Golden;

/**
 * Something that went wrong once, as a change that puts it back into the sources.
 *
 * <p>A file of {@code src/test/resources/defects}: a header of keys, an empty line, then for each
 * change {@code in FILE}, what is there after {@code -} and what takes its place after {@code +}.
 *
 * <pre>
 * item: 18
 * scenario: regression/owner-waits-a-slice
 * wrong: the CPU is claimed, and nobody kicks the borrower
 * fails: reclaim
 *
 * in sim/src/main/java/org/cellsched/sim/scheduler/Placement.java
 * - kernel.kickPreempt(cpu);
 * </pre>
 *
 * <p>What is there must be found exactly once; white space counts as a gap of any length.
 *
 * @param name of its file, which says what goes wrong
 * @param item number in the list of scenarios/regression/README.md
 * @param scenario that notices it, below {@code scenarios/}
 * @param wrong what goes wrong, in a line
 * @param fails rules and expectations of the scenario that must fail with the defect
 */
public record Defect(
    String name, int item, String scenario, String wrong, List<String> fails, List<Change> changes)
    implements Comparable<Defect> {

  private static final Path FOLDER = Path.of("src/test/resources/defects");
  private static final String SUFFIX = ".defect";
  private static final String SOURCES = "src/main/java/";

  /** One passage of a source file, and what takes its place; {@code file} below the repository. */
  public record Change(String file, String there, String instead) {}

  /** All there are, by item. */
  public static List<Defect> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(Defect::read)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Defect read(Path file) {
    String fileName = file.getFileName().toString();
    List<String> lines = Golden.read(file).lines().toList();
    Map<String, List<String>> header = new TreeMap<>();
    int next = 0;
    for (; next < lines.size() && !lines.get(next).isBlank(); next++) {
      String[] pair = lines.get(next).split(": ", 2);
      if (pair.length < 2) {
        throw new AssertionError(
            file + ":" + (next + 1) + ": \"" + pair[0] + "\" is no KEY: VALUE");
      }
      header.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1].strip());
    }
    return new Defect(
        fileName.substring(0, fileName.length() - SUFFIX.length()),
        Integer.parseInt(only(file, header, "item")),
        only(file, header, "scenario"),
        only(file, header, "wrong"),
        List.copyOf(header.getOrDefault("fails", List.of())),
        changes(file, lines.subList(next, lines.size())));
  }

  private static String only(Path file, Map<String, List<String>> header, String key) {
    List<String> values = header.getOrDefault(key, List.of());
    if (values.size() != 1) {
      throw new AssertionError(file + ": " + key + " is there " + values.size() + " times, not 1");
    }
    return values.getFirst();
  }

  private static List<Change> changes(Path file, List<String> lines) {
    List<Change> changes = new ArrayList<>();
    String source = "";
    StringBuilder there = new StringBuilder();
    StringBuilder instead = new StringBuilder();
    // The line behind the last one ends the last change.
    for (String line : Stream.concat(lines.stream(), Stream.of("")).toList()) {
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
        throw new AssertionError(file + ": \"" + line + "\" begins with none of in, -, +");
      }
    }
    return changes;
  }

  /** The changed sources, by class name. Fails if one of them has moved on. */
  Map<String, String> changedSources() {
    Map<String, String> sources = new TreeMap<>();
    for (Change change : changes) {
      int begin = change.file.indexOf(SOURCES);
      if (begin < 0 || !Files.exists(Golden.repository(change.file))) {
        throw new AssertionError("defect " + name + ": there is no source file " + change.file);
      }
      String className =
          change
              .file
              .substring(begin + SOURCES.length(), change.file.length() - ".java".length())
              .replace('/', '.');
      String before =
          sources.computeIfAbsent(
              className, missing -> Golden.read(Golden.repository(change.file)));
      sources.put(className, changed(before, change));
    }
    return sources;
  }

  private String changed(String source, Change change) {
    String gaps =
        Stream.of(change.there.strip().split("\\s+"))
            .map(Pattern::quote)
            .collect(Collectors.joining("\\s+"));
    // What is there, but for the length of its gaps; not the end of a longer word.
    Pattern pattern = Pattern.compile("(?<!\\w)" + gaps);
    List<MatchResult> matches = pattern.matcher(source).results().toList();
    if (matches.size() != 1) {
      throw new AssertionError(
          "the defect %s no longer matches %s, which has this %d times: refresh it.%n%s"
              .formatted(name, change.file, matches.size(), change.there));
    }
    return source.substring(0, matches.getFirst().start())
        + change.instead
        + source.substring(matches.getFirst().end());
  }

  @Override
  public int compareTo(Defect other) {
    return item != other.item ? Integer.compare(item, other.item) : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return item + " " + name;
  }
}
