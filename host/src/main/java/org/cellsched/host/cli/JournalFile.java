package org.cellsched.host.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.journal.JournalReader;

/** A journal that a command was given. */
public final class JournalFile {

  /** What a command makes of a journal. */
  @FunctionalInterface
  public interface Use<T> {
    T of(JournalReader journal) throws IOException, JournalException;
  }

  private JournalFile() {}

  /**
   * Opens the journal for as long as it is used.
   *
   * @throws CommandFailure if the file cannot be read, or is no journal
   */
  public static <T> T read(Path file, Use<T> use) {
    try (JournalReader journal = JournalReader.open(file)) {
      return use.of(journal);
    } catch (IOException e) {
      throw CommandFailure.unreadable(file.toString(), e);
    } catch (JournalException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
