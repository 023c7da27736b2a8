package org.cellsched.sim.workload;

/** A program does what no program may, such as giving back a mutex it does not have. */
public final class ProgramFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProgramFault(String message) {
    super(message);
  }
}
