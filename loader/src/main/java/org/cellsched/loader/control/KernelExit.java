package org.cellsched.loader.control;

/**
 * How a scheduler in the kernel came to its end: what its exit callback was given (struct
 * scx_exit_info).
 *
 * @param kind one of the kernel's numbers (enum scx_exit_kind)
 * @param code what the one who ended it gave along
 * @param reason the kernel's words for the kind
 * @param message what the kernel, or the BPF program, says of it; may be empty
 * @param dump the state at that time, several lines; may be empty
 */
public record KernelExit(long kind, long code, String reason, String message, String dump) {

  private static final long UNREGISTERED_BY_BPF = 65;
  private static final long UNREGISTERED_BY_KERNEL = 66;

  /** The last kind that is no error: an operator asked for it with SysRq. */
  private static final long LAST_CLEAN = 67;

  private static final long RESTART_BIT = 1L << 48;
  private static final long HOTPLUG_BIT = 1L << 32;

  /** Whether nothing went wrong: somebody wanted the end. */
  public boolean isClean() {
    return kind <= LAST_CLEAN;
  }

  /**
   * Whether a new scheduler is to be loaded at once. Only an end that the kernel or our BPF program
   * chose can ask for that; after an error the same would happen again.
   */
  public boolean wantsRestart() {
    return (kind == UNREGISTERED_BY_BPF || kind == UNREGISTERED_BY_KERNEL)
        && (code & RESTART_BIT) != 0;
  }

  /** A sentence without its end. */
  public String describe() {
    String cause = (code & HOTPLUG_BIT) != 0 ? " (CPUs came or went)" : "";
    return message.isEmpty() ? reason + cause : reason + cause + ": " + message;
  }
}
