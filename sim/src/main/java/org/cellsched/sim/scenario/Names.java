package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;

/** How things in a scenario may be called. */
final class Names {

  /** Subjects of expectations that are neither cells nor groups. */
  static final String PLANS = "plans";

  static final String VIOLATIONS = "violations";
  static final String MACHINE = "machine";

  /** What no cell and no group may be called. */
  static final List<String> RESERVED = List.of(TaskGroup.ROOT, PLANS, VIOLATIONS, MACHINE);

  private static final String NAME = "[A-Za-z][A-Za-z0-9_-]*";
  private static final int LONGEST = 64;

  /** Dots would look like a metric in an expectation, slashes like a path. */
  static final ScalarFormat<String> SIMPLE =
      Scalars.matching(
          "a name of letters, digits, `-` and `_` that begins with a letter", NAME, LONGEST);

  static final ScalarFormat<String> CELL_PATH =
      Scalars.matching(
          "the name of a cell such as web, or the path of a cgroup in it such as web/frontend",
          NAME + "(?:/" + NAME + ")*",
          8 * LONGEST);

  static final ScalarFormat<String> SCENARIO =
      Scalars.matching(
          "a name of letters, digits, `-`, `_` and `.`", "[A-Za-z0-9][A-Za-z0-9_.-]*", LONGEST);

  private Names() {}
}
