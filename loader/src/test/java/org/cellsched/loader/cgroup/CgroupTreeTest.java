package org.cellsched.loader.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.loader.FakeFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTreeTest {

  @TempDir private Path mount;
  private FakeFiles files;
  private CgroupTree tree;

  @BeforeEach
  void emptyTree() {
    files = new FakeFiles(mount).folder("w/web").folder("w/batch").with("w/cgroup.procs", "");
    tree = new CgroupTree(mount);
  }

  private static CpusetReading limited(String cpus) {
    return new CpusetReading.Limited(CpuList.parse(cpus));
  }

  @Test
  void fileIsTakenForAChildOrInodesAreInvented() throws IOException {
    List<CgroupState> children = tree.children("/w");

    assertThat(children)
        .extracting(child -> child.identity().path())
        .containsExactly("/w/batch", "/w/web");
    assertThat(children.getFirst().identity().inode())
        .isEqualTo(Files.getAttribute(mount.resolve("w/batch"), "unix:ino"));
  }

  @Test
  void samePathMadeAnewHasTheOldIdentity() throws IOException {
    long before = tree.children("/w").getLast().identity().inode();
    Files.delete(mount.resolve("w/web"));
    files.folder("w/other").folder("w/web");

    assertThat(tree.children("/w").getLast().identity().inode()).isNotEqualTo(before);
  }

  @Test
  void vanishedParentLooksEmpty() {
    assertThatThrownBy(() -> tree.children("/gone")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void effectiveMaskIsTakenForAClaim() {
    // An empty cpuset.cpus inherits the whole machine as its effective mask.
    files.with("w/web/cpuset.cpus", "").with("w/web/cpuset.cpus.effective", "0-7");

    assertThat(tree.cpuset("/w/web")).isEqualTo(new CpusetReading.NotSet());
  }

  @Test
  void writtenMaskIsTakenForTheEffectiveOne() {
    files.with("w/web/cpuset.cpus", "0-7").with("w/web/cpuset.cpus.effective", "0-3");

    assertThat(tree.cpuset("/w/web")).isEqualTo(limited("0-3"));
  }

  @Test
  void constraintFromAboveIsMissed() {
    files
        .with("w/cpuset.cpus", "2-5")
        .with("w/cpuset.cpus.effective", "2-5")
        .with("w/web/cpuset.cpus", "")
        .with("w/web/cpuset.cpus.effective", "2-5");

    assertThat(tree.cpuset("/w/web")).isEqualTo(limited("2-5"));
    // Without the controller at its level a child has no files of its own.
    assertThat(tree.cpuset("/w/batch")).isEqualTo(limited("2-5"));
  }

  @Test
  void cgroupWithoutTheControllerIsUnreadable() {
    assertThat(tree.cpuset("/w/web")).isEqualTo(new CpusetReading.NotSet());
  }

  @Test
  void malformedMaskMeansNoCpuset() {
    files.with("w/web/cpuset.cpus", "0-x").with("w/web/cpuset.cpus.effective", "0-3");

    assertThat(tree.cpuset("/w/web"))
        .isInstanceOfSatisfying(
            CpusetReading.Unreadable.class,
            unreadable -> assertThat(unreadable.problem()).contains("w/web/cpuset.cpus", "0-x"));
  }

  @Test
  void countersAreReadInTheWrongUnit() throws IOException {
    files
        .with("w/web/cpu.stat", "usage_usec 1234567\nuser_usec 1\nsystem_usec 2")
        .with(
            "w/web/cpu.pressure",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=42\nfull avg10=0.00 total=7")
        .with("w/web/cgroup.type", "domain");

    assertThat(tree.cpuTimeNs("/w/web")).isEqualTo(1_234_567_000L);
    assertThat(tree.waitingTimeNs("/w/web")).isEqualTo(42_000L);
    assertThat(tree.cpuTimeNs("/w/batch")).isNull();
    assertThat(tree.waitingTimeNs("/w/batch")).isNull();
  }

  @Test
  void limitAboveOrDeepBelowIsOverlooked() {
    files
        .with("w/cpu.max", "400000 100000")
        .with("w/web/cpu.max", "max 100000")
        .with("w/web/pod/container/cpu.max", "50000 100000")
        .with("elsewhere/cpu.max", "1000 100000");

    assertThat(tree.cpuLimits("/w"))
        .containsExactly(
            Map.entry("/w", "400000 100000"), Map.entry("/w/web/pod/container", "50000 100000"));
  }
}
