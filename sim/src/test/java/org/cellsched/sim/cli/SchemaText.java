package org.cellsched.sim.cli;

/** What {@code sim validate --schema} prints, for tests of other packages. */
public final class SchemaText {

  private SchemaText() {}

  public static String get() {
    return ValidateCommand.schemaText();
  }
}
