package org.cellsched.host.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a result document goes: standard output or a file. A file appears whole or not at all; one
 * that is there stays as it is until the new one is complete.
 */
public final class JsonOutput {

  private static final String STANDARD_OUTPUT = "-";

  private final Console console;
  private final String target;

  /**
   * Throws {@link CommandFailure} if the target cannot be written: better before a run than after.
   */
  public JsonOutput(Console console, String target) {
    this.console = console;
    this.target = target;
    Path directory = Path.of(target).toAbsolutePath().getParent();
    if (!toStandardOutput() && (directory == null || !Files.isWritable(directory))) {
      throw unwritable("folder " + directory + " does not exist or is not writable");
    }
    if (!toStandardOutput() && Files.isDirectory(Path.of(target))) {
      throw unwritable("it is a folder");
    }
  }

  public boolean toStandardOutput() {
    return target.equals(STANDARD_OUTPUT);
  }

  /** Writes a tree of records, maps and lists, indented, with a line end. */
  public void write(Object document) {
    ObjectMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();
    try {
      writeText(mapper.writeValueAsString(document) + "\n");
    } catch (JacksonException e) {
      throw unwritable(String.valueOf(e.getMessage()));
    }
  }

  /** Writes a document that is text already, its last line end included. */
  public void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (toStandardOutput()) {
        console.out().write(bytes);
        console.out().flush();
      } else {
        writeFile(bytes);
      }
    } catch (IOException e) {
      throw unwritable(String.valueOf(e.getMessage()));
    }
  }

  private void writeFile(byte[] bytes) throws IOException {
    Path file = Path.of(target).toAbsolutePath();
    // Not as a temporary file of the system's: others may read what is written here.
    Path unfinished =
        file.resolveSibling(
            ".%s-%d.unfinished".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      Files.write(unfinished, bytes);
      move(unfinished, file);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private CommandFailure unwritable(String problem) {
    String name = toStandardOutput() ? "standard output" : target;
    return new CommandFailure(ExitStatus.BAD_INPUT, "cannot write " + name + ": " + problem);
  }
}
