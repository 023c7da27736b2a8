package org.cellsched.sim.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.engine.EventQueue;

/**
 * The state that the parts of the kernel share: CPUs, tasks, queues, idle masks, pending events.
 * Decides nothing.
 */
final class Machine {

  /** Default slice that the kernel gives a task that has none left (SCX_SLICE_DFL). */
  static final long DEFAULT_SLICE_NS = 20_000_000;

  final Topology topology;
  final EventQueue events;
  final KernelEvents numbers;
  final KernelCosts costs;
  final long tickNs;
  final Scheduler scheduler;
  final Programs programs;
  final KernelObserver observer;
  final Overlap overlap;
  final CgroupTree cgroups;
  final Cpu[] cpus;
  final IdleMasks idle;
  final List<Task> tasks = new ArrayList<>();

  /** By number; there is room for more than there are. */
  DispatchQueue[] queues = new DispatchQueue[0];

  int queueCount;
  CpuMask online;

  /** Changes of the task on a CPU, idle included; switches to a task. */
  long contextSwitches;

  long taskStarts;

  Machine(
      KernelConfig config,
      CgroupTree cgroups,
      EventQueue events,
      KernelEvents numbers,
      Scheduler scheduler,
      Programs programs,
      KernelObserver observer,
      Overlap overlap) {
    this.topology = config.topology();
    this.costs = config.costs();
    this.cgroups = cgroups;
    this.events = events;
    this.numbers = numbers;
    this.scheduler =
        overlap.equals(Overlap.NONE) ? scheduler : new MarkedCallbacks(scheduler, overlap);
    this.programs = programs;
    this.observer = observer;
    this.overlap = overlap;
    this.tickNs = Kernel.tickNs(config.hz());
    this.online = topology.cpus();
    this.idle = new IdleMasks(topology);
    this.cpus = new Cpu[topology.cpuCount()];
    for (int cpu = 0; cpu < cpus.length; cpu++) {
      cpus[cpu] = new Cpu(cpu);
      idle.add(cpu);
    }
  }

  long nowNs() {
    return events.nowNs();
  }

  /** The first tick at or after {@code timeNs}: all CPUs tick in phase. */
  long tickAtOrAfter(long timeNs) {
    return (timeNs + tickNs - 1) / tickNs * tickNs;
  }

  /** The last tick at or before {@code timeNs}. */
  long tickAtOrBefore(long timeNs) {
    return timeNs / tickNs * tickNs;
  }

  /** What the task may run, with what is not charged yet, until it is asked whether it goes on. */
  void setSlice(Task task, long sliceNs) {
    task.sliceNs = sliceNs;
    observer.sliceSet(nowNs(), task);
  }

  /** Counts how long a throttled task has been so, up to now. */
  void countThrottled(Task task) {
    long ns = nowNs() - task.throttledSinceNs;
    if (task.throttled && ns > 0) {
      task.throttledNs += ns;
      task.throttledSinceNs = nowNs();
      observer.throttledFor(nowNs(), task, ns);
    }
  }

  /** cpu.max lets the task run again, if it did not. */
  void unthrottle(Task task) {
    setThrottled(task, false);
  }

  void setThrottled(Task task, boolean throttled) {
    if (task.throttled != throttled) {
      countThrottled(task);
      task.throttled = throttled;
      task.throttledSinceNs = nowNs();
      observer.throttled(nowNs(), task);
    }
  }

  /** Sends a CPU the interrupt that makes it look for work; one on its way is enough. */
  void requestSwitch(Cpu cpu) {
    if (!cpu.switchRequested) {
      cpu.switchRequested = true;
      events.schedule(numbers.kicks() + cpu.id(), nowNs() + costs.kickNs());
    }
  }

  /** Ends the slice of what runs on the CPU now, once the interrupt has come. */
  void preempt(Cpu cpu) {
    cpu.preemptee = cpu.current;
    requestSwitch(cpu);
  }

  /**
   * A wakeup, a kick, or a task put in its local queue, makes an idle CPU look for work, and one
   * that may become idle now: who kicks waits for its run queue's lock (kernel/sched/ext.c,
   * can_skip_idle_kick). Others go on.
   */
  void requestSwitchIfIdle(Cpu cpu) {
    if (cpu.state == Cpu.State.IDLE || cpu.choosing) {
      requestSwitch(cpu);
    }
  }
}
