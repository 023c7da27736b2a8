package org.cellsched.sim.scheduler.fair;

import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Which CPU a task waits for, and who is fetched from another's line (kernel/sched/fair.c,
 * select_idle_sibling, sched_balance_newidle, sched_balance_rq).
 */
final class Balancing {

  /** Distances up to which a CPU looks for work, nearest first: scheduling domains. */
  private static final List<CpuDistance> DOMAINS =
      List.of(CpuDistance.SAME_LLC, CpuDistance.SAME_NODE, CpuDistance.OTHER_SOCKET);

  /** A busy CPU balances every so often for each CPU of the machine: 1 ms, busy_factor 16. */
  private static final long INTERVAL_NS_PER_CPU = 16_000_000;

  private final Kfuncs kernel;
  private final FairTree tree;
  private final GroupLines roots;
  private final Topology topology;
  private final int[] waitingLines;
  private final long[] nextNs;
  private final long[] everywhere;
  private final long[] nowhere;
  private final long[][] llcWords;

  /**
   * @param waitingLines by CPU, the queue of those who wait for it
   */
  Balancing(Kfuncs kernel, FairTree tree, GroupLines roots, int[] waitingLines) {
    this.kernel = kernel;
    this.tree = tree;
    this.roots = roots;
    this.topology = kernel.topology();
    this.waitingLines = waitingLines;
    int words = topology.cpuCount() + 63 >>> 6;
    nextNs = new long[topology.cpuCount()];
    everywhere = topology.cpus().toWords(words);
    nowhere = new long[words];
    llcWords = new long[topology.llcCount()][];
    Arrays.setAll(llcWords, llc -> topology.llcMask(llc).toWords(words));
  }

  /** select_task_rq_fair: claims an idle CPU near the last one; else the last one, busy or not. */
  int wakeOn(Task task, int previousCpu) {
    int idle = claimIdle(task, llcWords[topology.llcOf(previousCpu)], previousCpu);
    return idle == IdleSearch.NONE ? previousCpu : idle;
  }

  /** sched_balance_find_dst_cpu, for a new task: an idle CPU anywhere, else the least loaded. */
  int startOn(Task task, int previousCpu) {
    int idle = claimIdle(task, everywhere, previousCpu);
    return idle == IdleSearch.NONE ? leastLoaded(task) : idle;
  }

  private int claimIdle(Task task, long[] allowed, int previousCpu) {
    int cpu =
        IdleSearch.choose(
            task.affinityWords(),
            allowed,
            nowhere,
            kernel.idleCores(),
            kernel.idleCpus(),
            previousCpu);
    if (cpu != IdleSearch.NONE) {
      kernel.claimIdle(cpu);
    }
    return cpu;
  }

  private int leastLoaded(Task task) {
    int best = task.affinity().first();
    for (int cpu = best; cpu >= 0; cpu = task.affinity().next(cpu + 1)) {
      if (load(cpu) < load(best)) {
        best = cpu;
      }
    }
    return best;
  }

  private long load(int cpu) {
    return roots.onCpu[cpu].weightSum();
  }

  /** A CPU that would go idle fetches who waits for the most loaded CPU near by, then farther. */
  boolean fetchForIdle(int cpu) {
    for (CpuDistance domain : DOMAINS) {
      Task task = heaviestWaiting(cpu, domain, Long.MAX_VALUE);
      if (task != null) {
        fetch(task, cpu);
        return true;
      }
    }
    return false;
  }

  /** A busy CPU evens out the load now and then: fetches who makes the difference smaller. */
  void balance(int cpu) {
    long nowNs = kernel.nowNs();
    if (nowNs < nextNs[cpu]) {
      return;
    }
    nextNs[cpu] = nowNs + topology.cpuCount() * INTERVAL_NS_PER_CPU;
    for (CpuDistance domain : DOMAINS) {
      int busiest = busiest(cpu, domain);
      long difference = busiest == IdleSearch.NONE ? 0 : load(busiest) - load(cpu);
      Task task = busiest == IdleSearch.NONE ? null : waitingOn(busiest, cpu, difference / 2);
      if (task != null) {
        fetch(task, cpu);
        return;
      }
    }
  }

  /** nohz_balancer_kick: while someone waits for this CPU, an idle one that may help looks. */
  void callIdleHelper(int cpu) {
    for (int index = 0; index < kernel.queued(waitingLines[cpu]); index++) {
      Task task = kernel.queuedAt(waitingLines[cpu], index);
      int idle = IdleSearch.first(task.affinityWords(), kernel.idleCpus());
      if (idle != IdleSearch.NONE && !task.isThrottled()) {
        kernel.kickIdle(idle);
        return;
      }
    }
  }

  private int busiest(int cpu, CpuDistance domain) {
    int busiest = IdleSearch.NONE;
    for (int other = 0; other < waitingLines.length; other++) {
      boolean near = other != cpu && topology.distance(cpu, other).compareTo(domain) <= 0;
      if (near
          && waitingOn(other, cpu, Long.MAX_VALUE) != null
          && (busiest == IdleSearch.NONE || load(other) > load(busiest))) {
        busiest = other;
      }
    }
    return busiest;
  }

  private @Nullable Task heaviestWaiting(int cpu, CpuDistance domain, long mostLoad) {
    int busiest = busiest(cpu, domain);
    return busiest == IdleSearch.NONE ? null : waitingOn(busiest, cpu, mostLoad);
  }

  /** Of those who wait for {@code from} and may run here, the heaviest that is not too heavy. */
  private @Nullable Task waitingOn(int from, int cpu, long mostLoad) {
    Task best = null;
    long bestLoad = -1;
    for (int index = 0; index < kernel.queued(waitingLines[from]); index++) {
      Task task = kernel.queuedAt(waitingLines[from], index);
      long load = FairTree.loadOf(tree.of(task));
      if (task.mayRunOn(cpu) && !task.isThrottled() && load <= mostLoad && load > bestLoad) {
        best = task;
        bestLoad = load;
      }
    }
    return best;
  }

  /** attach_task. */
  private void fetch(Task task, int cpu) {
    Entity entity = tree.of(task);
    int from = waitingLines[cpuOf(entity)];
    tree.leave(entity);
    tree.enter(entity, tree.of(task.cgroup()).onCpu[cpu]);
    kernel.moveByVtime(task, from, waitingLines[cpu], 0);
    kernel.setThrottled(task, tree.isThrottled(entity));
  }

  private static int cpuOf(Entity entity) {
    if (entity.line == null) {
      throw new IllegalStateException(entity.task + " waits and is in no line");
    }
    return entity.line.cpu;
  }
}
