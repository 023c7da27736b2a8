package org.cellsched.core.plan;

import org.cellsched.core.cell.CellId;
import org.jspecify.annotations.Nullable;

/** No plan: either the request is invalid or it cannot be satisfied. An answer, not a defect. */
public final class PlanException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable CellId cell;

  public PlanException(String message) {
    this(message, null);
  }

  public PlanException(String message, @Nullable CellId cell) {
    super(message);
    this.cell = cell;
  }

  /** The cell that is to blame, or null if no single one is. */
  public @Nullable CellId cell() {
    return cell;
  }
}
