package org.cellsched.loader.bpf;

/** A call of libbpf's failed. */
public final class BpfException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int errno;

  BpfException(String function, int errno) {
    super("%s: %s".formatted(function, describe(errno)));
    this.errno = errno;
  }

  /** The kernel's error number. */
  public int errno() {
    return errno;
  }

  /** include/uapi/asm-generic/errno-base.h and errno.h, as far as libbpf and sched_ext use them. */
  private static String describe(int errno) {
    return switch (errno) {
      case 1 -> "not permitted (EPERM)";
      case 2 -> "not found (ENOENT)";
      case 7 -> "too big (E2BIG)";
      case 12 -> "out of memory (ENOMEM)";
      case 13 -> "refused by the verifier (EACCES)";
      case 16 -> "busy: another scheduler is attached (EBUSY)";
      case 17 -> "exists already (EEXIST)";
      case 22 -> "invalid (EINVAL)";
      case 95 -> "not supported (EOPNOTSUPP)";
      default -> "error " + errno;
    };
  }
}
