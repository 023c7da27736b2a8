package org.cellsched.host.journal;

import java.util.List;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;

/**
 * The controller was told something, and answered.
 *
 * @param atNs when, on the host's clock
 * @param effects in their order; none is an answer too
 */
public record JournalEntry(long atNs, ControllerInput input, List<ControllerEffect> effects) {

  public JournalEntry {
    effects = List.copyOf(effects);
  }
}
