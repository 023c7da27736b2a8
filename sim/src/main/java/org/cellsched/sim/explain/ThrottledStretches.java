package org.cellsched.sim.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Task;

/**
 * When tasks that wait were throttled, and when no longer, in the wait that goes on. Costs nothing
 * where nobody is throttled.
 */
final class ThrottledStretches {

  private final SortedMap<Integer, List<Long>> changesNs = new TreeMap<>();

  /** The task is throttled now, or no longer. */
  void changed(long nowNs, Task task) {
    changesNs.computeIfAbsent(task.id(), unknown -> new ArrayList<>()).add(nowNs);
  }

  /** The task waits no more. */
  void waitEnded(Task task) {
    if (!changesNs.isEmpty()) {
      changesNs.remove(task.id());
    }
  }

  /** The times of the wait at which a throttled time began or ended, in turns. */
  List<Long> changesNs(Task task) {
    return changesNs.getOrDefault(task.id(), List.of());
  }
}
