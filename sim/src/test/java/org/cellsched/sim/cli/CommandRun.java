package org.cellsched.sim.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.cellsched.host.cli.Console;
import org.cellsched.host.table.Screen;

/** What a command printed, and its exit status. */
record CommandRun(int status, String out, String err) {

  static CommandRun of(String... arguments) {
    return on(Screen.PLAIN, arguments);
  }

  /** With standard output on this screen. */
  static CommandRun on(Screen screen, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintWriter(err),
            false,
            screen,
            Screen.PLAIN);
    int status = Main.run(console, arguments);
    return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString());
  }
}
