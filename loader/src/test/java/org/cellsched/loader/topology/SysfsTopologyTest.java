package org.cellsched.loader.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.loader.FakeFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTopologyTest {

  private static final String CPUS = "devices/system/cpu/";
  private static final String NODES = "devices/system/node/";

  @TempDir private Path sysfs;
  private FakeFiles files;

  @BeforeEach
  void emptySysfs() {
    files = new FakeFiles(sysfs);
  }

  private MachineTopology read() throws IOException {
    return new SysfsTopology(sysfs).read();
  }

  /** A CPU with its siblings and caches: the file {@code id} is wrong, as on real machines. */
  private void cpu(int cpu, int socket, String core, String llc) {
    String folder = CPUS + "cpu" + cpu + "/";
    files
        .with(folder + "topology/physical_package_id", Integer.toString(socket))
        .with(folder + "topology/core_cpus_list", core)
        .with(folder + "cache/index0/level", "1")
        .with(folder + "cache/index0/shared_cpu_list", core)
        .with(folder + "cache/index3/level", "3")
        .with(folder + "cache/index3/id", Integer.toString(cpu))
        .with(folder + "cache/index3/shared_cpu_list", llc);
  }

  private void machine(String possible, String online) {
    files
        .with(CPUS + "possible", possible)
        .with(CPUS + "online", online)
        .with(CPUS + "isolated", "");
  }

  /** Two sockets of one LLC each with two cores of two siblings, numbered as servers do. */
  private void twoSockets() {
    machine("0-7", "0-7");
    for (int cpu = 0; cpu < 8; cpu++) {
      int core = cpu % 4;
      int socket = core / 2;
      cpu(cpu, socket, core + "," + (core + 4), socket == 0 ? "0-1,4-5" : "2-3,6-7");
    }
    files
        .with(NODES + "online", "0-1")
        .with(NODES + "node0/cpulist", "0-1,4-5")
        .with(NODES + "node1/cpulist", "2-3,6-7");
  }

  @Test
  void siblingsOrCachesAreMixedUp() throws IOException {
    twoSockets();
    Topology topology = read().topology();

    assertThat(topology)
        .isEqualTo(
            Topology.of(
                new int[] {0, 1, 2, 3, 0, 1, 2, 3},
                new int[] {0, 0, 1, 1, 0, 0, 1, 1},
                new int[] {0, 0, 1, 1, 0, 0, 1, 1},
                new int[] {0, 0, 1, 1, 0, 0, 1, 1}));
    assertThat(read().notes()).isEmpty();
  }

  @Test
  void nodeThatSpansSocketsEndsTheLoader() throws IOException {
    twoSockets();
    files.with(NODES + "online", "0").with(NODES + "node0/cpulist", "0-7");

    assertThat(read().topology().nodeCount()).isEqualTo(2);
    assertThat(read().notes()).singleElement().asString().contains("node straddles", "2 parts");
  }

  @Test
  void offlineCpuIsForgottenOrJoinsAnother() throws IOException {
    twoSockets();
    machine("0-8", "0-7");
    MachineTopology machine = read();

    assertThat(machine.online()).isEqualTo(CpuList.parse("0-7"));
    assertThat(machine.topology().cpuCount()).isEqualTo(9);
    assertThat(machine.topology().coreMask(machine.topology().coreOf(8))).isEqualTo(CpuMask.of(8));
  }

  @Test
  void machineWithoutCachesOrNodesIsRefused() throws IOException {
    machine("0-1", "0-1");
    files
        .with(CPUS + "cpu0/topology/physical_package_id", "0")
        .with(CPUS + "cpu0/topology/package_cpus_list", "0-1")
        .with(CPUS + "cpu1/topology/physical_package_id", "0")
        .with(CPUS + "cpu1/topology/package_cpus_list", "0-1");
    Topology topology = read().topology();

    assertThat(topology.llcCount()).isEqualTo(1);
    assertThat(topology.coreCount()).isEqualTo(2);
    assertThat(topology.nodeCount()).isEqualTo(1);
  }

  @Test
  void nonsenseIsTakenForATopology() {
    twoSockets();
    files.with(CPUS + "cpu3/topology/core_cpus_list", "3;7");

    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cpu3/topology/core_cpus_list");
  }

  @Test
  void cachesOfCpusThatAreNotThereAreCounted() throws IOException {
    twoSockets();
    machine("0-127", "0-7");

    assertThat(read().onlineLlcCount()).isEqualTo(2);
  }

  @Test
  void wordWhereANumberBelongsIsAnInternalError() {
    twoSockets();
    files.with(CPUS + "cpu3/cache/index3/level", "three");

    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cpu3/cache/index3/level is \"three\"");
  }

  @Test
  void hotplugBetweenReadingAndAttachingIsNotNoticed() throws IOException {
    twoSockets();
    assertThat(read().hotplugSeq()).isEqualTo(MachineTopology.NO_HOTPLUG_SEQ);
    files.with("kernel/sched_ext/hotplug_seq", "7");

    assertThat(read().hotplugSeq()).isEqualTo(7);
  }

  @Test
  void notesOfTheReadingBeforeAreTold() throws IOException {
    twoSockets();
    files.with(NODES + "online", "0").with(NODES + "node0/cpulist", "0-7");
    SysfsTopology topology = new SysfsTopology(sysfs);
    topology.read();

    assertThat(topology.read().notes()).hasSize(1);
  }

  @Test
  void thisMachineCannotBeRead() throws IOException {
    MachineTopology machine = new SysfsTopology(Path.of("/sys")).read();

    assertThat(machine.online().isSubsetOf(machine.topology().cpus())).isTrue();
    assertThat(machine.online().size())
        .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
  }
}
