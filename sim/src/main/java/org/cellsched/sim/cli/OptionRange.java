package org.cellsched.sim.cli;

import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;

/** Which values an option takes. */
final class OptionRange {

  private OptionRange() {}

  /** Ends the command with a complaint if the value is out of range; both ends are within. */
  static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "%s is %d; it must be %d to %d".formatted(option, value, least, most));
    }
  }
}
