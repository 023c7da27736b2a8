package org.cellsched.sim.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.engine.EntityNumbers;
import org.cellsched.sim.engine.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * A small machine whose tasks follow scripts and whose happenings are written down, each line with
 * its time in microseconds.
 */
final class TestKernel implements Programs, KernelObserver {

  static final long US = 1_000;
  static final long MS = 1_000_000;
  static final int HZ = 250;

  /** Work that does not end within a test. */
  static final long ENDLESS_NS = Long.MAX_VALUE / 4;

  private static final int MOST_TASKS = 64;

  /** One step of a task's script. */
  record Act(Step step, long ns) {}

  final EventQueue events;
  final Kernel kernel;
  final List<String> log = new ArrayList<>();
  final TestScheduler scheduler;
  private final int clock;
  private final List<Deque<Act>> scripts = new ArrayList<>();
  private final long[] wakeAtNs = new long[MOST_TASKS];

  TestKernel(int cpus, long switchNs, long kickNs, TestScheduler scheduler) {
    this(
        Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT),
        new KernelCosts(switchNs, kickNs, 0, new EnumMap<>(CpuDistance.class)),
        scheduler);
  }

  TestKernel(Topology topology, KernelCosts costs, TestScheduler scheduler) {
    EntityNumbers entities = new EntityNumbers();
    int cpus = topology.cpuCount();
    KernelEvents numbers = KernelEvents.reserve(entities, cpus, MOST_TASKS);
    clock = entities.reserve(1);
    events = new EventQueue(entities.count());
    this.scheduler = scheduler;
    scheduler.writeTo(this::note);
    KernelConfig config = new KernelConfig(topology, HZ, costs);
    kernel =
        new Kernel(config, new CgroupTree(), events, numbers, scheduler, this, this, Overlap.NONE);
  }

  private void note(String line) {
    log.add(events.nowNs() / US + " " + line);
  }

  // --- scripts ---

  static Act run(long ns) {
    return new Act(Step.RUN, ns);
  }

  static Act spin() {
    return run(ENDLESS_NS);
  }

  static Act sleep(long ns) {
    return new Act(Step.SLEEP, ns);
  }

  static Act waitForWakeup() {
    return new Act(Step.WAIT, 0);
  }

  /** Starts a task that may run anywhere; at the end of its script it exits. */
  Task start(String name, Act... script) {
    return start(name, null, script);
  }

  Task start(String name, @Nullable CpuMask affinity, Act... script) {
    return start(kernel.cgroups().root(), name, affinity, script);
  }

  Task start(Cgroup cgroup, String name, @Nullable CpuMask affinity, Act... script) {
    Task task = kernel.declare(name, cgroup, 0, affinity);
    scripts.add(new ArrayDeque<>(List.of(script)));
    kernel.start(task);
    return task;
  }

  /** Lets time pass up to and with {@code timeNs}. */
  TestKernel runUntil(long timeNs) {
    events.schedule(clock, timeNs);
    for (int event = events.pop(); event != clock; event = events.pop()) {
      kernel.handle(event);
    }
    return this;
  }

  @Override
  public void starting(Task task) {}

  @Override
  public void ended(Task task) {
    note("ended " + task);
  }

  @Override
  public Step next(Task task, long nowNs) {
    Act act = scripts.get(task.id()).poll();
    if (act == null) {
      return Step.EXIT;
    }
    if (act.step == Step.RUN) {
      task.giveWork(act.ns);
    } else if (act.step == Step.SLEEP) {
      wakeAtNs[task.id()] = nowNs + act.ns;
    }
    return act.step;
  }

  @Override
  public long wakeAtNs(Task task) {
    return wakeAtNs[task.id()];
  }

  // --- what happened ---

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    note("+" + task + "@" + cpu.id());
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    note("-" + task + "@" + cpu.id());
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    note("idle " + cpu.id());
  }

  /** What happened from now on is to be looked at. */
  void forget() {
    log.clear();
  }

  /** Lines of the log without their times. */
  List<String> happenings() {
    return log.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  /** Times in microseconds at which this happened. */
  List<Long> timesUs(String happening) {
    return log.stream()
        .filter(line -> line.endsWith(" " + happening))
        .map(line -> Long.parseLong(line.substring(0, line.indexOf(' '))))
        .toList();
  }

  /** Every nanosecond of every CPU must be accounted for once. */
  boolean timeIsConserved() {
    kernel.tickAll();
    long nowNs = events.nowNs();
    boolean conserved =
        kernel.cpus().stream().mapToLong(Cpu::ranNs).sum()
            == kernel.tasks().stream().mapToLong(Task::ranNs).sum();
    for (Cpu cpu : kernel.cpus()) {
      long sum = cpu.interruptedNs(nowNs);
      for (Cpu.State state : Cpu.State.values()) {
        sum += cpu.timeInNs(state, nowNs);
      }
      conserved &= sum == nowNs;
      conserved &= cpu.timeInNs(Cpu.State.BUSY, nowNs) == cpu.ranNs() + cpu.switchingNs(nowNs);
    }
    return conserved;
  }

  /** Costs by distance, in nanoseconds. */
  static KernelCosts costs(long switchNs, long kickNs, Map<CpuDistance, Long> migrationNs) {
    return new KernelCosts(switchNs, kickNs, 0, migrationNs);
  }
}
