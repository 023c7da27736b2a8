package org.cellsched.loader.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** What the running kernel was built with, from wherever that is written down. */
final class KernelConfiguration {

  private final List<String> lines;

  private KernelConfiguration(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads it; null if it is nowhere to be found.
   *
   * @param root the root of the file system
   * @param release such as {@code 6.16.3+deb13-cloud-amd64}
   */
  static @Nullable KernelConfiguration find(Path root, String release) {
    List<Path> places =
        List.of(
            root.resolve("proc/config.gz"),
            root.resolve("boot/config-" + release),
            root.resolve("lib/modules/" + release + "/config"),
            root.resolve("usr/lib/modules/" + release + "/config"));
    for (Path place : places) {
      try {
        return new KernelConfiguration(read(place));
      } catch (IOException e) {
        // Not there, or not for us to read: the next one may be.
        continue;
      }
    }
    return null;
  }

  private static List<String> read(Path place) throws IOException {
    try (InputStream file = Files.newInputStream(place);
        InputStream text = place.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Those of the options that are not built in. */
  List<String> lacking(List<String> options) {
    List<String> lacking = new ArrayList<>(options);
    lacking.removeIf(option -> lines.contains(option + "=y"));
    return lacking;
  }
}
