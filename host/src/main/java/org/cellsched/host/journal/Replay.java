package org.cellsched.host.journal;

import java.io.IOException;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.jspecify.annotations.Nullable;

/**
 * Tells a new controller what a journal says another was told, and compares the answers: equal
 * inputs in equal order must give equal effects.
 */
public final class Replay {

  private Replay() {}

  /** The first entry that was answered differently. */
  public record Difference(long line, JournalEntry recorded, List<ControllerEffect> replayed) {}

  /**
   * What came of it.
   *
   * @param inputs that were told, the one that was answered differently included
   * @param firstNs when the journal begins
   * @param lastNs the time of the last input
   * @param difference null if every answer was equal
   * @param cutOff whether the journal's last line was left out, as it was not written to its end
   */
  public record Outcome(
      long inputs,
      long effects,
      long plans,
      long firstNs,
      long lastNs,
      @Nullable Difference difference,
      boolean cutOff) {}

  /**
   * A controller as it was where the journal begins.
   *
   * @throws JournalException if this version cannot make one of what the journal says
   */
  public static CellController restored(JournalReader journal, ControllerConfig config)
      throws JournalException {
    JournalHeader header = journal.header();
    try {
      return CellController.restore(config, header.topology(), header.checkpoint());
    } catch (IllegalArgumentException e) {
      throw journal.at(1, "no controller can go on from here: " + e.getMessage());
    }
  }

  /**
   * Replays to the end, or to the first difference.
   *
   * @param config that of the journal's header, or another to see what it would have done
   */
  public static Outcome of(JournalReader journal, ControllerConfig config)
      throws IOException, JournalException {
    JournalHeader header = journal.header();
    CellController controller = restored(journal, config);
    long inputs = 0;
    long effects = 0;
    long plans = 0;
    long lastNs = header.atNs();
    Difference difference = null;
    while (difference == null) {
      JournalEntry entry = journal.next();
      if (entry == null) {
        break;
      }
      List<ControllerEffect> answer = controller.on(entry.input(), entry.atNs());
      inputs++;
      effects += answer.size();
      plans += answer.stream().filter(ControllerEffect.ApplyPlan.class::isInstance).count();
      lastNs = entry.atNs();
      if (!answer.equals(entry.effects())) {
        difference = new Difference(journal.line(), entry, answer);
      }
    }
    return new Outcome(
        inputs, effects, plans, header.atNs(), lastNs, difference, journal.isCutOff());
  }
}
