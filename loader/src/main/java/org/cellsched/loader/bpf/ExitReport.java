package org.cellsched.loader.bpf;

/**
 * Why the kernel ended the scheduler.
 *
 * @param kind of enum scx_exit_kind
 * @param code with bits for hotplug and restart
 * @param reason the kernel's word for the kind
 * @param message what it says beyond; may be empty
 */
public record ExitReport(int kind, long code, String reason, String message) {

  /** SCX_EXIT_ERROR: from here on it is an error, below it was wished for. */
  private static final int FIRST_ERROR = 1024;

  /** SCX_ECODE_ACT_RESTART. */
  private static final long RESTART = 1L << 48;

  /** SCX_EXIT_UNREG_BPF and SCX_EXIT_UNREG_KERN. */
  private static final int UNREGISTERED_BY_BPF = 65;

  private static final int UNREGISTERED_BY_KERNEL = 66;

  public boolean isError() {
    return kind >= FIRST_ERROR;
  }

  /** Whether the kernel asks for a new start, after hotplug for instance. */
  public boolean asksForRestart() {
    return (kind == UNREGISTERED_BY_BPF || kind == UNREGISTERED_BY_KERNEL) && (code & RESTART) != 0;
  }
}
