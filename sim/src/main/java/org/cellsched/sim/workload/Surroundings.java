package org.cellsched.sim.workload;

import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.Task;

/** What programs may do to the world around them. */
public interface Surroundings {

  /** Wakes a task that sleeps until somebody does. */
  void wake(Task task);

  /** sched_setaffinity; empty for all CPUs. */
  void setAffinity(Task task, Optional<CpuMask> affinity);

  void setNice(Task task, int nice);

  /** Moves the task to the cgroup at this path below the cell parent, or {@code root}. */
  void move(Task task, String cell);

  /** Starts one more task of a group whose tasks are forked. */
  void fork(String group);
}
