package org.cellsched.host.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used, with every complaint about it; the message shows the first few. */
public class InvalidFileException extends Exception {

  private static final long serialVersionUID = 1L;

  /** One screen. */
  private static final int MOST_SHOWN = 20;

  private final transient List<Problem> problems;

  public InvalidFileException(Problems problems) {
    super(describe(problems));
    this.problems = problems.sorted();
  }

  /** Sorted by place, never empty; the first thousand if there were more. */
  public List<Problem> problems() {
    return problems;
  }

  private static String describe(Problems problems) {
    List<Problem> sorted = problems.sorted();
    String shown =
        sorted.stream().limit(MOST_SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
    int hidden = problems.count() - Math.min(MOST_SHOWN, sorted.size());
    return hidden == 0 ? shown : shown + "\nand " + hidden + " more problems";
  }
}
