package org.cellsched.loader.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds the newest checkpoint, whole: whoever reads it, or is killed while it is
 * written, finds the one before or the one after. The first line names the boot: inodes of cgroups
 * and the monotonic clock mean nothing to the next one.
 */
public final class CheckpointFile {

  private static final String HEADER = "cellsched checkpoint of boot ";

  private final Path file;
  private final String bootId;

  /**
   * @param bootId of this boot ({@code /proc/sys/kernel/random/boot_id})
   */
  public CheckpointFile(Path file, String bootId) {
    this.file = file.toAbsolutePath();
    this.bootId = bootId;
  }

  @Override
  public String toString() {
    return file.toString();
  }

  /** What was written last in this boot; null if nothing was. */
  public @Nullable String read() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    int lineEnd = text.indexOf('\n');
    boolean ours = lineEnd >= 0 && text.startsWith(HEADER);
    if (!ours) {
      throw new IOException(
          "%s:1:1: is no checkpoint; expected a line \"%s...\"; remove the file, or name another"
              .formatted(file, HEADER));
    }
    return text.substring(HEADER.length(), lineEnd).equals(bootId)
        ? text.substring(lineEnd + 1)
        : null;
  }

  /** Replaces it at once; makes the folder where it is missing. */
  public void write(String checkpoint) throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder);
    Path unfinished = Files.createTempFile(folder, ".checkpoint", ".unfinished");
    try {
      byte[] bytes = (HEADER + bootId + "\n" + checkpoint).getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true); // or a crash of the machine may leave the new name with old blocks
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
