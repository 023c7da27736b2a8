package org.cellsched.loader.control;

import java.io.IOException;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.host.journal.ControlJournal;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.topology.MachineTopology;

/**
 * Writes the journal of the loop. One that cannot be written any more is told once and given up,
 * and ends nothing: a full disk must not cost the machine its scheduler.
 */
public final class JournalKeeper implements LoopObserver, AutoCloseable {

  private final ControlJournal journal;
  private final Complaints complaints;
  private boolean givenUp;

  public JournalKeeper(ControlJournal journal, Complaints complaints) {
    this.journal = journal;
    this.complaints = complaints;
  }

  /** Something that is written to the journal. */
  private interface Writing {
    void write() throws IOException;
  }

  @Override
  public void begins(
      long nowNs,
      MachineTopology machine,
      CellController controller,
      AttachableDataPlane dataPlane) {
    write(nowNs, () -> journal.begins(nowNs, machine.topology(), controller));
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    write(nowNs, () -> journal.told(nowNs, input, effects));
  }

  private void write(long nowNs, Writing writing) {
    if (givenUp) {
      return;
    }
    try {
      writing.write();
    } catch (IOException e) {
      givenUp = true;
      complaints.reported(
          nowNs, new Report(Severity.WARNING, "the journal ends here: " + KernelFile.problem(e)));
    }
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
