package org.cellsched.sim;

/** The scenario asks for what cannot be done at that moment, such as starting in a removed cell. */
public final class ScenarioFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int line;

  ScenarioFault(int line, String message) {
    super(message);
    this.line = line;
  }

  /** The scenario's line that asks for it; 0 if it is not known. */
  public int line() {
    return line;
  }
}
