package org.cellsched.loader.bpf;

/** The kernel would not have the scheduler. */
public final class LoadException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String log;

  LoadException(BpfException cause, String log) {
    super(cause.getMessage(), cause);
    this.log = log;
  }

  /** What libbpf and the verifier printed. */
  public String log() {
    return log;
  }
}
