package org.cellsched.sim.kernel;

import org.cellsched.sim.engine.EventQueue;

/**
 * What the task on a CPU uses up, and when that must be looked at again (kernel/sched/ext.c,
 * update_curr_scx and task_tick_scx).
 *
 * <p>CPU time, slices and virtual time are wall time on the CPU, as in Linux. Work is what the
 * task's program asked for; while SMT siblings share the core, an hour of CPU time does less than
 * an hour's work. Work is counted in whole nanoseconds, what is beyond in femtoseconds, so nothing
 * is lost or gained by when it is counted.
 */
final class Running {

  private final Machine machine;

  Running(Machine machine) {
    this.machine = machine;
  }

  /** What ran since the last charge counts for task, slice, work and CPU. */
  void charge(Cpu cpu) {
    Task task = cpu.current;
    long nowNs = machine.nowNs();
    long ranNs = nowNs - cpu.runsFromNs;
    if (task == null || ranNs <= 0) {
      return;
    }
    cpu.runsFromNs = nowNs;
    cpu.ranNs += ranNs;
    task.ranNs += ranNs;
    task.remainingNs -= workDoneNs(task, ranNs, cpu.speedPpm);
    task.sliceNs = Math.max(0, task.sliceNs - ranNs);
    machine.observer.charged(nowNs, cpu, task, ranNs);
  }

  /** Whole nanoseconds of work; the task keeps the rest. A CPU time fits {@code MAX_TIME_NS}. */
  private static long workDoneNs(Task task, long ranNs, int speedPpm) {
    if (speedPpm == CoreSharing.FULL_SPEED_PPM) {
      return ranNs;
    }
    long workFs = ranNs * speedPpm + task.workBeyondFs;
    task.workBeyondFs = workFs % CoreSharing.FULL_SPEED_PPM;
    return workFs / CoreSharing.FULL_SPEED_PPM;
  }

  /** How long the task's work takes at this speed: up to the nanosecond in which it is done. */
  private static long timeForWorkNs(Task task, int speedPpm) {
    long workNs = task.remainingNs;
    if (speedPpm == CoreSharing.FULL_SPEED_PPM || workNs > EventQueue.MAX_TIME_NS) {
      return workNs;
    }
    long leftFs = workNs * CoreSharing.FULL_SPEED_PPM - task.workBeyondFs;
    return Math.max(0, Math.ceilDiv(leftFs, speedPpm));
  }

  /**
   * What ran since the last charge here, and was charged in the kernel, by the last tick: nothing
   * is to be seen of most ticks, and so the model makes no event of them.
   */
  long ranUntilTickNs(Cpu cpu) {
    return Math.max(0, machine.tickAtOrBefore(machine.nowNs()) - cpu.runsFromNs);
  }

  /** Sets the time at which the running task must be looked at again. */
  void arm(Cpu cpu, Task task) {
    long workEndNs = cpu.runsFromNs + timeForWorkNs(task, cpu.speedPpm);
    machine.events.schedule(
        machine.numbers.deadlines() + cpu.id(), Math.min(workEndNs, sliceEndNs(cpu, task)));
  }

  /** The tick that finds the slice used up; one that came in an interrupt is handled after it. */
  private long sliceEndNs(Cpu cpu, Task task) {
    if (task.sliceNs > 0) {
      return machine.tickAtOrAfter(cpu.runsFromNs + task.sliceNs);
    }
    long tickNs = machine.tickAtOrAfter(cpu.interrupts.beganNs(machine.nowNs()));
    return Math.max(cpu.runsFromNs, tickNs);
  }

  /**
   * An interrupt takes {@code ns} from whatever the CPU does, once a switch or another interrupt is
   * over. It is nobody's CPU time: tasks are charged by rq_clock_task, which leaves interrupts out
   * (kernel/sched/core.c, update_rq_clock_task with IRQ_TIME_ACCOUNTING).
   */
  void interrupt(Cpu cpu, long ns) {
    if (cpu.state == Cpu.State.OFFLINE) {
      return;
    }
    charge(cpu);
    long fromNs = Math.max(machine.nowNs(), cpu.attentiveFromNs());
    cpu.interrupts.add(fromNs, ns);
    machine.observer.interrupted(machine.nowNs(), cpu, fromNs, ns);
    Task task = cpu.current;
    if (task != null) {
      cpu.runsFromNs = fromNs + ns;
      arm(cpu, task);
    }
  }

  /** Charges and re-arms after a change of what the task has left; nothing if none runs. */
  void rearm(Cpu cpu) {
    Task task = cpu.current;
    if (task != null) {
      charge(cpu);
      arm(cpu, task);
    }
  }
}
