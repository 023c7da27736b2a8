package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;

/** Something that happens somewhat sooner or later, or at the instant of something else. */
final class OtherTimes {

  private static final long MICROSECOND_NS = 1_000;
  private static final long FARTHEST_NS = 20_000_000;

  private OtherTimes() {}

  /** One proposal for each event. */
  static List<Scenario> ofEvents(Scenario scenario, Dice dice) {
    return Simplification.changingEach(
        scenario.events(),
        event -> event.withAtNs(otherTimeNs(event.atNs(), scenario, dice)),
        events -> Simplification.withEvents(scenario, events));
  }

  /** One proposal for each group of tasks, which starts at another time. */
  static List<Scenario> ofStarts(Scenario scenario, Dice dice) {
    return Simplification.changingEach(
        scenario.tasks(),
        group ->
            GroupParts.of(group).withStartNs(otherTimeNs(group.startNs(), scenario, dice)).group(),
        tasks -> Simplification.withTasks(scenario, tasks));
  }

  private static long otherTimeNs(long ns, Scenario scenario, Dice dice) {
    long farNs = dice.timeNs(MICROSECOND_NS, FARTHEST_NS);
    return switch (dice.below(3)) {
      case 0 -> ns + farNs;
      case 1 -> Math.max(0, ns - farNs);
      default -> dice.oneOf(instantsNs(scenario));
    };
  }

  private static List<Long> instantsNs(Scenario scenario) {
    TreeSet<Long> instants = new TreeSet<>();
    instants.add(0L);
    for (TaskGroup group : scenario.tasks()) {
      instants.add(group.startNs());
    }
    for (ScenarioEvent event : scenario.events()) {
      instants.add(event.atNs());
    }
    return new ArrayList<>(instants);
  }
}
