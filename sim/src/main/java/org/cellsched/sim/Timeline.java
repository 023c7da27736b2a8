package org.cellsched.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;

/**
 * Everything that a scenario makes happen, in order of time: its events, repeated ones as often as
 * they occur, and the starts and stops of its task groups. At one time events come in the order in
 * which they are written, starts and stops after them.
 */
final class Timeline {

  /** What happens, and the scenario's line that says so. */
  record Entry(long timeNs, Action action, int line) {}

  private final List<Entry> entries;
  private int next;

  Timeline(Scenario scenario) {
    List<Entry> all = new ArrayList<>();
    for (ScenarioEvent event : scenario.events()) {
      int line = event.location().line();
      for (int occurrence = 0; occurrence < event.times(); occurrence++) {
        add(all, event.timeNs(occurrence), event.action(), line);
      }
    }
    for (TaskGroup group : scenario.tasks()) {
      if (group.members() != TaskGroup.Members.FORKED) {
        add(all, group.startNs(), new Action.Start(group), 0);
      }
    }
    // A stable sort: entries of one time stay in the order written.
    all.sort(Comparator.comparingLong(Entry::timeNs));
    entries = List.copyOf(all);
  }

  /** Adds an action, and for a start the delay of its first period and its stop. */
  private static void add(List<Entry> all, long timeNs, Action action, int line) {
    if (action instanceof Action.Start start) {
      TaskGroup group = start.group();
      long phaseNs =
          group.behaviour() instanceof Behaviour.Periodic periodic ? periodic.phaseNs() : 0;
      all.add(new Entry(timeNs + phaseNs, action, line));
      if (group.stopNs() != null) {
        all.add(new Entry(group.stopNs(), new Action.Stop(group.name()), line));
      }
    } else {
      all.add(new Entry(timeNs, action, line));
    }
  }

  /** The groups that start, as often as they do. */
  List<TaskGroup> starts() {
    List<TaskGroup> groups = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.action() instanceof Action.Start start) {
        groups.add(start.group());
      }
    }
    return groups;
  }

  /** Time of the next entry, or {@link EventQueue#NEVER}. */
  long nextNs() {
    return next < entries.size() ? entries.get(next).timeNs() : EventQueue.NEVER;
  }

  /** Whether all that comes next at one time is done to tasks one by one, under their locks. */
  boolean nextMayOverlap() {
    return entries.stream()
        .skip(next)
        .takeWhile(entry -> entry.timeNs() == nextNs())
        .allMatch(entry -> isDoneTaskByTask(entry.action()));
  }

  private static boolean isDoneTaskByTask(Action action) {
    return action instanceof Action.Move
        || action instanceof Action.SetAffinity
        || action instanceof Action.SetCpuset
        || action instanceof Action.SetCpuWeight
        || action instanceof Action.SetNice;
  }

  /** The next entry, which is then past. */
  Entry take() {
    return entries.get(next++);
  }
}
