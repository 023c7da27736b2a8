package org.cellsched.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What went wrong once would be noticed if it came back: with each {@link Fault} put into the
 * sources, its scenario fails by the rule or expectation that the fault names. That the scenarios
 * run clean without is tested with the rest of the library.
 */
class FaultsTest {

  private static final Path README = Golden.repository("scenarios/regression/README.md");

  private static final String TABLE = "<!-- generated: faults -->\n";
  private static final String END_OF_TABLE = "<!-- end of faults -->\n";

  /** A row of the table of items that no scenario can show. */
  private static final Pattern EXPLAINED =
      Pattern.compile("(?m)^\\| (\\d+) \\| [^|]+ \\| [^|]+ \\|$");

  /** So many things are known to have gone wrong. */
  private static final int ITEMS = 63;

  static List<Fault> faults() {
    return Fault.all(Golden.repository("")).stream().filter(fault -> fault.item() > 0).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void mistakeComesBackUnnoticed(Fault fault) throws ReflectiveOperationException {
    assertThat(fault.fails()).as("what must fail").isNotEmpty();

    assertThat(failures(fault)).containsAll(fault.fails());
  }

  @SuppressWarnings("unchecked") // FailuresOfRun is one, by whomever it was loaded.
  private static List<String> failures(Fault fault) throws ReflectiveOperationException {
    Class<?> run =
        new FaultyClasses(fault, Golden.repository("")).loadClass(FailuresOfRun.class.getName());
    Function<Path, List<String>> failuresOf =
        (Function<Path, List<String>>) run.getDeclaredConstructor().newInstance();
    return failuresOf.apply(Golden.repository("scenarios/" + fault.scenario() + ".yaml"));
  }

  @Test
  void faultNoLongerMatchesTheSources() {
    assertThat(Fault.all(Golden.repository("")))
        .allSatisfy(fault -> assertThat(fault.changedSources(Golden.repository(""))).isNotEmpty());
  }

  @Test
  void itemHasNeitherScenarioNorReason() {
    String text = Golden.read(README);
    TreeSet<Integer> known = new TreeSet<>();
    faults().forEach(fault -> known.add(fault.item()));
    EXPLAINED
        .matcher(text.substring(text.indexOf(END_OF_TABLE)))
        .results()
        .map((MatchResult row) -> Integer.parseInt(row.group(1)))
        .forEach(item -> assertThat(known.add(item)).as("item %s has both", item).isTrue());

    assertThat(known).containsExactlyElementsOf(IntStream.rangeClosed(1, ITEMS).boxed().toList());
  }

  @Test
  void tableOfFaultsIsNotCurrent() {
    String text = Golden.read(README);
    String rows =
        faults().stream()
            .map(fault ->
                "| %d | %s | %s | [%s](%s) | %s |%n"
                    .formatted(
                        fault.item(),
                        fault.wrong(),
                        "`" + fault.name() + "`",
                        fault.scenario().replace("regression/", ""),
                        "../" + fault.scenario() + ".yaml",
                        fault.fails().stream()
                            .map(each -> "`" + each + "`")
                            .collect(Collectors.joining(", "))))
            .collect(Collectors.joining());

    Golden.check(
        README,
        text.substring(0, text.indexOf(TABLE) + TABLE.length())
            + "\n"
            + "| Item | What goes wrong | Fault | Scenario | What fails |\n"
            + "|---|---|---|---|---|\n"
            + rows
            + "\n"
            + text.substring(text.indexOf(END_OF_TABLE)));
  }
}
