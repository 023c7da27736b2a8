package org.cellsched.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a report goes: {@code report.html} in a folder, which is made if it is not there. */
public final class ReportFile {

  private static final String NAME = "report.html";

  private final JsonOutput output;

  /**
   * Throws {@link CommandFailure} if the folder cannot be made or written to: better before a run
   * than after.
   */
  public ReportFile(Console console, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "cannot make the folder %s for the report: %s".formatted(folder, e.getMessage()),
          e);
    }
    output = new JsonOutput(console, folder.resolve(NAME).toString());
  }

  /** Writes the page, whole or not at all. */
  public void write(String page) {
    output.writeText(page);
  }
}
