package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.sim.trace.EventWindow;
import org.cellsched.sim.trace.EventWindow.Event;
import org.cellsched.sim.trace.RunDigest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sim diff}: where two runs part. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Runs two scenarios, or one under two policies, and shows the first observable event "
          + "that differs, with the state of both machines.",
      "Ends with 0 if there is none, else 1. Either side may be the document of a run "
          + "(--json), of another version for instance: then the time is found up to 100 ms, and "
          + "what the other side did in it."
    })
public final class DiffCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "A scenario (YAML), or the document of a run (.json).")
  private Path a = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      defaultValue = "",
      description = "Another one; by default the same as A, for --set-b to change.")
  private Path b = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Puts a value into both scenarios, such as duration=5s; repeatable.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--set-a",
      paramLabel = "PATH=VALUE",
      description = "Puts a value into A; repeatable.")
  private List<String> setA = new ArrayList<>();

  @Option(
      names = "--set-b",
      paramLabel = "PATH=VALUE",
      description = "Puts a value into B, such as policy.borrowing=false; repeatable.")
  private List<String> setB = new ArrayList<>();

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (Interruption interruption = new Interruption()) {
      ScenarioRun runner = new ScenarioRun(console, interruption);
      DiffSide left = side("A", a, setA);
      DiffSide right = side("B", b.toString().isEmpty() ? a : b, setB);
      DiffPrinter printer = new DiffPrinter(console.page(null), left, right);
      left.run(runner);
      right.run(runner);
      if (interruption.isPending()) {
        return ExitStatus.INTERRUPTED;
      }
      if (left.fingerprint().equalsRun(right.fingerprint())) {
        printer.equal();
        return ExitStatus.FINE;
      }
      tellDifference(left, right, runner, printer);
      return interruption.isPending() ? ExitStatus.INTERRUPTED : ExitStatus.CHECK_FAILED;
    }
  }

  private DiffSide side(String name, Path file, List<String> own) {
    List<String> settings = Stream.concat(set.stream(), own.stream()).toList();
    return file.toString().endsWith(".json")
        ? DiffSide.recorded(name, file, settings)
        : DiffSide.scenario(name, file, settings);
  }

  private static void tellDifference(
      DiffSide left, DiffSide right, ScenarioRun runner, DiffPrinter printer) {
    int rung = left.fingerprint().firstDifferentRung(right.fingerprint());
    int rungs = Math.min(left.fingerprint().ladder().size(), right.fingerprint().ladder().size());
    long fromNs = rung * RunDigest.RUNG_NS;
    // Beyond the ladder one is longer, or the very last moment differs.
    long toNs = rung < rungs ? fromNs + RunDigest.RUNG_NS : Long.MAX_VALUE;
    printer.window(fromNs, toNs);
    if (left.isRecorded() || right.isRecorded()) {
      Stream.of(left, right)
          .filter(side -> !side.isRecorded())
          .forEach(side -> printer.events(side, events(side, runner, fromNs, toNs)));
      return;
    }
    List<Event> ofLeft = events(left, runner, fromNs, toNs);
    List<Event> ofRight = events(right, runner, fromNs, toNs);
    printer.difference("The first event that differs", ofLeft, ofRight);
    List<Event> scheduledLeft = ofLeft.stream().filter(event -> !event.plan()).toList();
    List<Event> scheduledRight = ofRight.stream().filter(event -> !event.plan()).toList();
    if (scheduledLeft.equals(scheduledRight)) {
      printer.onlyPlansDiffer();
      return;
    }
    int same = EventWindow.commonEvents(scheduledLeft, scheduledRight);
    if (EventWindow.commonEvents(ofLeft, ofRight) < same) {
      printer.difference("The first of a CPU or task", scheduledLeft, scheduledRight);
    }
    printer.states(
        left.watch(runner, fromNs, toNs, indexOf(scheduledLeft, same, ofLeft)).state(),
        right.watch(runner, fromNs, toNs, indexOf(scheduledRight, same, ofRight)).state());
  }

  /** Where among all events the one is that has this number among some; or none. */
  private static int indexOf(List<Event> some, int number, List<Event> all) {
    int seen = 0;
    for (int i = 0; number < some.size() && i < all.size(); i++) {
      if (!all.get(i).plan() && seen++ == number) {
        return i;
      }
    }
    return EventWindow.NO_EVENT;
  }

  private static List<Event> events(DiffSide side, ScenarioRun runner, long fromNs, long toNs) {
    return side.watch(runner, fromNs, toNs, EventWindow.NO_EVENT).events();
  }
}
