package org.cellsched.house;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this repository, as they lie in the work tree. */
final class Repository {

  /** What tools make or keep for themselves. */
  private static final Set<String> SKIPPED_DIRECTORIES =
      Set.of(".git", "target", ".idea", ".vscode", ".settings", "node_modules");

  static final Path ROOT = findRoot();

  private Repository() {}

  /** Every file that a person wrote, sorted by path. */
  static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(ROOT, new Collector(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.sort(null);
    return files;
  }

  /** Every Java source, of production and tests, of all modules. */
  static List<Path> javaSources() {
    return files().stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  /** The Java sources that are shipped: those under a module's src/main/java. */
  static List<Path> productionSources() {
    return javaSources().stream()
        .filter(
            file -> relative(file).startsWith("src/main/java/", relative(file).indexOf('/') + 1))
        .toList();
  }

  /** The path from the repository's root, with slashes on every system. */
  static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  /** The file's text, or an empty string if it is binary (has a zero byte, as git judges it). */
  static String text(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean binary = new String(bytes, ISO_8859_1).indexOf('\0') >= 0;
      return binary ? "" : new String(bytes, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path findRoot() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("house/pom.xml"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no folder above " + here + " has house/pom.xml");
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> files;

    Collector(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean skipped = SKIPPED_DIRECTORIES.contains(String.valueOf(folder.getFileName()));
      return skipped && !folder.equals(ROOT)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // In a git worktree .git is a file, which names a path of this machine.
      if (attributes.isRegularFile() && !file.endsWith(".git")) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
