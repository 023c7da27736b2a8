package org.cellsched.host.cli;

/** How a command ends, so that scripts can tell kinds of failure apart. */
public final class ExitStatus {

  /** All is well. An input that has no plan is well answered by saying so. */
  public static final int FINE = 0;

  /** An invariant or an expectation failed; a replay or a comparison differs. */
  public static final int CHECK_FAILED = 1;

  /** Wrong usage, bad input, a file that cannot be read or written. */
  public static final int BAD_INPUT = 2;

  /** A defect of this program. */
  public static final int INTERNAL_ERROR = 3;

  /** The kernel ended the scheduler with an error. */
  public static final int KERNEL_ENDED_SCHEDULER = 4;

  /** Interrupted (128 + SIGINT, as shells have it); partial results say so. */
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}
}
