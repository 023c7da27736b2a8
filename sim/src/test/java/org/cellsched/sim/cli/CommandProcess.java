package org.cellsched.sim.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.Console;

/**
 * A command in another process, which believes that its standard error is a terminal; standard
 * output comes with it. It heeds SIGINT even if the tests were started in the background by a
 * script, which makes all below ignore it.
 */
record CommandProcess(Process process) {

  static CommandProcess start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Console.TERMINAL_PROPERTY + "=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    return new CommandProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Interrupts it once it has printed this, and answers all that it printed until it ended. */
  String interruptedAfter(String printed) throws IOException, InterruptedException {
    StringBuilder output = new StringBuilder();
    for (int c = 0; c >= 0 && !output.toString().endsWith(printed); ) {
      c = process.getInputStream().read();
      output.append((char) c);
    }
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return output.toString();
  }

  int status() throws InterruptedException {
    return process.waitFor();
  }
}
