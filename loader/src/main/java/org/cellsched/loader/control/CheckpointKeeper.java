package org.cellsched.loader.control;

import java.io.IOException;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.host.journal.CheckpointText;
import org.cellsched.host.journal.JournalException;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the controller's state in a file whenever all is settled, so that a loader that was killed
 * goes on where it was. One that cannot be written is told once, and ends nothing: the machine is
 * scheduled as well without it.
 */
public final class CheckpointKeeper implements LoopObserver {

  private final CheckpointFile file;
  private final Complaints complaints;
  private @Nullable ControllerCheckpoint written;
  private boolean failing;

  public CheckpointKeeper(CheckpointFile file, Complaints complaints) {
    this.file = file;
    this.complaints = complaints;
  }

  /**
   * What was kept last in this boot; null if nothing was.
   *
   * @throws IOException if there is a file that is no checkpoint, or cannot be read
   * @throws JournalException if it is a checkpoint that this version does not understand
   */
  public @Nullable ControllerCheckpoint read() throws IOException, JournalException {
    String text = file.read();
    return text == null ? null : CheckpointText.read(text, file.toString());
  }

  @Override
  public void settled(long nowNs, CellController controller) {
    ControllerCheckpoint now = controller.checkpoint();
    if (now.equals(written)) {
      return;
    }
    try {
      file.write(CheckpointText.write(now));
      written = now;
      if (failing) {
        complaints.reported(nowNs, new Report(Severity.INFO, "the checkpoint is kept again"));
      }
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        complaints.reported(
            nowNs,
            new Report(
                Severity.WARNING,
                "no checkpoint is kept, so a restart would begin anew: " + KernelFile.problem(e)));
      }
      failing = true;
    }
  }
}
