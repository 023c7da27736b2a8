package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.TextTable;
import org.cellsched.sim.trace.EventWindow;
import org.cellsched.sim.trace.EventWindow.Event;
import org.cellsched.sim.trace.MachineState;
import org.cellsched.sim.trace.MachineState.CellState;
import org.jspecify.annotations.Nullable;

/** Tells a person where two runs part. */
final class DiffPrinter {

  /** Events shown before the first that differs, and from there on. */
  private static final int BEFORE = 4;

  private static final int AFTER = 4;

  /** Events of a window shown where only one side can be run. */
  private static final int OF_ONE_SIDE = 40;

  private static final int CPUS_SHOWN = 32;
  private static final int WAITING_SHOWN = 6;

  private final Page out;
  private final DiffSide left;
  private final DiffSide right;

  DiffPrinter(Page out, DiffSide left, DiffSide right) {
    this.out = out;
    this.left = left;
    this.right = right;
  }

  private void sides() {
    out.line(left.name(), left.title());
    out.line(right.name(), right.title());
  }

  void equal() {
    sides();
    out.line("equal", "digest " + left.fingerprint().digest());
    out.flush();
  }

  /** The stretch in which the first difference lies. */
  void window(long fromNs, long toNs) {
    sides();
    out.line("equal", "up to " + Amounts.seconds(fromNs));
    out.line(
        "different",
        toNs == Long.MAX_VALUE
            ? "after that: A simulates %s, B %s"
                .formatted(
                    Amounts.duration(left.fingerprint().simulatedNs()),
                    Amounts.duration(right.fingerprint().simulatedNs()))
            : "before " + Amounts.seconds(toNs));
    out.flush();
  }

  /** What one side did in the window, where the other cannot be run. */
  void events(DiffSide side, List<Event> events) {
    out.println();
    out.println(
        "What %s did in it: %d events, the first of them".formatted(side.name(), events.size()));
    events.stream().limit(OF_ONE_SIDE).forEach(event -> event("  ", event));
    out.flush();
  }

  /** The events around the first that differs. */
  void difference(String what, List<Event> ofLeft, List<Event> ofRight) {
    int same = EventWindow.commonEvents(ofLeft, ofRight);
    out.println();
    out.println("%s, after %d equal ones in that time".formatted(what, same));
    ofLeft.subList(Math.max(0, same - BEFORE), same).forEach(event -> event("  ", event));
    from(left.name(), ofLeft, same);
    from(right.name(), ofRight, same);
    out.flush();
  }

  void onlyPlansDiffer() {
    out.println();
    out.println("CPUs and tasks do the same in that time.");
    out.flush();
  }

  private void from(String side, List<Event> events, int first) {
    if (first == events.size()) {
      out.println(side + " nothing more in that time");
    }
    for (int i = first; i < Math.min(events.size(), first + AFTER); i++) {
      event(i == first ? side + " " : "  ", events.get(i));
    }
  }

  private void event(String margin, Event event) {
    String when = "%s%16s  ".formatted(margin, Amounts.seconds(event.timeNs()));
    out.wrapped(when, " ".repeat(when.length()), event.what());
  }

  /** Both machines at that event; null for one on which nothing more happened. */
  void states(@Nullable MachineState ofLeft, @Nullable MachineState ofRight) {
    if (ofLeft == null || ofRight == null) {
      out.flush();
      return;
    }
    cpus(ofLeft, ofRight);
    cells(left.name(), ofLeft);
    cells(right.name(), ofRight);
    out.flush();
  }

  private void cpus(MachineState ofLeft, MachineState ofRight) {
    out.println();
    out.println("The CPUs at that moment; * where they differ");
    TextTable table = new TextTable("CPU", left.name(), right.name(), "");
    int count = Math.max(ofLeft.cpus().size(), ofRight.cpus().size());
    List<Integer> shown = new ArrayList<>();
    for (int cpu = 0; cpu < count; cpu++) {
      boolean differs = !at(ofLeft, cpu).equals(at(ofRight, cpu));
      if (differs || count <= CPUS_SHOWN) {
        shown.add(cpu);
      }
    }
    shown.stream()
        .limit(CPUS_SHOWN)
        .forEach(cpu ->
            table.row(
                Integer.toString(cpu),
                at(ofLeft, cpu),
                at(ofRight, cpu),
                at(ofLeft, cpu).equals(at(ofRight, cpu)) ? "" : "*"));
    out.table(table);
    if (shown.size() < count) {
      out.println("the other CPUs do the same in both");
    }
  }

  private static String at(MachineState state, int cpu) {
    return cpu < state.cpus().size() ? state.cpus().get(cpu) : "-";
  }

  private void cells(String side, MachineState state) {
    out.println();
    out.println("The cells of %s at that moment".formatted(side));
    for (CellState cell : state.cells()) {
      out.wrapped(
          "  ",
          "    ",
          "%s: CPUs %s; %s"
              .formatted(
                  cell.name(),
                  cell.cpus(),
                  cell.waiting().isEmpty() ? "nobody waits" : waiting(cell.waiting())));
    }
  }

  private static String waiting(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(WAITING_SHOWN, names.size())));
    int more = names.size() - WAITING_SHOWN;
    return "%d %s: %s%s"
        .formatted(
            names.size(),
            names.size() == 1 ? "waits" : "wait",
            first,
            more > 0 ? " and %d more".formatted(more) : "");
  }
}
