package org.cellsched.sim.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;

/**
 * A file that is written while a run goes on, unbuffered. What cannot be written ends the run with
 * a line that names the file.
 */
final class ExportFile extends OutputStream {

  private final String what;
  private final Path file;
  private final OutputStream out;

  /** Makes the file, or empties the one that is there. */
  ExportFile(String what, Path file) {
    this.what = what;
    this.file = file;
    try {
      out = new FileOutputStream(file.toFile());
    } catch (IOException e) {
      // Its message names the file.
      throw new CommandFailure(
          ExitStatus.BAD_INPUT, "cannot write the %s %s".formatted(what, e.getMessage()), e);
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private CommandFailure unwritable(IOException e) {
    return new CommandFailure(
        ExitStatus.BAD_INPUT,
        "cannot write the %s %s: %s".formatted(what, file, e.getMessage()),
        e);
  }
}
