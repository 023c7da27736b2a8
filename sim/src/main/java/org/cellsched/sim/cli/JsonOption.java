package org.cellsched.sim.cli;

import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.JsonOutput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --json}: where the result document of a command goes. */
final class JsonOption {

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the result document; - for standard output, which then has it alone.")
  private @Nullable String target;

  /**
   * Null if no document is asked for. Ends the command if it could not be written: ask before the
   * work.
   */
  @Nullable JsonOutput open(Console console) {
    return target == null ? null : new JsonOutput(console, target);
  }
}
