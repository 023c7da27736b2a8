package org.cellsched.core.control;

import java.util.List;

/** What the controller asks of its host. Closed: a host must answer every kind. */
public sealed interface ControllerEffect {

  /**
   * Publish this plan, then answer with {@link ControllerInput.PlanApplied} or {@link
   * ControllerInput.PlanRefused}. At most one is unanswered at any time.
   *
   * @param causes ascending, at least one
   * @param cpusMoved CPUs whose owner differs from the last applied plan's
   * @param reason a sentence for people
   */
  record ApplyPlan(PublishedPlan plan, List<PlanCause> causes, int cpusMoved, String reason)
      implements ControllerEffect {
    public ApplyPlan {
      causes = List.copyOf(causes);
    }
  }

  /** Send {@link ControllerInput.Woken} at this time; replaces an earlier wish. */
  record WakeAt(long timeNs) implements ControllerEffect {}

  /** Something for people to read. */
  record Report(Severity severity, String text) implements ControllerEffect {}

  /** How much a report matters: {@code WARNING} is for what an operator should mend. */
  enum Severity {
    INFO,
    WARNING,
    ERROR
  }
}
