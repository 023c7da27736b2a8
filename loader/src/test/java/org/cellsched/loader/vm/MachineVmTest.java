package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.loader.bpf.Libbpf;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.check.MachineCheck;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the loader reads of a machine, on a real kernel with sched_ext. */
@Tag("vm")
class MachineVmTest {

  private static final String PARENT = "/machine-vm-test";

  private CgroupTree cgroups;

  @BeforeEach
  void makeParent() throws Exception {
    cgroups = new CgroupTree(CgroupMount.find(Path.of("/proc/self/mountinfo")));
    Cgroups.create(cgroups, PARENT);
  }

  @AfterEach
  void removeParent() throws Exception {
    Cgroups.removeAll(cgroups, PARENT);
  }

  @Test
  void machineThatCanRunItIsCalledUnfit() {
    List<Finding> findings = new MachineCheck(Path.of("/"), CgroupTree.ROOT, List::of).findings();

    assertThat(findings)
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Finding.Verdict.OK));
    assertThat(Libbpf.open().orElseThrow().version().isNewEnough()).isTrue();
  }

  @Test
  void topologyIsNotTheDeclaredOne() throws Exception {
    MachineTopology machine = new SysfsTopology(Path.of("/sys")).read();

    assertThat(machine.online().size()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.topology().llcCount()).isEqualTo(machine.topology().socketCount());
    assertThat(machine.topology().cpus()).isEqualTo(machine.online());
  }

  @Test
  void realCpusetsAreMisread() throws Exception {
    Cgroups.create(cgroups, PARENT + "/limited");
    Cgroups.create(cgroups, PARENT + "/free");
    Cgroups.write(cgroups, PARENT, "cgroup.subtree_control", "+cpuset");
    Cgroups.write(cgroups, PARENT + "/limited", "cpuset.cpus", "0-1");

    assertThat(cgroups.children(PARENT))
        .extracting(child -> child.cpuset())
        .containsExactly(
            new CpusetReading.NotSet(), new CpusetReading.Limited(CpuList.parse("0-1")));
    assertThat(KernelFile.read(cgroups.directory(PARENT + "/free").resolve("cpuset.cpus")))
        .isEmpty();
  }
}
