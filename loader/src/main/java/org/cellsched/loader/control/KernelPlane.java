package org.cellsched.loader.control;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.loader.bpf.DataPlaneSetup;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.bpf.KernelDataPlane;
import org.cellsched.loader.bpf.Libbpf;
import org.cellsched.loader.bpf.LoadException;

/** The data plane in the kernel, as the control loop's host wants it. */
public final class KernelPlane implements AttachableDataPlane {

  /** Of the log of a load that failed: what the verifier objects to stands at its end. */
  private static final int LOG_LINES = 40;

  private final KernelDataPlane kernel;

  private KernelPlane(KernelDataPlane kernel) {
    this.kernel = kernel;
  }

  /**
   * Loads the scheduler.
   *
   * @throws DataPlaneException with the end of the kernel's log
   */
  public static KernelPlane load(Libbpf libbpf, DataPlaneSetup setup) throws DataPlaneException {
    if (!Files.isReadable(setup.objectFile())) {
      throw new DataPlaneException(
          setup.objectFile() + " cannot be read; it is built where clang 16 or newer is found");
    }
    try {
      return new KernelPlane(KernelDataPlane.load(libbpf, setup));
    } catch (LoadException e) {
      throw failed("the kernel does not take the scheduler", e);
    }
  }

  @Override
  public void attach() throws DataPlaneException {
    try {
      kernel.attach();
    } catch (LoadException e) {
      throw failed("the scheduler cannot be attached", e);
    }
  }

  private static DataPlaneException failed(String what, LoadException e) {
    List<String> lines = e.log().lines().toList();
    String end =
        String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    return new DataPlaneException(what + ": " + e.getMessage() + (end.isEmpty() ? "" : "\n" + end));
  }

  @Override
  public void publish(PublishedPlan plan) {
    kernel.publish(plan);
  }

  @Override
  public List<CellCounters> counters() {
    return kernel.counters();
  }

  @Override
  public boolean isDrained(CellId cell) {
    return kernel.isDrained(cell);
  }

  @Override
  public PlaneDetails details() {
    KernelDataPlane.Replacement last = kernel.lastReplacement();
    return new PlaneDetails(
        kernel.decisions(), kernel.wakeups(), last.moved(), last.kicked(), last.tookNs());
  }

  @Override
  public Optional<ExitReport> ended() {
    return kernel.exit();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
