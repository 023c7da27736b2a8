package org.cellsched.loader.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.loader.cgroup.CgroupTree;

/** Makes and removes real cgroups. */
final class Cgroups {

  private Cgroups() {}

  static void create(CgroupTree cgroups, String cgroup) throws IOException {
    Files.createDirectories(cgroups.directory(cgroup));
  }

  static void write(CgroupTree cgroups, String cgroup, String file, String text)
      throws IOException {
    Files.writeString(cgroups.directory(cgroup).resolve(file), text);
  }

  /** Kills everything below a cgroup and removes it. */
  static void removeAll(CgroupTree cgroups, String cgroup)
      throws IOException, InterruptedException {
    Path top = cgroups.directory(cgroup);
    Files.writeString(top.resolve("cgroup.kill"), "1");
    List<Path> folders;
    try (Stream<Path> all = Files.walk(top)) {
      folders = all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path folder : folders) {
      removeOnceEmpty(folder);
    }
  }

  /** Killed tasks take a moment to leave. */
  private static void removeOnceEmpty(Path folder) throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 200; attempt++) {
      if (Files.readString(folder.resolve("cgroup.events")).contains("populated 0")) {
        break;
      }
      Thread.sleep(20);
    }
    Files.delete(folder);
  }
}
