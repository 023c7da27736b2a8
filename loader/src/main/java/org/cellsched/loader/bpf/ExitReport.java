package org.cellsched.loader.bpf;

/**
 * Why the kernel ended the scheduler.
 *
 * @param kind of enum scx_exit_kind
 * @param code with bits for hotplug and restart
 * @param reason the kernel's word for the kind
 * @param message what it says beyond; may be empty
 * @param dump the state at that time, several lines; may be empty
 */
public record ExitReport(int kind, long code, String reason, String message, String dump) {

  /** SCX_EXIT_ERROR: from here on it is an error, below it was wished for. */
  private static final int FIRST_ERROR = 1024;

  /** SCX_ECODE_RSN_HOTPLUG. */
  private static final long HOTPLUG = 1L << 32;

  /** SCX_ECODE_ACT_RESTART. */
  private static final long RESTART = 1L << 48;

  /** SCX_EXIT_UNREG_BPF and SCX_EXIT_UNREG_KERN. */
  private static final int UNREGISTERED_BY_BPF = 65;

  private static final int UNREGISTERED_BY_KERNEL = 66;

  /** Without a dump. */
  public ExitReport(int kind, long code, String reason, String message) {
    this(kind, code, reason, message, "");
  }

  public boolean isError() {
    return kind >= FIRST_ERROR;
  }

  /** Whether the kernel asks for a new start, after hotplug for instance. */
  public boolean asksForRestart() {
    return (kind == UNREGISTERED_BY_BPF || kind == UNREGISTERED_BY_KERNEL) && (code & RESTART) != 0;
  }

  /** A sentence without its end. */
  public String describe() {
    String cause = (code & HOTPLUG) == 0 ? reason : reason + " (CPUs came or went)";
    return message.isEmpty() ? cause : cause + ": " + message;
  }
}
