package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;

/** Shorter runs, and events at rounder times. */
final class TimeShrinking {

  private static final long MILLISECOND_NS = 1_000_000;
  private static final long[] GRAINS_NS = {
    100 * MILLISECOND_NS, 10 * MILLISECOND_NS, MILLISECOND_NS
  };

  private TimeShrinking() {}

  /** What breaks a rule early need not go on; expectations are of the end, and go. */
  static List<Scenario> shorter(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    if (!scenario.expectations().isEmpty()) {
      proposals.add(Parts.of(scenario).withExpectations(List.of()).scenario());
    }
    proposals.addAll(
        Simplification.withoutEach(
            scenario.expectations(),
            fewer -> Parts.of(scenario).withExpectations(fewer).scenario()));
    long endNs = scenario.durationNs();
    for (long shorterNs : new long[] {endNs / 4, endNs / 2, endNs * 3 / 4, endNs * 9 / 10}) {
      long roundNs = shorterNs / MILLISECOND_NS * MILLISECOND_NS;
      if (scenario.expectations().isEmpty() && roundNs > 0) {
        proposals.add(endingAt(scenario, roundNs));
      }
    }
    return proposals;
  }

  private static Scenario endingAt(Scenario scenario, long endNs) {
    List<TaskGroup> tasks = scenario.tasks().stream().map(group -> endingAt(group, endNs)).toList();
    List<ScenarioEvent> events =
        scenario.events().stream().filter(event -> event.lastNs() < endNs).toList();
    return Parts.of(scenario).withDurationNs(endNs).withTasks(tasks).withEvents(events).scenario();
  }

  private static TaskGroup endingAt(TaskGroup group, long endNs) {
    Long stopNs = group.stopNs();
    return stopNs == null || stopNs > endNs ? GroupParts.of(group).withStopNs(null).group() : group;
  }

  static List<Scenario> rounder(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    for (long grainNs : GRAINS_NS) {
      proposals.addAll(
          Simplification.changingEach(
              scenario.events(),
              event -> at(event, Math.max(1, event.atNs() / grainNs) * grainNs),
              others -> Simplification.withEvents(scenario, others)));
    }
    return proposals;
  }

  private static ScenarioEvent at(ScenarioEvent event, long atNs) {
    return zeros(atNs) > zeros(event.atNs()) ? event.withAtNs(atNs) : event;
  }

  /** How round a time is: the decimal zeros at its end. */
  private static int zeros(long ns) {
    int zeros = 0;
    for (long left = ns; left != 0 && left % 10 == 0; left /= 10) {
      zeros++;
    }
    return zeros;
  }
}
