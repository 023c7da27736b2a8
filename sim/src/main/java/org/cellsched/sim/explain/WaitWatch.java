package org.cellsched.sim.explain;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.tenant.WaitingCounts;
import org.cellsched.sim.trace.Preemptions;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * Watches the waits of a task, or of a group of tasks, and keeps everything about one of them: the
 * longest, or the one at a given time. Memory is bounded by the turns during the longest wait.
 */
public final class WaitWatch implements RunObserver {

  /** Some 200 MB; of longer waits only the last part can be told. */
  private static final int MOST_TURNS = 1 << 21;

  private final String name;
  private final WaitChoice choice;
  private final SortedMap<Integer, OpenWait> open = new TreeMap<>();
  private final WaitingCounts waiting = new WaitingCounts();
  private @Nullable Decision[] dispatch = new @Nullable Decision[0];
  private @Nullable Stop[] stops = new @Nullable Stop[0];
  private Preemptions preemptions;
  private Tenants tenants;
  private Ownership ownership;
  private TurnLog log;
  private ReportBuilder builder;
  private boolean known;
  private @Nullable WaitReport report;

  /**
   * @param name of a task, such as {@code server/3}, or of a group
   * @param atNs the wait at this time is asked for, or the next one; null for the longest
   */
  @SuppressWarnings("NullAway.Init") // The machine comes with begins.
  public WaitWatch(String name, @Nullable Long atNs) {
    this.name = name;
    this.choice = new WaitChoice(atNs);
  }

  /** Whether a task of that name has started. */
  public boolean sawTask() {
    return known;
  }

  /** The wait that was asked for; null if there was none. */
  public @Nullable WaitReport report() {
    return report;
  }

  @Override
  public void begins(Kernel kernel, Tenants tenants, Ownership ownership) {
    this.tenants = tenants;
    this.ownership = ownership;
    builder = new ReportBuilder(kernel, tenants, ownership);
    int cpuCount = kernel.topology().cpuCount();
    log = new TurnLog(cpuCount, MOST_TURNS);
    preemptions = new Preemptions(kernel);
    dispatch = new @Nullable Decision[cpuCount];
    stops = new @Nullable Stop[cpuCount];
  }

  // --- the machine

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    log.stateChanged(nowNs, cpu);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    log.interrupted(nowNs, cpu, fromNs, ns);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    switch (decision.kind()) {
      case PREEMPTION -> preemptions.decided(decision, cpu);
      case PICK -> dispatch[cpu] = decision;
      case GOES_ON -> {
        // Concerns who runs.
      }
      case IDLE_FOUND, QUEUED -> {
        OpenWait wait = task == null ? null : open.get(task.id());
        if (wait != null) {
          wait.placement = decision;
          wait.note(nowNs, decision.reason() + (cpu < 0 ? "" : ": CPU " + cpu));
        }
      }
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    for (OpenWait wait : open.values()) {
      CpuMask usable = ownership.usableBy(wait.tenant, wait.task.affinity());
      if (!usable.equals(wait.usable)) {
        wait.settle(log, nowNs, usable);
        wait.note(nowNs, "plan %d: it may use CPUs %s now".formatted(plan.generation(), usable));
      }
    }
  }

  // --- tasks

  @Override
  public void throttled(long nowNs, Task task) {
    OpenWait wait = open.get(task.id());
    if (wait != null) {
      wait.settle(log, nowNs, wait.usable);
      wait.note(
          nowNs,
          task.isThrottled()
              ? "throttled: what cpu.max allows its cgroup is used up"
              : "throttled no longer");
    }
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    known |= isWatched(task);
    if (waiting.isWaiting(task)) {
      waiting.end(task);
      waiting.begin(task, tenants.of(task));
    }
    OpenWait wait = open.get(task.id());
    if (wait != null) {
      CpuMask usable = ownership.usableBy(wait.tenant, task.affinity());
      wait.settle(log, nowNs, usable);
      wait.note(
          nowNs,
          "its weight, cgroup or affinity changed: weight %d, may use CPUs %s"
              .formatted(tenants.weightOf(task), usable));
    }
  }

  @Override
  public void woke(long nowNs, Task task) {
    begin(nowNs, task, "wakes");
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    Stop stop = Stop.of(nowNs, task, runnable, preemptions.stopped(cpu));
    stops[cpu.id()] = stop;
    if (runnable) {
      begin(nowNs, task, "loses CPU %d: %s".formatted(cpu.id(), stop.reason()));
    }
  }

  private void begin(long nowNs, Task task, String why) {
    int tenant = tenants.of(task);
    if (isWatched(task)) {
      OpenWait wait =
          new OpenWait(task, tenant, nowNs, waiting.of(tenant), new Tally(tenants, tenant));
      wait.usable = ownership.usableBy(tenant, task.affinity());
      wait.note(nowNs, why);
      open.put(task.id(), wait);
    }
    waiting.begin(task, tenant);
  }

  private boolean isWatched(Task task) {
    return task.name().startsWith(name)
        && (task.name().length() == name.length() || task.name().charAt(name.length()) == '/');
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    waiting.end(task);
    OpenWait ended = open.remove(task.id());
    open.values().forEach(wait -> countRival(wait, task, cpu.id()));
    if (ended != null) {
      boolean preferred = choice.prefers(ended.fromNs, runsFromNs);
      if (preferred) {
        noteStart(ended, nowNs, runsFromNs, cpu.id(), moved);
      }
      finish(ended, preferred, nowNs, runsFromNs, cpu.id());
    }
    log.started(nowNs, runsFromNs, cpu, task, moved);
  }

  private void countRival(OpenWait wait, Task rival, int cpu) {
    if (tenants.of(rival) == wait.tenant && wait.usable.contains(cpu)) {
      wait.served++;
      wait.overtook += rival.waitingSinceNs() > wait.fromNs ? 1 : 0;
    }
  }

  private void noteStart(OpenWait wait, long nowNs, long runsFromNs, int cpu, CpuDistance moved) {
    Decision placed = wait.placement;
    Decision why = dispatch[cpu];
    boolean queued = placed != null && placed.kind() == Decision.Kind.QUEUED;
    String reason = queued && why != null ? why.reason() : "first in its own line";
    String from =
        wait.lastCpu < 0 || wait.lastCpu == cpu
            ? ""
            : "; last on CPU %d: %s".formatted(wait.lastCpu, words(moved));
    Stop before = stops[cpu];
    if (before != null && before.timeNs() == nowNs && before.task() != wait.task) {
      wait.note(
          nowNs, "CPU %d is free: %s".formatted(cpu, before.sentence() + whoRan(wait, nowNs, cpu)));
    }
    wait.note(nowNs, "CPU %d switches to it: %s%s".formatted(cpu, reason, from));
    wait.note(runsFromNs, "runs");
  }

  /** Who ran meanwhile on the CPU that the wait was for in the end. */
  private String whoRan(OpenWait wait, long nowNs, int cpu) {
    CpuUse use = new CpuUse(cpu);
    long knownFromNs = Math.max(wait.fromNs, log.knownFromNs());
    log.visit(knownFromNs, nowNs, use);
    String ran = use.words(builder::nameOf);
    if (ran.isEmpty()) {
      return "";
    }
    return knownFromNs == wait.fromNs
        ? "; meanwhile it ran " + ran
        : "; in the last %s it ran %s".formatted(Amounts.duration(nowNs - knownFromNs), ran);
  }

  private static String words(CpuDistance distance) {
    return switch (distance) {
      case SAME_CPU -> "same CPU";
      case SAME_CORE -> "same core";
      case SAME_LLC -> "same LLC";
      case SAME_NODE -> "same node";
      case SAME_SOCKET -> "same socket";
      case OTHER_SOCKET -> "another socket";
    };
  }

  @Override
  public void exited(long nowNs, Task task) {
    waiting.end(task);
    open.remove(task.id());
  }

  @Override
  public void ends(long nowNs) {
    for (OpenWait wait : List.copyOf(open.values())) {
      open.remove(wait.task.id());
      wait.note(nowNs, "still waits at the end of the run");
      finish(wait, choice.prefers(wait.fromNs, nowNs), nowNs, nowNs, Task.NO_CPU);
    }
  }

  private void finish(OpenWait wait, boolean preferred, long nowNs, long endNs, int cpu) {
    if (preferred) {
      wait.settle(log, nowNs, wait.usable);
      long knownFromNs = Math.max(wait.fromNs, wait.knownFromNs);
      report = builder.build(wait, cpu, nowNs, endNs, knownFromNs);
    }
    long oldestNs = nowNs;
    for (OpenWait other : open.values()) {
      oldestNs = Math.min(oldestNs, other.usableFromNs);
    }
    log.forgetUntil(oldestNs);
  }
}
