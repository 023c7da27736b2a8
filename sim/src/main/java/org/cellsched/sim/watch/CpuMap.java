package org.cellsched.sim.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cellsched.host.table.Page;

/**
 * A letter for each CPU that says whose task it runs, a capital one where it is borrowed: who is
 * where, at a glance.
 */
final class CpuMap {

  /** More letters than this nobody looks at. */
  private static final int MOST_CPUS = 256;

  private static final int CPUS_PER_WORD = 8;
  private static final char IDLE = '-';
  private static final char TAKEN = '!';

  /** For cells beyond the letters of the alphabet. */
  private static final char NO_LETTER = '+';

  private CpuMap() {}

  /** Nothing for a machine that is too large. */
  static void print(WatchFrame frame, Page page) {
    if (frame.cpus().isEmpty() || frame.cpus().size() > MOST_CPUS) {
      return;
    }
    List<Character> letters = letters(frame.cells().stream().map(WatchFrame.Cell::name).toList());
    StringBuilder map = new StringBuilder();
    for (int cpu = 0; cpu < frame.cpus().size(); cpu++) {
      map.append(cpu > 0 && cpu % CPUS_PER_WORD == 0 ? " " : "");
      map.append(letter(frame.cpus().get(cpu), letters));
    }
    page.line("CPUs", map.toString());
    page.line("", legend(frame, letters));
  }

  private static char letter(WatchFrame.CpuUse use, List<Character> letters) {
    return switch (use.state()) {
      case IDLE -> IDLE;
      case TAKEN -> TAKEN;
      case RUNS -> {
        char letter = letters.get(use.cell());
        yield use.borrowed() ? Character.toUpperCase(letter) : letter;
      }
    };
  }

  /** Those that run somewhere now. */
  private static String legend(WatchFrame frame, List<Character> letters) {
    TreeSet<Integer> seen =
        frame.cpus().stream()
            .filter(use -> use.state() == WatchFrame.CpuUse.State.RUNS)
            .map(WatchFrame.CpuUse::cell)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> entries = new ArrayList<>();
    for (int cell : seen) {
      if (letters.get(cell) != NO_LETTER) {
        entries.add(letters.get(cell) + " " + Page.shortened(frame.cells().get(cell).name()));
      }
    }
    entries.add("capital: borrowed");
    entries.add(IDLE + " idle");
    if (frame.cpus().stream().anyMatch(use -> use.state() == WatchFrame.CpuUse.State.TAKEN)) {
      entries.add(TAKEN + " taken or offline");
    }
    return String.join(", ", entries);
  }

  /** A different one for each name, from the name if possible. */
  static List<Character> letters(List<String> names) {
    List<Character> letters = new ArrayList<>();
    for (String name : names) {
      String candidates = name.toLowerCase(Locale.ROOT) + "abcdefghijklmnopqrstuvwxyz";
      letters.add(
          candidates
              .chars()
              .mapToObj(each -> (char) each)
              .filter(each -> each >= 'a' && each <= 'z' && !letters.contains(each))
              .findFirst()
              .orElse(NO_LETTER));
    }
    return letters;
  }
}
