package org.cellsched.sim.fuzz;

import java.util.Arrays;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.yaml.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * Something rare that a campaign must have seen: a campaign that never gets there says nothing
 * about what would happen.
 */
public enum Situation {
  // What the data plane decided, by the name of the decision.
  IDLE_OWN("a task wakes on an idle CPU of its cell"),
  IDLE_BORROWED("a task wakes on a borrowed CPU"),
  IDLE_ELSEWHERE("a stranger wakes on an idle CPU of others"),
  QUEUED_WITH_CELL("a task waits in its cell's line"),
  QUEUED_FOR_CPU("a restricted task waits in a CPU's line"),
  MOVED("a waiting task is moved to another line"),
  RECLAIMED("a lent CPU is taken back"),
  EVICTED("a CPU changes hands"),
  SLICE_CUT("a slice is cut for a restricted task"),
  NEXT_IN_LINE("a CPU takes the next in line"),
  FROM_OTHER_LLC("a CPU takes a task from another LLC's line"),
  FROM_OTHER_CPU("a CPU takes a task from another CPU's line"),
  LENT("a CPU that would go idle is lent"),
  LENT_ON("a lent CPU's turn goes to another borrower"),
  KEPT("a task goes on with a new slice"),
  OVERDUE("an overdue task goes next"),
  // Plans, and what went on when they came.
  PLAN_FOR_LIFECYCLE("a plan because cells came or went"),
  PLAN_FOR_CPUSET("a plan because cpusets changed"),
  PLAN_FOR_DEMAND("a plan because demand moved"),
  PLAN_FOR_HOTPLUG("a plan because CPUs came or went"),
  PLAN_FOR_SEVERAL_CAUSES("a plan with several causes"),
  PLAN_WITH_RETIRING_CELL("a plan while a cell is retiring"),
  PLAN_WITH_ENFORCED_HOLDOUT("a plan that had to leave the root cell a CPU"),
  PLAN_OF_ROOT_ALONE("a plan without cells"),
  PLAN_WITH_CELLS_OF_ONE_CPU("a plan in which each cell has one CPU"),
  PLAN_BESIDE_MORE_CGROUPS_THAN_CPUS("a plan with more cgroups than CPUs"),
  PLAN_WHILE_ALL_CPUS_IDLE("a plan while all CPUs are idle"),
  PLAN_WHILE_ALL_CPUS_BUSY("a plan while all CPUs are busy"),
  PLAN_WHILE_BORROWER_RUNS("a plan while a borrower runs"),
  PLAN_WHILE_BORROWER_IS_RECLAIMED("a plan at the moment in which a borrower is taken its CPU"),
  PLAN_WHILE_STRANGER_RUNS("a plan while a stranger runs"),
  PLAN_WHILE_CPU_IS_TAKEN("a plan while a higher class has a CPU"),
  PLAN_MOVES_CPU_UNDER_ITS_TASK("a plan takes the CPU of a running task away"),
  PLAN_AFTER_PLAN_AT_ONCE("two plans within a millisecond"),
  PLAN_UNANSWERED("a plan counts as refused, since no answer came in time"),
  ID_FREED_WHILE_TASKS_LIVE("a cell that is gone is drained, and its id free, while tasks live"),
  NEW_CELL_WHILE_ANOTHER_RETIRES("a cell comes while another is retiring"),
  // Tasks that something happens to at an awkward time.
  AFFINITY_CHANGES_WHILE_WAITING("a waiting task's affinity, cgroup or weight changes"),
  AFFINITY_CHANGES_WHILE_RUNNING("a running task's affinity, cgroup or weight changes"),
  EXITS_WHILE_OTHERS_WAIT("a task ends while others wait"),
  WAKES_WHILE_ALL_CPUS_BUSY("a task wakes while no CPU is idle"),
  WAKES_RIGHT_AFTER_PLAN("a task wakes less than 0.1 ms after a plan"),
  MIGRATES_TO_OTHER_SOCKET("a task goes on on another socket"),
  MIGRATES_TO_SIBLING("a task goes on on its core's other CPU"),
  WAITS_FOR_MORE_THAN_100_MS("a task has waited for over 100 ms"),
  // CPUs that come and go.
  CPU_TAKEN_WHILE_RUNNING("a higher class takes a CPU that runs a task"),
  CPU_TAKEN_WHILE_IDLE("a higher class takes an idle CPU"),
  CPU_TAKEN_WITH_TASK_IN_LOCAL_QUEUE("a CPU is taken before a task that was placed there starts"),
  CPU_UNPLUGGED_WHILE_RUNNING("a CPU that runs a task is unplugged"),
  CPU_PLUGGED_IN_WHILE_TASKS_WAIT("a CPU comes back while tasks wait"),
  INTERRUPTED_WHILE_RUNNING("an interrupt holds up a running task"),
  REQUEST_WAITS_FOR_ITS_SERVER("a request waited for a millisecond before it was done");

  private static final @Nullable Situation[] OF_DECISION =
      Arrays.stream(Decision.values())
          .map(decision -> byName(decision.name()))
          .toArray(Situation[]::new);

  private final String meaning;

  Situation(String meaning) {
    this.meaning = meaning;
  }

  private static @Nullable Situation byName(String name) {
    for (Situation situation : values()) {
      if (situation.name().equals(name)) {
        return situation;
      }
    }
    return null;
  }

  /** How it is called in print. */
  public String word() {
    return Scalars.wordOf(this);
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  /**
   * The one of a decision; null for one that no run can come to: the model of a plan's publication
   * leaves nothing in the line of a cell that is gone, and other schedulers decide other things;
   * nor is it one of those if 20,000 runs may miss it, as two that find one CPU idle.
   */
  static @Nullable Situation of(Decision decision) {
    return OF_DECISION[decision.ordinal()];
  }
}
