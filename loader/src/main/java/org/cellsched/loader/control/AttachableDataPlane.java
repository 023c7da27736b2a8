package org.cellsched.loader.control;

import java.util.Optional;
import org.cellsched.host.control.DataPlane;
import org.cellsched.loader.bpf.ExitReport;

/**
 * A data plane that takes plans before it schedules anybody, so that the first plan is in force
 * when it does. Closing it detaches it, and gives the machine back to its own scheduler.
 */
public interface AttachableDataPlane extends DataPlane, AutoCloseable {

  /**
   * From now on its plans are followed.
   *
   * @throws DataPlaneException if that is not to be had; the message says why
   */
  void attach() throws DataPlaneException;

  /** How it came to an end of its own; empty while it has not. */
  Optional<ExitReport> ended();

  /** What it tells beyond its counters; nothing where there is no more to tell. */
  default PlaneDetails details() {
    return PlaneDetails.NONE;
  }

  @Override
  void close();

  /** A data plane could not be made or attached; no defect of ours. */
  final class DataPlaneException extends Exception {

    private static final long serialVersionUID = 1L;

    public DataPlaneException(String message) {
      super(message);
    }
  }
}
