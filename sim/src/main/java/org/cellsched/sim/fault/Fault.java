package org.cellsched.sim.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A mistake as a change of the sources: one that was made once, or one that could be.
 *
 * <p>A file of {@code sim/faults}: a header of keys, an empty line, then for each change {@code in
 * FILE}, what is there after {@code -} and what takes its place after {@code +}.
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
 * <p>What is there must be found exactly once; white space counts as a gap of any length. Every key
 * but {@code wrong} may be left out.
 *
 * @param name of its file, which says what goes wrong
 * @param item number in the list of scenarios/regression/README.md; 0 if it is not there
 * @param scenario below {@code scenarios/} that notices it; null if only fuzzing does
 * @param wrong what goes wrong, in a line
 * @param fails rules and expectations of the scenario that must fail with the fault
 * @param profile what a campaign leans towards that finds it
 * @param near a scenario or folder, variations of which find it where no profile does; null if one
 *     does
 * @param planted whether it was planted by somebody who did not know how fuzzing works
 */
public record Fault(
    String name,
    int item,
    @Nullable String scenario,
    String wrong,
    List<String> fails,
    String profile,
    @Nullable String near,
    boolean planted,
    List<Change> changes) {

  static final String SUFFIX = ".fault";

  /** What the name of a class loader begins with whose classes have a fault in them. */
  static final String LOADER_PREFIX = "fault ";

  private static final String FOLDER = "sim/faults";
  private static final String SOURCES = "src/main/java/";

  /** One passage of a source file, and what takes its place; {@code file} below the repository. */
  public record Change(String file, String there, String instead) {}

  /**
   * All there are, by item and name.
   *
   * @param repository the checkout whose sources they change
   * @throws IllegalStateException if a file is not as it should be, with its name and line
   */
  public static List<Fault> all(Path repository) {
    try (Stream<Path> files = Files.list(repository.resolve(FOLDER))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(FaultFile::read)
          .sorted(Comparator.comparingInt(Fault::item).thenComparing(Fault::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The name of the fault that is in these very classes; null if there is none. */
  public static @Nullable String switchedOn() {
    String name = Fault.class.getClassLoader().getName();
    return name != null && name.startsWith(LOADER_PREFIX)
        ? name.substring(LOADER_PREFIX.length())
        : null;
  }

  /**
   * The changed sources, by class name.
   *
   * @throws IllegalStateException if the sources have moved on, so that a passage is not there
   */
  public Map<String, String> changedSources(Path repository) {
    Map<String, String> sources = new TreeMap<>();
    for (Change change : changes) {
      int begin = change.file.indexOf(SOURCES);
      Path file = repository.resolve(change.file);
      if (begin < 0 || !Files.exists(file)) {
        throw new IllegalStateException(
            "fault " + name + ": there is no source file " + change.file);
      }
      String className =
          change
              .file
              .substring(begin + SOURCES.length(), change.file.length() - ".java".length())
              .replace('/', '.');
      String before = sources.computeIfAbsent(className, missing -> FaultFile.text(file));
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
      throw new IllegalStateException(
          "fault %s no longer matches %s, which has this %d times: refresh it.%n%s"
              .formatted(name, change.file, matches.size(), change.there));
    }
    return source.substring(0, matches.getFirst().start())
        + change.instead
        + source.substring(matches.getFirst().end());
  }

  @Override
  public String toString() {
    return name;
  }
}
