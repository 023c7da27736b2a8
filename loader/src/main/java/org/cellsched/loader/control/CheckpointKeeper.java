package org.cellsched.loader.control;

import java.io.IOException;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the controller's state in a file whenever all is settled, so that a loader that was killed
 * goes on where it was. One that cannot be written is told once, and ends nothing: the machine is
 * scheduled as well without it.
 */
public final class CheckpointKeeper implements LoopObserver {

  /** How a checkpoint is written down; what {@code encode} gives, {@code decode} gives back. */
  public interface Codec {
    String encode(ControllerCheckpoint checkpoint);

    /**
     * @throws IOException that says where the text is malformed
     */
    ControllerCheckpoint decode(String text) throws IOException;
  }

  private final CheckpointFile file;
  private final Codec codec;
  private final Complaints complaints;
  private @Nullable ControllerCheckpoint written;
  private boolean failing;

  public CheckpointKeeper(CheckpointFile file, Codec codec, Complaints complaints) {
    this.file = file;
    this.codec = codec;
    this.complaints = complaints;
  }

  /**
   * What was kept last in this boot; null if nothing was.
   *
   * @throws IOException if there is something that is no checkpoint, or cannot be read
   */
  public @Nullable ControllerCheckpoint read() throws IOException {
    String text = file.read();
    return text == null ? null : codec.decode(text);
  }

  @Override
  public void settled(long nowNs, CellController controller) {
    ControllerCheckpoint now = controller.checkpoint();
    if (now.equals(written)) {
      return;
    }
    try {
      file.write(codec.encode(now));
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
