package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * The least part of a CPU that a task can have where CPUs are shared among cgroups by {@code
 * cpu.weight}, and among the tasks of each by their own weights: the product, over the levels above
 * the task, of its or its cgroup's weight by the weights of all who compete on that level anywhere
 * on the machine.
 */
final class CgroupShares {

  private static final long STILL = Long.MAX_VALUE;

  /** Who left is forgotten after a minute: longer waits were reported long before. */
  private static final long REMEMBERED_NS = 60_000_000_000L;

  /** A task in a cgroup with a weight, until it changed one of them or ended. */
  private static final class Competitor {
    final Cgroup cgroup;
    final int weight;
    long untilNs = STILL;

    Competitor(Task task) {
      cgroup = task.cgroup();
      weight = task.weight();
    }
  }

  private final List<Competitor> competitors = new ArrayList<>();
  private final SortedMap<Integer, Competitor> ofTask = new TreeMap<>();

  /** The task has started, or its cgroup or weight may have changed. */
  void changed(Task task, long nowNs) {
    Competitor known = ofTask.get(task.id());
    if (known == null || known.cgroup != task.cgroup() || known.weight != task.weight()) {
      ended(task, nowNs);
      Competitor now = new Competitor(task);
      ofTask.put(task.id(), now);
      competitors.add(now);
    }
  }

  void ended(Task task, long nowNs) {
    @Nullable Competitor known = ofTask.remove(task.id());
    if (known != null) {
      known.untilNs = nowNs;
      competitors.removeIf(each -> each.untilNs < nowNs - REMEMBERED_NS);
    }
  }

  /**
   * One by the least part that the task had since then, rounded up. Counts who competed at any time
   * since. O(tasks × depth).
   */
  long inverseOf(Task task, long sinceNs) {
    long inverse = Math.ceilDiv(weightsIn(task.cgroup(), sinceNs), task.weight());
    for (Cgroup at = task.cgroup(); at.parent() != null; at = at.parent()) {
      inverse = Math.ceilDiv(inverse * weightsIn(at.parent(), sinceNs), at.cpuWeight());
    }
    return inverse;
  }

  /** Of the tasks in a cgroup, and of the cgroups beside them that have any. */
  private long weightsIn(Cgroup cgroup, long sinceNs) {
    long sum = 0;
    for (Competitor each : competitors) {
      sum += each.cgroup == cgroup && each.untilNs >= sinceNs ? each.weight : 0;
    }
    for (Cgroup child : cgroup.children()) {
      sum += hasCompetitors(child, sinceNs) ? child.cpuWeight() : 0;
    }
    return sum;
  }

  private boolean hasCompetitors(Cgroup cgroup, long sinceNs) {
    return competitors.stream()
        .anyMatch(each -> each.untilNs >= sinceNs && each.cgroup.isAtOrBelow(cgroup));
  }
}
