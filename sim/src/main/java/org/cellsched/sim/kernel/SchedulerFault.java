package org.cellsched.sim.kernel;

/** The scheduler did what makes the kernel end it (scx_error): the run stops with this message. */
public final class SchedulerFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SchedulerFault(String message) {
    super(message);
  }
}
