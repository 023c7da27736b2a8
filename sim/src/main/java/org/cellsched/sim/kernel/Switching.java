package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.CpuDistance;
import org.jspecify.annotations.Nullable;

/**
 * How a CPU goes from one task to the next: the end of work and slices, dispatch, and the order of
 * callbacks at a switch (kernel/sched/ext.c, balance_one, put_prev_task_scx, set_next_task_scx).
 */
final class Switching {

  /** dispatch and running; with a task to put back, stopping and enqueue too. */
  private static final int CALLBACKS_FROM_IDLE = 2;

  private static final int CALLBACKS_FROM_TASK = 4;

  private final Machine machine;
  private final Placement placement;
  private final Running running;
  private final CoreSharing cores;
  private final long[] switchCostNs;

  Switching(Machine machine, Placement placement, Running running, CoreSharing cores) {
    this.machine = machine;
    this.placement = placement;
    this.running = running;
    this.cores = cores;
    this.switchCostNs = machine.costs.switchCostByDistance();
  }

  /** The running task's work has ended, or a tick has come that finds its slice used up. */
  void deadline(Cpu cpu) {
    Task task = cpu.current;
    if (task == null) {
      throw new IllegalStateException(cpu + " has a deadline but no task");
    }
    running.charge(cpu);
    if (task.remainingNs == 0) {
      nextStep(cpu, task);
    } else if (task.sliceNs == 0) {
      machine.scheduler.tick(task);
      reschedule(cpu, task);
    } else {
      running.arm(cpu, task);
    }
  }

  /**
   * An interrupt that asked for a switch has arrived. A slice ends only if the task is the one that
   * ran when the interrupt was sent: kick_one_cpu ends it on the kicking CPU's side.
   */
  void kicked(Cpu cpu) {
    cpu.switchRequested = false;
    if (machine.nowNs() < cpu.attentiveFromNs()) {
      // Interrupts are off during a switch and in an interrupt: these are finished first.
      cpu.switchRequested = true;
      machine.events.schedule(machine.numbers.kicks() + cpu.id(), cpu.attentiveFromNs());
      return;
    }
    Task task = cpu.current;
    boolean preempts = task == cpu.preemptee;
    cpu.preemptee = null;
    if (task != null) {
      running.charge(cpu);
      if (preempts) {
        machine.setSlice(task, 0);
      }
      cpu.preempting = preempts;
      reschedule(cpu, task);
      cpu.preempting = false;
    } else if (cpu.state == Cpu.State.IDLE) {
      reschedule(cpu, null);
    }
  }

  private void nextStep(Cpu cpu, Task task) {
    machine.overlap.pause();
    Programs.Step step = machine.programs.next(task, machine.nowNs());
    machine.overlap.resume();
    switch (step) {
      case RUN -> {
        // What the program did may have pushed the task off this CPU.
        if (cpu.current == task) {
          running.arm(cpu, task);
        }
      }
      case YIELD -> {
        // yield_task_scx: without ops.yield the slice ends.
        machine.setSlice(task, 0);
        reschedule(cpu, task);
      }
      case SLEEP -> {
        machine.events.schedule(
            machine.numbers.timers() + task.id(), machine.programs.wakeAtNs(task));
        leave(cpu, task, TaskState.SLEEPING);
      }
      case WAIT -> leave(cpu, task, TaskState.SLEEPING);
      case EXIT -> {
        stop(cpu, task, TaskState.EXITED);
        end(task);
        reschedule(cpu, null);
      }
    }
  }

  /** do_exit, for a task that is on no CPU and in no queue. */
  void end(Task task) {
    machine.unthrottle(task);
    machine.scheduler.exitTask(task);
    machine.observer.exited(machine.nowNs(), task);
    machine.overlap.pause();
    machine.programs.ended(task);
    machine.overlap.resume();
  }

  private void leave(Cpu cpu, Task task, TaskState next) {
    stop(cpu, task, next);
    reschedule(cpu, null);
  }

  /**
   * Takes the task off the CPU and calls stopping; the caller decides where both go on. A switch or
   * interrupt that is still going on is cut short.
   */
  void stop(Cpu cpu, Task task, TaskState next) {
    long nowNs = machine.nowNs();
    running.charge(cpu);
    cpu.switching.cut(nowNs);
    cpu.interrupts.cut(nowNs);
    cpu.runsFromNs = nowNs;
    task.state = next;
    boolean runnable = next == TaskState.WAITING;
    if (runnable) {
      task.waitingSinceNs = nowNs;
      task.throttledNs = 0;
    }
    machine.scheduler.stopping(task, runnable);
    machine.observer.stopped(nowNs, cpu, task, runnable);
    cpu.current = null;
    machine.events.cancel(machine.numbers.deadlines() + cpu.id());
  }

  /**
   * __schedule on a CPU: keeps {@code previous}, which could go on, or picks what comes next.
   *
   * <p>A previous task with slice left goes on before dispatch is even asked. Otherwise dispatch
   * runs <em>before</em> stopping and enqueue of the previous task. If it brings nothing, that task
   * goes on with a new slice and without any callback, unless the scheduler asked for ENQ_LAST.
   */
  void reschedule(Cpu cpu, @Nullable Task previous) {
    if (previous != null && previous.sliceNs > 0) {
      running.arm(cpu, previous);
      return;
    }
    cpu.choosing = true;
    choose(cpu, previous);
    cpu.choosing = false;
  }

  private void choose(Cpu cpu, @Nullable Task previous) {
    if (cpu.local.isEmpty()) {
      machine.scheduler.dispatch(cpu.id(), previous);
    }
    if (previous != null && keeps(cpu, previous)) {
      running.arm(cpu, previous);
      return;
    }
    if (previous != null && cpu.local.isEmpty()) {
      // ENQ_LAST: the task is put back with nothing to follow it, perhaps right here.
      putBack(cpu, previous);
      pickNext(cpu, null);
    } else {
      pickNext(cpu, previous);
    }
  }

  private boolean keeps(Cpu cpu, Task previous) {
    if (previous.sliceNs == 0 && cpu.local.isEmpty() && !machine.scheduler.enqueuesLast()) {
      machine.setSlice(previous, Machine.DEFAULT_SLICE_NS);
    }
    return previous.sliceNs > 0;
  }

  private void pickNext(Cpu cpu, @Nullable Task previous) {
    if (cpu.local.isEmpty()) {
      becomeIdle(cpu);
    } else {
      switchTo(cpu, cpu.local.removeAt(0), previous);
    }
  }

  private void switchTo(Cpu cpu, Task next, @Nullable Task previous) {
    if (previous != null) {
      putBack(cpu, previous);
    }
    long nowNs = machine.nowNs();
    if (cpu.state == Cpu.State.IDLE) {
      leaveIdle(cpu, Cpu.State.BUSY);
    } else if (cpu.state != Cpu.State.BUSY) {
      cores.enter(cpu, Cpu.State.BUSY);
    }
    CpuDistance moved =
        next.ranOnCpu == Task.NO_CPU
            ? CpuDistance.SAME_CPU
            : machine.topology.distance(next.ranOnCpu, cpu.id());
    int callbacks = previous == null ? CALLBACKS_FROM_IDLE : CALLBACKS_FROM_TASK;
    long costNs = switchCostNs[moved.ordinal()] + callbacks * machine.costs.callbackNs();
    cpu.current = next;
    cpu.switching.add(nowNs, costNs);
    cpu.runsFromNs = nowNs + costNs;
    next.state = TaskState.ON_CPU;
    next.cpu = cpu.id();
    next.ranOnCpu = cpu.id();
    if (next.sliceNs == 0) {
      machine.setSlice(next, Machine.DEFAULT_SLICE_NS);
    }
    machine.contextSwitches++;
    machine.taskStarts++;
    machine.unthrottle(next);
    machine.scheduler.running(next);
    machine.observer.started(nowNs, cpu.runsFromNs, cpu, next, moved);
    next.freshlyWoken = false;
    running.arm(cpu, next);
  }

  /** put_prev_task_scx: with slice left it is next in line here, without it is enqueued anew. */
  void putBack(Cpu cpu, Task previous) {
    stop(cpu, previous, TaskState.WAITING);
    if (previous.sliceNs > 0) {
      cpu.local.insertFirst(previous);
    } else {
      placement.enqueue(previous);
    }
  }

  private void becomeIdle(Cpu cpu) {
    long nowNs = machine.nowNs();
    machine.idle.add(cpu.id());
    if (cpu.state != Cpu.State.IDLE) {
      if (cpu.state == Cpu.State.BUSY) {
        machine.contextSwitches++;
      }
      cores.enter(cpu, Cpu.State.IDLE);
      machine.observer.becameIdle(nowNs, cpu);
    }
  }

  /** The CPU is idle no more. */
  void leaveIdle(Cpu cpu, Cpu.State next) {
    machine.idle.remove(cpu.id());
    cores.enter(cpu, next);
    machine.observer.leftIdle(machine.nowNs(), cpu);
  }
}
