package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.scenario.Expectation;
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
    for (int expectation = 0; expectation < scenario.expectations().size(); expectation++) {
      List<Expectation> fewer = new ArrayList<>(scenario.expectations());
      fewer.remove(expectation);
      proposals.add(Parts.of(scenario).withExpectations(fewer).scenario());
    }
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
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        group.startNs(),
        stopNs == null || stopNs > endNs ? null : stopNs,
        group.queue(),
        group.policy());
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
    boolean rounder = zeros(atNs) > zeros(event.atNs());
    return rounder
        ? new ScenarioEvent(atNs, event.everyNs(), event.times(), event.action(), event.location())
        : event;
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
