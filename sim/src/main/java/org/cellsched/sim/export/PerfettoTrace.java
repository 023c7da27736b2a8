package org.cellsched.sim.export;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.export.PerfettoFields.EventName;
import org.cellsched.sim.export.PerfettoFields.FtraceEvent;
import org.cellsched.sim.export.PerfettoFields.FtraceEventBundle;
import org.cellsched.sim.export.PerfettoFields.InternedData;
import org.cellsched.sim.export.PerfettoFields.SchedProcessFree;
import org.cellsched.sim.export.PerfettoFields.SchedWakeupNew;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run as a trace for Perfetto, in its own protobuf format, while the run goes on: the
 * kernel's scheduling events, cells as processes and tasks as threads, counters of each cell's CPUs
 * and waiting tasks, plans and decisions as instants. docs/trace.md has what is in it.
 *
 * <p>Each event costs O(1) amortised. Memory is in proportion to CPUs and tasks, whatever the run's
 * length. What the stream throws ends the run.
 */
public final class PerfettoTrace implements RunObserver, AutoCloseable {

  // Of Linux, include/linux/sched.h, as sched_switch reports them in every version: TASK_RUNNING,
  // TASK_INTERRUPTIBLE, EXIT_DEAD. The value for a preempted task depends on the version; R says
  // it.
  private static final int RUNNABLE = 0;
  private static final int SLEEPING = 1;
  private static final int DEAD = 0x10;

  /** Of Linux: DEFAULT_PRIO, that of nice 0, and of the idle task too. */
  private static final int NICE_0_PRIORITY = 120;

  /** The highest of all. */
  private static final int HIGHER_CLASS_PRIORITY = 0;

  private static final int SUCCESS = 1;

  /** What a CPU does in the trace, and what it is about to do. */
  private static final class Occupancy {
    final SchedColumns columns;

    /** The thread that it runs, as the trace has it. */
    int tid = TraceIds.IDLE_TID;

    /** The task that has just left it; then follows what comes next. */
    @Nullable Task leaver;

    /** The state in which leaves, or has left, what it ran. */
    int leaverState = RUNNABLE;

    /** Why the task that comes next was picked, and when that was decided. */
    @Nullable Decision pick;

    long pickedNs;

    Occupancy(SchedColumns columns) {
      this.columns = columns;
    }
  }

  private final PacketWriter out;
  private final TraceCast cast;
  private final LineCounters inLine;
  private final Instants instants;
  private final ProtoMessage bundle = new ProtoMessage();
  private final ProtoMessage event = new ProtoMessage();
  private final ProtoMessage part = new ProtoMessage();
  private Occupancy[] occupancies = new Occupancy[0];

  /** By tenant, how many CPUs the trace says it owns. */
  private int[] ownedCpus = new int[0];

  /** By task, the tenant that it was seen under last. */
  private int[] tenantOf = new int[0];

  private Kernel kernel;
  private Tenants tenants;
  private Ownership ownership;

  /** Writes to this stream, which {@link #close} closes. */
  @SuppressWarnings("NullAway.Init") // The machine comes with begins.
  public PerfettoTrace(OutputStream file) {
    out = new PacketWriter(file);
    cast = new TraceCast(out);
    inLine = new LineCounters(out);
    instants = new Instants(out);
  }

  @Override
  public void begins(Kernel machine, Tenants known, Ownership owned) {
    kernel = machine;
    tenants = known;
    ownership = owned;
    out.first(decisionNames());
    cast.introduceMachine(0, "plans and CPUs");
    occupancies = new Occupancy[kernel.cpus().size()];
    for (int cpu = 0; cpu < occupancies.length; cpu++) {
      occupancies[cpu] = new Occupancy(new SchedColumns(cpu));
      // Compact events say what comes, not what goes: only from the first on is it known.
      occupancies[cpu].columns.switched(0, RUNNABLE, TraceIds.IDLE_TID, NICE_0_PRIORITY);
    }
  }

  private ProtoMessage decisionNames() {
    ProtoMessage names = new ProtoMessage();
    for (Decision decision : Decision.values()) {
      part.clear().number(EventName.IID, iid(decision)).text(EventName.NAME, decision.reason());
      names.message(InternedData.EVENT_NAMES, part);
    }
    return names;
  }

  /** 0 would mean none. */
  private static int iid(Decision decision) {
    return decision.ordinal() + 1;
  }

  // --- tasks

  @Override
  public void reclassified(long nowNs, Task task) {
    int tenant = tenants.of(task);
    cast.introduceCell(nowNs, tenant, tenants.names());
    if (!cast.isKnown(task)) {
      cast.introduceTask(nowNs, task, tenant);
      wakesNew(nowNs, task);
    } else if (tenantOf[task.id()] != tenant) {
      inLine.move(nowNs, task, tenant);
      String moved = "moves to cell " + tenants.names().get(tenant);
      instants.happened(nowNs, TraceIds.taskTrack(task.id()), moved);
    }
    remember(task, tenant);
  }

  private void remember(Task task, int tenant) {
    if (task.id() >= tenantOf.length) {
      tenantOf = Arrays.copyOf(tenantOf, Math.max(task.id() + 1, 2 * tenantOf.length));
    }
    tenantOf[task.id()] = tenant;
  }

  private void wakesNew(long nowNs, Task task) {
    part.clear()
        .text(SchedWakeupNew.COMM, task.name())
        .number(SchedWakeupNew.PID, TraceIds.taskTid(task.id()))
        .number(SchedWakeupNew.PRIO, priority(task))
        .number(SchedWakeupNew.SUCCESS, SUCCESS)
        .number(SchedWakeupNew.TARGET_CPU, lastCpu(task));
    rareEvent(nowNs, lastCpu(task), FtraceEvent.SCHED_WAKEUP_NEW);
  }

  /** A bundle of its own for the message in {@link #part}. */
  private void rareEvent(long nowNs, int cpu, int kind) {
    event
        .clear()
        .number(FtraceEvent.TIMESTAMP, nowNs)
        .number(FtraceEvent.PID, TraceIds.IDLE_TID)
        .message(kind, part);
    out.bundle(
        bundle.clear().number(FtraceEventBundle.CPU, cpu).message(FtraceEventBundle.EVENT, event));
  }

  @Override
  public void woke(long nowNs, Task task) {
    inLine.begin(nowNs, task, tenants.of(task));
    int cpu = lastCpu(task);
    SchedColumns columns = occupancies[cpu].columns;
    if (columns.waking(nowNs, TraceIds.taskTid(task.id()), priority(task))) {
      write(columns);
    }
  }

  /** Where it ran last, as task_cpu has it when a wakeup begins; the first CPU before that. */
  private static int lastCpu(Task task) {
    return task.cpu() == Task.NO_CPU ? 0 : task.cpu();
  }

  private static int priority(Task task) {
    return NICE_0_PRIORITY + task.nice();
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    inLine.end(nowNs, task);
    Occupancy occupancy = occupancies[cpu.id()];
    switchTo(nowNs, occupancy, TraceIds.taskTid(task.id()), priority(task));
    Decision pick = occupancy.pick;
    if (pick != null && occupancy.pickedNs == nowNs) {
      instant(nowNs, task, pick);
    }
    occupancy.pick = null;
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    if (runnable) {
      inLine.begin(nowNs, task, tenants.of(task));
    }
    Occupancy occupancy = occupancies[cpu.id()];
    occupancy.leaver = task;
    occupancy.leaverState = runnable ? RUNNABLE : SLEEPING;
  }

  @Override
  public void exited(long nowNs, Task task) {
    inLine.end(nowNs, task);
    Occupancy occupancy = occupancies[lastCpu(task)];
    if (occupancy.leaver == task) {
      occupancy.leaverState = DEAD;
    }
    part.clear()
        .text(SchedProcessFree.COMM, task.name())
        .number(SchedProcessFree.PID, TraceIds.taskTid(task.id()))
        .number(SchedProcessFree.PRIO, priority(task));
    rareEvent(nowNs, lastCpu(task), FtraceEvent.SCHED_PROCESS_FREE);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    switch (decision.kind()) {
      case PICK -> {
        // For whom is known when it starts, which is at once.
        occupancies[cpu].pick = decision;
        occupancies[cpu].pickedNs = nowNs;
      }
      case PREEMPTION -> concerns(nowNs, task == null ? kernel.cpu(cpu).current() : task, decision);
      case IDLE_FOUND -> {
        if (task != null) {
          inLine.end(nowNs, task); // It is on its way to a CPU that is free.
        }
        concerns(nowNs, task, decision);
      }
      case QUEUED, GOES_ON -> concerns(nowNs, task, decision);
    }
  }

  private void concerns(long nowNs, @Nullable Task task, Decision decision) {
    if (task != null) {
      instant(nowNs, task, decision);
    }
  }

  /** With the line that the decision made longer or shorter: both are one packet. */
  private void instant(long nowNs, Task task, Decision decision) {
    long track = TraceIds.taskTrack(task.id());
    int tenant = tenants.of(task);
    int tasksInLine = inLine.takeChange(nowNs, tenant);
    if (tasksInLine == LineCounters.NO_CHANGE) {
      out.instant(nowNs, track, iid(decision));
    } else {
      out.instant(nowNs, track, iid(decision), TraceIds.inLineTrack(tenant), tasksInLine);
    }
  }

  // --- CPUs

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    Occupancy occupancy = occupancies[cpu.id()];
    switch (cpu.state()) {
      case IDLE -> idles(nowNs, occupancy);
      case TAKEN -> {
        int tid = cast.introduceHigherClass(nowNs, cpu.id());
        switchTo(nowNs, occupancy, tid, HIGHER_CLASS_PRIORITY);
      }
      case OFFLINE -> {
        idles(nowNs, occupancy);
        instants.happened(nowNs, TraceIds.machineTrack(), cpu + " goes offline");
      }
      case BUSY -> {
        // With whom follows at once.
      }
    }
  }

  private void idles(long nowNs, Occupancy occupancy) {
    if (occupancy.tid != TraceIds.IDLE_TID) {
      switchTo(nowNs, occupancy, TraceIds.IDLE_TID, NICE_0_PRIORITY);
    }
  }

  private void switchTo(long nowNs, Occupancy occupancy, int tid, int priority) {
    int leaverState = occupancy.leaverState;
    occupancy.tid = tid;
    occupancy.leaver = null;
    occupancy.leaverState = priority == HIGHER_CLASS_PRIORITY ? SLEEPING : RUNNABLE;
    if (occupancy.columns.switched(nowNs, leaverState, tid, priority)) {
      write(occupancy.columns);
    }
  }

  private void write(SchedColumns columns) {
    columns.moveInto(bundle, event, cast.names());
    out.bundle(bundle);
  }

  // --- plans

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    instants.told(effects);
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    int known = tenants.count();
    cast.introduceCell(nowNs, known - 1, tenants.names());
    instants.applied(nowNs, plan, tenants.names(), ownership);
    ownedCpus = Arrays.copyOf(ownedCpus, known);
    for (int tenant = 0; tenant < known; tenant++) {
      int owned = ownership.ownCpus(tenant).size();
      if (owned != ownedCpus[tenant] || plan.generation() == 1) {
        out.counter(nowNs, TraceIds.cpusTrack(tenant), owned);
        ownedCpus[tenant] = owned;
      }
    }
  }

  // --- the end

  /** All CPUs go idle, so that what ran last has an end. */
  @Override
  public void ends(long nowNs) {
    for (Occupancy occupancy : occupancies) {
      idles(nowNs, occupancy);
    }
  }

  /** What is still in memory goes out; a run that failed leaves a trace up to there. */
  @Override
  public void close() {
    inLine.writeBefore(Long.MAX_VALUE);
    for (Occupancy occupancy : occupancies) {
      if (!occupancy.columns.isEmpty()) {
        write(occupancy.columns);
      }
    }
    out.close();
  }
}
