package org.cellsched.host.journal;

import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.host.lines.MalformedLineException;

/** A controller's state as text, in the journal's form: one line of JSON. */
public final class CheckpointText {

  private CheckpointText() {}

  public static String write(ControllerCheckpoint checkpoint) {
    return JournalLines.write(checkpoint) + "\n";
  }

  /**
   * @param source what to call it in messages
   * @throws JournalException if it is none, or one of another version's form
   */
  public static ControllerCheckpoint read(String text, String source) throws JournalException {
    try {
      return JournalLines.read(text, ControllerCheckpoint.class);
    } catch (MalformedLineException e) {
      throw new JournalException("%s:%d: %s".formatted(source, e.column(), e.getMessage()));
    }
  }
}
