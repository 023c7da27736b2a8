package org.cellsched.host.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a run end in order when the process is interrupted: the virtual machine waits until the
 * partial result is out, then ends with the status that shells give to an interrupt.
 */
public final class Interruption implements AutoCloseable {

  /** A run notices within 100 ms of simulated time; a terminal that blocks must not hold us. */
  private static final long PATIENCE_S = 10;

  private static final int UNSET = -1;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private volatile boolean pending;
  private volatile int status = UNSET;

  public Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was asked to end. */
  public boolean isPending() {
    return pending;
  }

  /**
   * The {@link ExitStatus} with which an interrupted process ends, where that is how it is meant to
   * end; else the virtual machine's own for the signal.
   */
  public void endsWith(int exitStatus) {
    status = exitStatus;
  }

  private void interrupted() {
    pending = true;
    try {
      boolean inTime = finished.await(PATIENCE_S, TimeUnit.SECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(ExitStatus.INTERRUPTED);
      } else if (status != UNSET) {
        Runtime.getRuntime().halt(status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    finished.countDown();
    if (!pending) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process ends right now; the hook finds the latch open.
        pending = true;
      }
    }
  }
}
