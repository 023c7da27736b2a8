package org.cellsched.host.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands of a program, by name. Where one is named only that one is made: a start need not
 * look at the options of all.
 */
public final class Commands {

  private final SequencedMap<String, Supplier<Object>> makers = new LinkedHashMap<>();

  /**
   * Adds one, in the order of the program's help.
   *
   * @param maker of an object with picocli's annotations, or of a {@link CommandLine}
   */
  public Commands add(String name, Supplier<Object> maker) {
    makers.put(name, maker);
    return this;
  }

  /** Makes the command that the arguments name, or all of them if they name none. */
  public CommandLine of(CommandLine program, String... arguments) {
    Supplier<Object> named = arguments.length == 0 ? null : makers.get(arguments[0]);
    if (named != null) {
      return program.addSubcommand(arguments[0], named.get());
    }
    makers.forEach((name, maker) -> program.addSubcommand(name, maker.get()));
    return program;
  }
}
