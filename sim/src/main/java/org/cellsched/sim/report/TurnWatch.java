package org.cellsched.sim.report;

import java.util.Arrays;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.Preemptions;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/** Puts the turns of all CPUs into a {@link PieceLog}, each with the reasons that were given. */
final class TurnWatch implements RunObserver {

  private final Kernel kernel;
  private final Tenants tenants;
  private final Ownership ownership;
  private final PieceLog log;
  private final @Nullable Turn[] turns;
  private final long[] sinceNs;
  private final Ending[] endings;
  private final Preemptions preemptions;
  private final @Nullable Decision[] picked;
  private @Nullable Decision[] placedOfTask = new @Nullable Decision[0];

  TurnWatch(Kernel kernel, Tenants tenants, Ownership ownership, PieceLog log) {
    this.kernel = kernel;
    this.tenants = tenants;
    this.ownership = ownership;
    this.log = log;
    int cpus = kernel.topology().cpuCount();
    turns = new @Nullable Turn[cpus];
    sinceNs = new long[cpus];
    endings = new Ending[cpus];
    Arrays.fill(endings, Ending.PUT_OFF);
    preemptions = new Preemptions(kernel);
    picked = new @Nullable Decision[cpus];
  }

  // --- the reasons

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    switch (decision.kind()) {
      case IDLE_FOUND, QUEUED -> {
        if (task != null) {
          place(task, decision);
        }
      }
      case PREEMPTION -> preemptions.decided(decision, cpu);
      case PICK -> picked[cpu] = decision;
      case GOES_ON -> {
        // So does the turn.
      }
    }
  }

  private void place(Task task, @Nullable Decision decision) {
    if (task.id() >= placedOfTask.length) {
      placedOfTask = Arrays.copyOf(placedOfTask, Math.max(task.id() + 1, 2 * placedOfTask.length));
    }
    placedOfTask[task.id()] = decision;
  }

  // --- the turns

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    int tenant = tenants.of(task);
    Decision placed = task.id() < placedOfTask.length ? placedOfTask[task.id()] : null;
    begin(
        nowNs,
        cpu.id(),
        new Turn(
            tenant,
            task.id(),
            !ownership.owns(tenant, cpu.id()),
            placed,
            foundIdle(placed) ? null : picked[cpu.id()],
            Math.max(0, nowNs - task.waitingSinceNs())));
    place(task, null);
    picked[cpu.id()] = null;
    endings[cpu.id()] = Ending.PUT_OFF;
  }

  /** Such a task waits for nobody, and the CPU has no choice. */
  private static boolean foundIdle(@Nullable Decision placed) {
    return placed != null && placed.kind() == Decision.Kind.IDLE_FOUND;
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    Decision why = preemptions.stopped(cpu);
    endings[cpu.id()] = runnable ? howItLost(why, task) : Ending.SLEPT;
  }

  private static Ending howItLost(@Nullable Decision why, Task task) {
    return switch (why) {
      case null -> task.sliceNs() == 0 ? Ending.SLICE_USED : Ending.PUT_OFF;
      case RECLAIMED -> Ending.RECLAIMED;
      case EVICTED -> Ending.EVICTED;
      case GAVE_WAY -> Ending.GAVE_WAY;
      default -> Ending.OVERTAKEN;
    };
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    switch (cpu.state()) {
      case IDLE -> begin(nowNs, cpu.id(), null);
      case TAKEN -> begin(nowNs, cpu.id(), withoutTask(Turn.TAKEN));
      case OFFLINE -> begin(nowNs, cpu.id(), withoutTask(Turn.OFFLINE));
      case BUSY -> {
        // Whom it is busy with follows at once.
      }
    }
  }

  private static Turn withoutTask(int occupant) {
    return new Turn(occupant, Turn.NO_TASK, false, null, null, 0);
  }

  private void begin(long nowNs, int cpu, @Nullable Turn next) {
    end(nowNs, cpu, endings[cpu]);
    turns[cpu] = next;
    sinceNs[cpu] = nowNs;
  }

  private void end(long nowNs, int cpu, Ending ending) {
    Turn turn = turns[cpu];
    if (turn != null) {
      log.add(cpu, turn, sinceNs[cpu], nowNs, ending);
    }
  }

  // --- what changes during a turn

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    for (int cpu = 0; cpu < turns.length; cpu++) {
      lookAgain(nowNs, cpu);
    }
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    int cpu = task.cpu();
    if (cpu != Task.NO_CPU) {
      lookAgain(nowNs, cpu);
    }
  }

  /** Ends the turn, and begins it anew, if its cell or the CPU's owner is another one now. */
  private void lookAgain(long nowNs, int cpu) {
    Turn turn = turns[cpu];
    if (turn == null || turn.task() == Turn.NO_TASK) {
      return;
    }
    int tenant = tenants.ofTask(turn.task());
    Turn now = turn.of(tenant, !ownership.owns(tenant, cpu));
    if (!now.equals(turn)) {
      end(nowNs, cpu, Ending.GOES_ON);
      turns[cpu] = now;
      sinceNs[cpu] = nowNs;
    }
  }

  @Override
  public void ends(long nowNs) {
    for (int cpu = 0; cpu < turns.length; cpu++) {
      end(nowNs, cpu, Ending.RUN_ENDED);
      turns[cpu] = null;
    }
  }

  PieceLog log() {
    return log;
  }

  /** The name of a task by its number. */
  String taskName(int task) {
    return kernel.tasks().get(task).name();
  }
}
