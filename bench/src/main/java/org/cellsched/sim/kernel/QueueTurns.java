package org.cellsched.sim.kernel;

import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;

/**
 * A dispatch queue and the tasks that take turns by it, for a benchmark: in the kernel's package,
 * which alone may change a queue.
 */
public final class QueueTurns {

  private static final long SLICE_NS = 20_000_000;

  private final DispatchQueue queue = new DispatchQueue();
  private final long[] vtimeNs;

  public QueueTurns(int waiting) {
    vtimeNs = new long[waiting];
    Cgroup cgroup = new Cgroup(new CgroupIdentity("/bench", 1), null);
    for (int id = 0; id < waiting; id++) {
      Task task = new Task(id, "task/" + id, cgroup, CpuMask.of(0));
      vtimeNs[id] = id * SLICE_NS / waiting;
      queue.insertByVtime(task, vtimeNs[id]);
    }
  }

  /**
   * The first task is taken, runs for a slice and comes back with its virtual time. Weights differ,
   * so that tasks do not only come back at the end.
   */
  public Task takeAndPutBack() {
    Task first = queue.removeAt(0);
    vtimeNs[first.id()] += SLICE_NS / (1 + first.id() % 3);
    queue.insertByVtime(first, vtimeNs[first.id()]);
    return first;
  }
}
