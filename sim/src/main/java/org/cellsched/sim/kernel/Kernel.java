package org.cellsched.sim.kernel;

import java.util.Collections;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.engine.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * The simulated kernel: what the outside may do to it, and what it answers. Its parts are {@link
 * Placement} (wakeups and queues), {@link Switching} (what a CPU runs), {@link Running} (what that
 * uses up), {@link CoreSharing} (SMT), {@link TaskLife} and {@link CpuLife}.
 *
 * <p>Single-threaded. The caller pops events and hands those in the kernel's range to {@link
 * #handle}.
 */
public final class Kernel {

  private final Machine machine;
  private final Placement placement;
  private final Running running;
  private final Switching switching;
  private final TaskLife taskLife;
  private final CpuLife cpuLife;
  private final Watchdog watchdog;

  /** Boots the machine, all CPUs online and idle, and attaches the scheduler. */
  public Kernel(
      KernelConfig config,
      CgroupTree cgroups,
      EventQueue events,
      KernelEvents numbers,
      Scheduler scheduler,
      Programs programs,
      KernelObserver observer,
      Overlap overlap) {
    machine = new Machine(config, cgroups, events, numbers, scheduler, programs, observer, overlap);
    placement = new Placement(machine);
    running = new Running(machine);
    CoreSharing cores = new CoreSharing(machine, running, config.smtThroughputPpm());
    switching = new Switching(machine, placement, running, cores);
    taskLife = new TaskLife(machine, placement, switching, running);
    cpuLife = new CpuLife(machine, placement, switching, running, cores, taskLife);
    watchdog = new Watchdog(machine, config.watchdogNs());
    scheduler.init(new KernelCalls(machine, config.watchdogNs(), running, cpuLife));
  }

  /** Handles a popped event whose number is in the kernel's ranges. */
  public void handle(int event) {
    KernelEvents numbers = machine.numbers;
    if (event >= numbers.deadlines()) {
      switching.deadline(machine.cpus[event - numbers.deadlines()]);
    } else if (event >= numbers.kicks()) {
      switching.kicked(machine.cpus[event - numbers.kicks()]);
    } else if (event >= numbers.timers()) {
      placement.wake(machine.tasks.get(event - numbers.timers()));
    } else if (event >= numbers.schedulerTimers()) {
      machine.scheduler.timerExpired(event - numbers.schedulerTimers());
    } else if (event >= numbers.takenEnd()) {
      cpuLife.giveBack(machine.cpus[event - numbers.takenEnd()]);
    } else {
      watchdog.scan();
    }
  }

  // --- tasks ---

  /** Declares a task; it starts with {@link #start}. */
  public Task declare(String name, Cgroup cgroup, int nice, @Nullable CpuMask affinity) {
    CpuMask wished = affinity == null ? machine.topology.cpus() : affinity;
    Task task = new Task(machine.tasks.size(), name, cgroup, wished);
    taskLife.setNice(task, nice);
    machine.tasks.add(task);
    return task;
  }

  public void start(Task task) {
    taskLife.start(task);
  }

  /** Wakes a task whose program waits. */
  public void wake(Task task) {
    placement.wake(task);
  }

  /** Ends a task wherever it is. */
  public void kill(Task task) {
    taskLife.kill(task);
  }

  public void setNice(Task task, int nice) {
    taskLife.setNice(task, nice);
  }

  /** sched_setscheduler: which of the policies below real time. */
  public void setPolicy(Task task, SchedulingPolicy policy) {
    taskLife.setPolicy(task, policy);
  }

  /** sched_setaffinity. */
  public void setAffinity(Task task, CpuMask affinity) {
    taskLife.wishAffinity(task, affinity);
  }

  /** Writes the task to another cgroup's cgroup.procs. */
  public void move(Task task, Cgroup cgroup) {
    taskLife.moveTo(task, cgroup);
  }

  /** All tasks ever declared, by number. */
  public List<Task> tasks() {
    return Collections.unmodifiableList(machine.tasks);
  }

  // --- cgroups ---

  public CgroupTree cgroups() {
    return machine.cgroups;
  }

  /** Writes cpuset.cpus, null to clear it; the tasks below follow at once, as in Linux. */
  public void setCpuset(Cgroup cgroup, @Nullable CpuMask cpuset) {
    machine.cgroups.writeCpuset(cgroup, cpuset);
    for (Task task : machine.tasks) {
      if (task.cgroup.isAtOrBelow(cgroup)) {
        taskLife.refreshAffinity(task);
      }
    }
  }

  /** Writes cpu.weight, 1 to 10,000. */
  public void setCpuWeight(Cgroup cgroup, int cpuWeight) {
    cgroup.cpuWeight = cpuWeight;
    for (Task task : machine.tasks) {
      if (task.cgroup.isAtOrBelow(cgroup)) {
        taskLife.weightChanged(task);
      }
    }
  }

  /** Writes cpu.max, null for {@code max}; it counts where the scheduler enforces it. */
  public void setCpuMax(Cgroup cgroup, @Nullable CpuMax cpuMax) {
    for (Task task : machine.tasks) {
      if (task.cgroup.isAtOrBelow(cgroup)) {
        // What ran until now was under the old limit.
        taskLife.chargeIfRunning(task);
      }
    }
    cgroup.cpuMax = cpuMax;
    machine.observer.limited(machine.nowNs(), cgroup);
    machine.scheduler.cpuMaxChanged(cgroup);
  }

  // --- CPUs ---

  public Topology topology() {
    return machine.topology;
  }

  public CpuMask online() {
    return machine.online;
  }

  public Cpu cpu(int cpu) {
    return machine.cpus[cpu];
  }

  /** A higher scheduling class takes the CPU until {@code untilNs}. */
  public void take(int cpu, long untilNs) {
    cpuLife.take(machine.cpus[cpu], untilNs);
  }

  /** An interrupt takes {@code ns} of the CPU's time from whatever it does, without a switch. */
  public void interrupt(int cpu, long ns) {
    running.interrupt(machine.cpus[cpu], ns);
  }

  /** Hot-unplugs a CPU; the last one online stays. */
  public void offline(int cpu) {
    cpuLife.offline(machine.cpus[cpu]);
  }

  public void online(int cpu) {
    cpuLife.online(machine.cpus[cpu]);
  }

  // --- figures ---

  /**
   * A tick on every CPU: every running task is charged up to now, and the scheduler told; what
   * throttled tasks waited is counted.
   */
  public void tickAll() {
    for (Cpu cpu : machine.cpus) {
      Task task = cpu.current;
      if (task != null) {
        running.charge(cpu);
        machine.scheduler.tick(task);
      }
    }
    machine.tasks.forEach(machine::countThrottled);
  }

  /** All CPUs by number. */
  public List<Cpu> cpus() {
    return List.of(machine.cpus);
  }

  /** Time between two ticks: TICK_NSEC of include/linux/jiffies.h, rounded and not cut. */
  public static long tickNs(int hz) {
    return (1_000_000_000L + hz / 2) / hz;
  }

  /** Changes of the task on a CPU so far, idle included. */
  public long contextSwitches() {
    return machine.contextSwitches;
  }

  /** Switches to a task so far. */
  public long taskStarts() {
    return machine.taskStarts;
  }
}
