package org.cellsched.sim.trace;

import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.jspecify.annotations.Nullable;

/** Why what runs on a CPU is to leave it: the last decision about each since it started. */
public final class Preemptions {

  private final Kernel kernel;
  private final @Nullable Decision[] decisions;

  public Preemptions(Kernel kernel) {
    this.kernel = kernel;
    decisions = new @Nullable Decision[kernel.topology().cpuCount()];
  }

  /** A decision of {@link Decision.Kind#PREEMPTION}; of no account where nothing runs. */
  public void decided(Decision decision, int cpu) {
    if (kernel.cpu(cpu).current() != null) {
      decisions[cpu] = decision;
    }
  }

  /**
   * To be asked once, when the task that ran stops: why it was preempted; null if it was not. What
   * the kernel preempts by itself makes room for one that was put there directly.
   */
  public @Nullable Decision stopped(Cpu cpu) {
    Decision decision = decisions[cpu.id()];
    decisions[cpu.id()] = null;
    return decision == null && cpu.isPreempting() ? Decision.GAVE_WAY : decision;
  }
}
