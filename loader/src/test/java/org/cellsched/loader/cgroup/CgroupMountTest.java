package org.cellsched.loader.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.cellsched.loader.FakeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMountTest {

  @TempDir private Path root;

  private Path mountinfo(String text) {
    new FakeFiles(root).with("mountinfo", text);
    return root.resolve("mountinfo");
  }

  @Test
  void hybridLayoutIsTakenForAPureOne() throws IOException {
    assertThat(
            CgroupMount.find(
                mountinfo(
                    """
                    31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
                    32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu
                    41 31 0:38 / /sys/fs/cgroup/unified rw,relatime shared:10 master:2 - cgroup2 none rw
                    """)))
        .isEqualTo(Path.of("/sys/fs/cgroup/unified"));
  }

  @Test
  void mountOfAPartIsTakenForTheTree() throws IOException {
    assertThat(
            CgroupMount.find(
                mountinfo(
                    """
                    40 31 0:38 /docker/abc /part rw - cgroup2 none rw
                    41 31 0:38 / /my\\040tree rw - cgroup2 none rw
                    """)))
        .isEqualTo(Path.of("/my tree"));
  }

  @Test
  void machineWithoutItIsGivenOne() throws IOException {
    assertThat(CgroupMount.find(mountinfo("32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw")))
        .isNull();
  }
}
