package org.cellsched.sim.scheduler.fair;

import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;

/** Which CPU's queue a waking task joins (kernel/sched/fair.c, select_task_rq_fair). */
final class CpuChoice {

  private final Kfuncs kernel;
  private final RunQueue[] queues;
  private final long[] everywhere;
  private final long[] nothing;
  private final long[][] llcOfCpu;

  CpuChoice(Kfuncs kernel, RunQueue[] queues) {
    this.kernel = kernel;
    this.queues = queues;
    Topology topology = kernel.topology();
    int words = topology.cpuCount() + 63 >>> 6;
    everywhere = topology.cpus().toWords(words);
    nothing = new long[words];
    llcOfCpu = new long[topology.cpuCount()][];
    for (int cpu = 0; cpu < llcOfCpu.length; cpu++) {
      llcOfCpu[cpu] = topology.llcMask(topology.llcOf(cpu)).toWords(words);
    }
  }

  /**
   * The CPU it ran on last if that is idle; else a wholly idle core of the same LLC, else any idle
   * CPU of it; else the CPU it ran on last, however busy (select_idle_sibling).
   */
  int wakeupCpu(Task task, int previousCpu) {
    if (IdleSearch.contains(kernel.idleCpus(), previousCpu) && task.mayRunOn(previousCpu)) {
      return previousCpu;
    }
    int idle = idleIn(task, llcOfCpu[previousCpu], previousCpu);
    return idle == IdleSearch.NONE ? previousCpu : idle;
  }

  /**
   * For a task that has been nowhere, or cannot stay: an idle CPU, else the one with least load.
   */
  int anyCpu(Task task) {
    int idle = idleIn(task, everywhere, IdleSearch.NONE);
    if (idle != IdleSearch.NONE) {
      return idle;
    }
    int least = IdleSearch.NONE;
    for (RunQueue queue : queues) {
      boolean less = least == IdleSearch.NONE || queue.load() < queues[least].load();
      if (task.mayRunOn(queue.cpu) && less) {
        least = queue.cpu;
      }
    }
    return least;
  }

  private int idleIn(Task task, long[] allowed, int previousCpu) {
    return IdleSearch.choose(
        task.affinityWords(), allowed, nothing, kernel.idleCores(), kernel.idleCpus(), previousCpu);
  }
}
