package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;

/** Fewer tasks, in plainer groups: those of the scenario, and those that events start. */
final class GroupShrinking {

  private static final long MILLISECOND_NS = 1_000_000;

  private static final List<UnaryOperator<TaskGroup>> PLAINER =
      List.of(
          group -> GroupParts.of(group).counted().group(),
          group -> GroupParts.of(group).withBehaviour(new Behaviour.Spin()).group(),
          group -> GroupParts.of(group).withBehaviour(steady(group.behaviour())).group(),
          group -> GroupParts.of(group).withAffinity(null).group(),
          group -> GroupParts.of(group).withoutWeight().group(),
          GroupShrinking::inCellItself,
          group -> GroupParts.of(group).withStartNs(0).group(),
          group -> GroupParts.of(group).withStopNs(null).group());

  private static final List<UnaryOperator<TaskGroup>> FEWER =
      List.of(
          group -> GroupParts.of(group).withCount(1).group(),
          group -> GroupParts.of(group).withCount((group.count() + 1) / 2).group(),
          group -> GroupParts.of(group).withCount(Math.max(1, group.count() - 1)).group());

  private GroupShrinking() {}

  /** Without a group, and the events that name it. */
  static List<Scenario> withoutOne(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    for (TaskGroup gone : scenario.tasks()) {
      List<TaskGroup> tasks = scenario.tasks().stream().filter(each -> !each.equals(gone)).toList();
      List<ScenarioEvent> events =
          scenario.events().stream().filter(event -> !names(event.action(), gone.name())).toList();
      proposals.add(Parts.of(scenario).withTasks(tasks).withEvents(events).scenario());
    }
    return proposals;
  }

  private static boolean names(Action action, String group) {
    return switch (action) {
      case Action.Stop(String name) -> name.equals(group);
      case Action.Move move -> move.group().equals(group);
      case Action.SetAffinity set -> set.group().equals(group);
      case Action.SetNice set -> set.group().equals(group);
      default -> false;
    };
  }

  static List<Scenario> fewerTasks(Scenario scenario) {
    return changing(scenario, FEWER);
  }

  static List<Scenario> plainer(Scenario scenario) {
    return changing(scenario, PLAINER);
  }

  private static List<Scenario> changing(
      Scenario scenario, List<UnaryOperator<TaskGroup>> changes) {
    List<Scenario> proposals = new ArrayList<>();
    for (UnaryOperator<TaskGroup> change : changes) {
      proposals.addAll(replacing(scenario, group -> Simplification.ifChanged(group, change)));
    }
    return proposals;
  }

  /**
   * One proposal for each that could be in a group's place, or in that of one that an event starts.
   */
  static List<Scenario> replacing(Scenario scenario, Function<TaskGroup, List<TaskGroup>> others) {
    List<Scenario> proposals =
        new ArrayList<>(
            Simplification.replacingEach(
                scenario.tasks(), others, tasks -> Simplification.withTasks(scenario, tasks)));
    proposals.addAll(
        Simplification.replacingEach(
            scenario.events(),
            event -> othersStarted(event, others),
            events -> Simplification.withEvents(scenario, events)));
    return proposals;
  }

  private static List<ScenarioEvent> othersStarted(
      ScenarioEvent event, Function<TaskGroup, List<TaskGroup>> others) {
    return event.action() instanceof Action.Start(TaskGroup group)
        ? others.apply(group).stream()
            .map(other -> event.withAction(new Action.Start(other)))
            .toList()
        : List.of();
  }

  private static TaskGroup inCellItself(TaskGroup group) {
    int slash = group.cell().indexOf('/');
    String cell = slash < 0 ? group.cell() : group.cell().substring(0, slash);
    return GroupParts.of(group).withCell(cell).group();
  }

  /** What runs and sleeps for times that are always the same, in whole milliseconds if it can. */
  private static Behaviour steady(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.RunSleep each ->
          new Behaviour.RunSleep(steady(each.run()), steady(each.sleep()));
      case Behaviour.Periodic each ->
          new Behaviour.Periodic(steady(each.run()), rounded(each.everyNs()), 0);
      case Behaviour.RunOnce each -> new Behaviour.RunOnce(steady(each.run()));
      case Behaviour.Serve each ->
          new Behaviour.RunSleep(
              steady(each.service()), new Distribution.Constant(5 * MILLISECOND_NS));
      case Behaviour.Spin spin -> spin;
      case Behaviour.Follow follow -> follow;
    };
  }

  private static Distribution steady(Distribution time) {
    return new Distribution.Constant(rounded(time.meanNs()));
  }

  private static long rounded(long ns) {
    return ns < MILLISECOND_NS ? ns : ns / MILLISECOND_NS * MILLISECOND_NS;
  }
}
