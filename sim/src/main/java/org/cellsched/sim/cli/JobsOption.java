package org.cellsched.sim.cli;

import picocli.CommandLine.Option;

/** {@code --jobs}: how many threads share the work of a command. */
final class JobsOption {

  private static final int MOST = 1_024;

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Runs at the same time (default: one per CPU of this machine).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  /** Ends the command with a complaint if the number is out of range. */
  int threads() {
    OptionRange.require("--jobs", jobs, 1, MOST);
    return jobs;
  }
}
