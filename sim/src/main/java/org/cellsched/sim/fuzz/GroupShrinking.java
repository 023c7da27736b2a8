package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cellsched.sim.kernel.SchedulingPolicy;
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
          group -> with(group, group.count(), TaskGroup.Members.COUNTED, group.behaviour()),
          group -> with(group, group.count(), group.members(), new Behaviour.Spin()),
          group -> with(group, group.count(), group.members(), steady(group.behaviour())),
          group -> restricted(group, false, group.nice(), group.policy()),
          group -> restricted(group, true, 0, SchedulingPolicy.NORMAL),
          GroupShrinking::inCellItself,
          GroupShrinking::endless);

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
    List<Scenario> proposals = new ArrayList<>();
    for (UnaryOperator<TaskGroup> change :
        List.<UnaryOperator<TaskGroup>>of(
            group -> with(group, 1, group.members(), group.behaviour()),
            group -> with(group, (group.count() + 1) / 2, group.members(), group.behaviour()),
            group ->
                with(group, Math.max(1, group.count() - 1), group.members(), group.behaviour()))) {
      proposals.addAll(changing(scenario, change));
    }
    return proposals;
  }

  static List<Scenario> plainer(Scenario scenario) {
    List<Scenario> proposals = new ArrayList<>();
    PLAINER.forEach(change -> proposals.addAll(changing(scenario, change)));
    return proposals;
  }

  private static List<Scenario> changing(Scenario scenario, UnaryOperator<TaskGroup> change) {
    List<Scenario> proposals =
        new ArrayList<>(
            Simplification.changingEach(
                scenario.tasks(), change, others -> Simplification.withTasks(scenario, others)));
    proposals.addAll(
        Simplification.changingEach(
            scenario.events(),
            event -> changed(event, change),
            others -> Simplification.withEvents(scenario, others)));
    return proposals;
  }

  private static ScenarioEvent changed(ScenarioEvent event, UnaryOperator<TaskGroup> change) {
    return event.action() instanceof Action.Start(TaskGroup group)
        ? new ScenarioEvent(
            event.atNs(),
            event.everyNs(),
            event.times(),
            new Action.Start(change.apply(group)),
            event.location())
        : event;
  }

  private static TaskGroup with(
      TaskGroup group, int count, TaskGroup.Members members, Behaviour behaviour) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.members() == TaskGroup.Members.FORKED ? group.count() : count,
        group.members() == TaskGroup.Members.FORKED ? group.members() : members,
        behaviour,
        group.nice(),
        group.affinity(),
        group.startNs(),
        group.stopNs(),
        group.queue(),
        group.policy());
  }

  private static TaskGroup restricted(
      TaskGroup group, boolean keepAffinity, int nice, SchedulingPolicy policy) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        nice,
        keepAffinity ? group.affinity() : null,
        group.startNs(),
        group.stopNs(),
        group.queue(),
        policy);
  }

  private static TaskGroup inCellItself(TaskGroup group) {
    int slash = group.cell().indexOf('/');
    String cell = slash < 0 ? group.cell() : group.cell().substring(0, slash);
    return moved(group, cell, group.stopNs() == null);
  }

  private static TaskGroup endless(TaskGroup group) {
    return moved(group, group.cell(), true);
  }

  private static TaskGroup moved(TaskGroup group, String cell, boolean endless) {
    return new TaskGroup(
        group.name(),
        cell,
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        group.startNs(),
        endless ? null : group.stopNs(),
        group.queue(),
        group.policy());
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
