package org.cellsched.loader.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.loader.FakeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupWatcherTest {

  /**
   * Long enough for a machine that is busy with other tests; returns at once when there is news.
   */
  private static final long PATIENCE_NS = 20_000_000_000L;

  private static final long NOT_LONG_NS = 1_000_000;

  @TempDir private Path parent;

  @Test
  void childThatComesOrGoesIsMissed() throws Exception {
    try (CgroupWatcher watcher = new CgroupWatcher(parent)) {
      assertThat(watcher.await(NOT_LONG_NS)).isFalse();
      Files.createDirectory(parent.resolve("web"));
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
      Files.delete(parent.resolve("web"));
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
    }
  }

  @Test
  void writtenCpusetIsMissed() throws Exception {
    FakeFiles files = new FakeFiles(parent).with("web/cpuset.cpus", "0-1");
    try (CgroupWatcher watcher = new CgroupWatcher(parent)) {
      watcher.follow(List.of("web", "gone"));
      files.with("web/cpuset.cpus", "0-3");
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
    }
  }

  @Test
  void childMadeAnewIsWatchedUnderItsOldSelf() throws Exception {
    FakeFiles files = new FakeFiles(parent).folder("web");
    try (CgroupWatcher watcher = new CgroupWatcher(parent)) {
      watcher.follow(List.of("web"));
      Files.delete(parent.resolve("web"));
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
      files.folder("web");
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
      watcher.follow(List.of("web"));
      files.with("web/cpuset.cpus", "0-3");
      assertThat(watcher.await(PATIENCE_NS)).isTrue();
    }
  }
}
