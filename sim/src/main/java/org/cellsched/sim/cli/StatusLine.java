package org.cellsched.sim.cli;

import org.cellsched.host.cli.Console;

/** A line on the terminal that is written anew in its place; nothing without a terminal. */
final class StatusLine {

  /** Back to the begin of the line, and nothing left on it. */
  private static final String ERASE = "\r\033[K";

  private final Console console;
  private int columns;

  StatusLine(Console console) {
    this.console = console;
  }

  /** Puts a text in the place of the one before; a line that breaks could not be erased. */
  void show(String text) {
    if (!console.terminal()) {
      return;
    }
    if (columns == 0) {
      columns = console.errScreen().size().columns();
    }
    console.err().print(ERASE + text.substring(0, Math.min(text.length(), columns - 1)));
    console.err().flush();
  }

  /** Removes the line, if there is one. */
  void erase() {
    if (columns != 0) {
      console.err().print(ERASE);
      console.err().flush();
      columns = 0;
    }
  }
}
