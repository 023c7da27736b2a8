package org.cellsched.loader.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.check.Finding.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCheckTest {

  private static final String RELEASE = "6.18.15+deb13-cloud-amd64";

  @TempDir private Path root;
  private FakeFiles files;

  @BeforeEach
  void machineThatHasEverything() {
    files =
        new FakeFiles(root)
            .with("proc/sys/kernel/osrelease", RELEASE)
            .with("boot/config-" + RELEASE, options("y"))
            .with("sys/kernel/sched_ext/state", "disabled")
            .with("sys/kernel/btf/vmlinux", "")
            .with("proc/sys/net/core/bpf_jit_enable", "1")
            .with("proc/self/status", "Name:\tx\nCapEff:\t000001ffffffffff")
            .with("sys/devices/system/cpu/isolated", "")
            .with("proc/self/mountinfo", "41 31 0:38 / /cg rw - cgroup2 none rw")
            .with("cg/cgroup.controllers", "cpuset cpu io memory pids")
            .with("cg/cgroup.subtree_control", "cpu cpuset memory")
            .with("cg/jobs/cgroup.subtree_control", "cpu cpuset")
            .with("proc/pressure/cpu", "some avg10=0.00 total=1");
  }

  private static String options(String schedExt) {
    return "CONFIG_SCHED_CLASS_EXT="
        + schedExt
        + "\nCONFIG_BPF_SYSCALL=y\nCONFIG_BPF_JIT=y\nCONFIG_DEBUG_INFO_BTF=y"
        + "\nCONFIG_CGROUPS=y\nCONFIG_CGROUP_SCHED=y\nCONFIG_EXT_GROUP_SCHED=y\nCONFIG_CPUSETS=y";
  }

  private Finding finding(String what) {
    List<Finding> findings =
        new MachineCheck(root, "/jobs", () -> List.of(Finding.ok("libbpf", "1.5"))).findings();
    return findings.stream().filter(each -> each.what().equals(what)).findFirst().orElseThrow();
  }

  private void assertMissing(String what, String found) {
    assertThat(finding(what).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(finding(what).found()).contains(found);
    assertThat(finding(what).advice()).isNotEmpty();
  }

  @Test
  void soundMachineIsCalledUnfit() {
    assertThat(
            new MachineCheck(root, "/jobs", () -> List.of(Finding.ok("libbpf", "1.5"))).findings())
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.OK));
  }

  @Test
  void oldKernelPasses() {
    files.with("proc/sys/kernel/osrelease", "6.12.48+deb13-amd64");

    assertMissing("kernel", "6.12.48");
  }

  @Test
  void nextMajorKernelIsCalledOld() {
    files.with("proc/sys/kernel/osrelease", "7.3.4-cloud");

    assertThat(finding("kernel").verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void optionThatIsOffPasses() {
    files.with("boot/config-" + RELEASE, options("n"));

    assertMissing("kernel options", "CONFIG_SCHED_CLASS_EXT");
  }

  @Test
  void hiddenConfigurationIsCalledMissing() {
    files.with("proc/sys/kernel/osrelease", "6.18.99-elsewhere");

    assertThat(finding("kernel options").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void attachedSchedulerIsOverlooked() {
    files
        .with("sys/kernel/sched_ext/state", "enabled")
        .with("sys/kernel/sched_ext/root/ops", "other_1.0");

    assertMissing("sched_ext", "enabled by other_1.0");
  }

  @Test
  void lackOfPrivilegesPasses() {
    files.with("proc/self/status", "CapEff:\t0000000000200000");

    assertMissing("privileges", "lacks CAP_PERFMON, CAP_BPF");
  }

  @Test
  void isolatedCpusPass() {
    files.with("sys/devices/system/cpu/isolated", "2-3");

    assertMissing("isolcpus", "2-3");
  }

  private void assertLimited(String what, String found) {
    assertThat(finding(what).verdict()).isEqualTo(Verdict.LIMITED);
    assertThat(finding(what).found()).contains(found);
    assertThat(finding(what).advice()).isNotEmpty();
  }

  @Test
  void controllersInOtherTreesPassOrForbidRunning() {
    files.with("cg/cgroup.controllers", "");

    assertLimited("controllers", "cpu, cpuset");
  }

  @Test
  void levelThatKeepsItsControllersPasses() {
    files.with("cg/jobs/cgroup.subtree_control", "cpu");

    assertLimited("controllers", "/jobs does not hand on cpuset");
    assertThat(finding("controllers").advice())
        .contains("echo '+cpuset' > " + root.resolve("cg/jobs/cgroup.subtree_control"));
  }

  @Test
  void kernelWithoutPressureMayNotRun() throws IOException {
    Files.delete(root.resolve("proc/pressure/cpu"));

    assertLimited("pressure (PSI)", "no /proc/pressure/cpu");
  }

  @Test
  void limitForbidsRunningOrObstacleDoesNot() {
    files.with("cg/cgroup.controllers", "");
    MachineCheck check =
        new MachineCheck(root, "/jobs", () -> List.of(Finding.ok("libbpf", "1.5")));
    assertThat(check.obstacles()).isEmpty();

    files.with("sys/kernel/sched_ext/state", "enabled");
    assertThat(check.obstacles()).singleElement().asString().startsWith("sched_ext: enabled by");
  }

  @Test
  void jitThatIsOffPasses() {
    files.with("proc/sys/net/core/bpf_jit_enable", "0");

    assertMissing("BPF JIT", "off");
  }
}
