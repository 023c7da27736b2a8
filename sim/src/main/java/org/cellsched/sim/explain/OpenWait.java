package org.cellsched.sim.explain;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.explain.WaitReport.Moment;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/** A wait that goes on: what is known of it so far. */
final class OpenWait {

  final Task task;
  final int tenant;
  final long fromNs;
  final int lastCpu;
  final int waitingBefore;
  final Tally tally;
  final List<Moment> moments = new ArrayList<>();

  /** The CPUs that the task may use, since {@link #usableFromNs}. */
  CpuMask usable = CpuMask.none();

  long usableFromNs;

  /** From when on it is known who had them; if that is after {@link #fromNs}. */
  long knownFromNs;

  /** Whether cpu.max has kept it from all CPUs since then. */
  boolean throttled;

  /** What the scheduler decided about the task last. */
  @Nullable Decision placement;

  int served;
  int overtook;

  OpenWait(Task task, int tenant, long fromNs, int waitingBefore, Tally tally) {
    this.task = task;
    this.tenant = tenant;
    this.fromNs = fromNs;
    this.lastCpu = task.cpu();
    this.waitingBefore = waitingBefore;
    this.tally = tally;
    this.usableFromNs = fromNs;
  }

  void note(long timeNs, String what) {
    moments.add(new Moment(timeNs, what));
  }

  /** Counts what the CPUs did up to now; from now on others are usable, or the same. */
  void settle(TurnLog log, long nowNs, CpuMask usableFromNow) {
    if (log.knownFromNs() > usableFromNs) {
      knownFromNs = log.knownFromNs();
    }
    tally.add(log, usableFromNs, nowNs, usable, throttled);
    throttled = task.isThrottled();
    usable = usableFromNow;
    usableFromNs = nowNs;
  }
}
