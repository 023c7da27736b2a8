package org.cellsched.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree of the kernel's text files, made by hand. */
public record FakeFiles(Path root) {

  /** Writes a file with a line end, making its folders. */
  public FakeFiles with(String file, String text) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an empty folder. */
  public FakeFiles folder(String folder) {
    try {
      Files.createDirectories(root.resolve(folder));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
