package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.IdleSearch;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Moves waiting tasks between CPUs (kernel/sched/fair.c, sched_balance_newidle, sched_balance_rq
 * and the nohz balancer). A CPU looks for the busiest other one in each domain that it is in: its
 * core, LLC, node, socket, the machine.
 */
final class Balancer {

  /** Load of the busiest CPU by that of the CPU that looks, from which it is an imbalance. */
  private static final int IMBALANCE_PERCENT = 117;

  /** After so many looks in vain, a task is moved that is too large for the imbalance. */
  private static final int MOST_FAILURES = 16;

  /** Takes a waiting task from its CPU's line to that of another. */
  interface Mover {
    void move(FairTask task, RunQueue target);
  }

  /** CPUs that balance among each other; as one of them sees it. */
  private static final class Domain {
    final int[] cpus;
    long nextNs;
    long nextPushNs;
    int failures;

    Domain(int[] cpus) {
      this.cpus = cpus;
    }
  }

  private final Kfuncs kernel;
  private final FairTasks tasks;
  private final RunQueue[] queues;
  private final Mover mover;
  private final long balanceNs;
  private final Domain[][] domainsOfCpu;

  Balancer(Kfuncs kernel, FairTasks tasks, RunQueue[] queues, Mover mover, long balanceNs) {
    this.kernel = kernel;
    this.tasks = tasks;
    this.queues = queues;
    this.mover = mover;
    this.balanceNs = balanceNs;
    Topology topology = kernel.topology();
    domainsOfCpu = new Domain[topology.cpuCount()][];
    for (int cpu = 0; cpu < domainsOfCpu.length; cpu++) {
      domainsOfCpu[cpu] = domains(topology, cpu);
    }
  }

  private static Domain[] domains(Topology topology, int cpu) {
    List<CpuMask> masks =
        List.of(
            topology.coreMask(topology.coreOf(cpu)),
            topology.llcMask(topology.llcOf(cpu)),
            topology.nodeMask(topology.nodeOf(cpu)),
            topology.socketMask(topology.socketOf(cpu)),
            topology.cpus());
    List<Domain> domains = new ArrayList<>();
    int size = 1;
    for (CpuMask mask : masks) {
      if (mask.size() > size) {
        size = mask.size();
        domains.add(new Domain(mask.toArray()));
      }
    }
    return domains.toArray(Domain[]::new);
  }

  /**
   * The CPU has nothing to run: it takes one waiting task from the CPU of the nearest domain where
   * most wait. Answers whether there was one.
   */
  boolean pull(RunQueue target) {
    for (Domain domain : domainsOfCpu[target.cpu]) {
      FairTask task = null;
      int most = 0;
      for (int cpu : domain.cpus) {
        RunQueue source = queues[cpu];
        if (cpu != target.cpu && source.waiting() > most && isOverloaded(source)) {
          FairTask movable = first(source, target.cpu);
          most = movable == null ? most : source.waiting();
          task = movable == null ? task : movable;
        }
      }
      if (task != null) {
        mover.move(task, target);
        return true;
      }
    }
    return false;
  }

  /** Whether somebody waits there beside another; who was given to an idle CPU has it next. */
  private boolean isOverloaded(RunQueue source) {
    return source.waiting() > (kernel.nowNs() < source.calledUntilNs ? 1 : 0);
  }

  /** The one in line for longest that is not throttled and may run on a CPU. */
  private @Nullable FairTask first(RunQueue source, int cpu) {
    for (Task waiting : kernel.queuedIn(source.line)) {
      FairTask task = tasks.of(waiting);
      if (mayMove(task, queues[cpu])) {
        return task;
      }
    }
    return null;
  }

  /** A throttled group's tasks stay, and none comes where its group is throttled. */
  private static boolean mayMove(FairTask task, RunQueue target) {
    return !task.task.isThrottled() && task.task.mayRunOn(target.cpu) && !target.isThrottled(task);
  }

  /** A turn of a busy CPU ends: domains in which it is time are looked at. */
  void balance(RunQueue queue) {
    for (Domain domain : domainsOfCpu[queue.cpu]) {
      long intervalNs = balanceNs * domain.cpus.length;
      if (kernel.nowNs() >= domain.nextPushNs) {
        domain.nextPushNs = kernel.nowNs() + intervalNs;
        pushToIdle(queue, domain);
      }
      if (kernel.nowNs() >= domain.nextNs) {
        domain.nextNs = kernel.nowNs() + intervalNs * FairConfig.BUSY_FACTOR;
        evenOut(queue, domain);
      }
    }
  }

  /** Whoever waits here and could run on an idle CPU of some domain goes there. */
  void pushToIdle(RunQueue source) {
    for (Domain domain : domainsOfCpu[source.cpu]) {
      pushToIdle(source, domain);
    }
  }

  private void pushToIdle(RunQueue source, Domain domain) {
    for (int cpu : domain.cpus) {
      if (!isOverloaded(source)) {
        return;
      }
      boolean idle = IdleSearch.contains(kernel.idleCpus(), cpu) && queues[cpu].waiting() == 0;
      FairTask task = idle ? first(source, cpu) : null;
      if (task != null) {
        mover.move(task, queues[cpu]);
      }
    }
  }

  private void evenOut(RunQueue target, Domain domain) {
    RunQueue busiest = null;
    for (int cpu : domain.cpus) {
      RunQueue source = queues[cpu];
      boolean more = busiest == null || source.load() > busiest.load();
      if (cpu != target.cpu && source.waiting() > 0 && isOverloaded(source) && more) {
        busiest = source;
      }
    }
    if (busiest == null || busiest.load() * 100 <= target.load() * IMBALANCE_PERCENT) {
      domain.failures = 0;
      return;
    }
    boolean moved = moveLoad(busiest, target, domain.failures);
    domain.failures = moved ? 0 : Math.min(domain.failures + 1, MOST_FAILURES);
  }

  /** Moves up to half the difference; a task counts for less after each look in vain. */
  private boolean moveLoad(RunQueue source, RunQueue target, int failures) {
    long imbalance = (source.load() - target.load()) / 2;
    boolean moved = false;
    for (FairTask task : inLine(source)) {
      long load = source.loadOf(task);
      boolean fits = imbalance > 0 && load >> failures <= imbalance;
      if (fits && mayMove(task, target)) {
        mover.move(task, target);
        imbalance -= load;
        moved = true;
      }
    }
    return moved;
  }

  private List<FairTask> inLine(RunQueue source) {
    return kernel.queuedIn(source.line).tasks().stream().map(tasks::of).toList();
  }
}
