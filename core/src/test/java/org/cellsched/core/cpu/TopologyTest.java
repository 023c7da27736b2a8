package org.cellsched.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopologyTest {

  private static final Topology SPLIT = Topology.regular(2, 2, 2, 2, 2, SiblingNumbering.SPLIT);

  @Test
  void splitSiblingsAreNeighbours() {
    assertThat(SPLIT).hasToString("32 CPUs: 2 sockets, 4 nodes, 8 LLCs, 16 cores");
    assertThat(SPLIT.coreMask(3)).hasToString("3,19");
    assertThat(SPLIT.llcMask(1)).hasToString("2-3,18-19");
    assertThat(SPLIT.nodeMask(1)).hasToString("4-7,20-23");
    assertThat(SPLIT.socketMask(1)).hasToString("8-15,24-31");
    assertThat(SPLIT.cpus()).hasToString("0-31");
  }

  @Test
  void adjacentSiblingsAreSplit() {
    Topology topology = Topology.regular(1, 1, 2, 2, 2, SiblingNumbering.ADJACENT);
    assertThat(topology.coreMask(1)).hasToString("2-3");
    assertThat(topology.llcMask(1)).hasToString("4-7");
    assertThat(topology.coreOf(5)).isEqualTo(2);
    assertThat(topology.llcOf(5)).isEqualTo(1);
  }

  @Test
  void distanceIsNotThatOfTheSmallestCommonPart() {
    assertThat(SPLIT.distance(3, 3)).isEqualTo(CpuDistance.SAME_CPU);
    assertThat(SPLIT.distance(3, 19)).isEqualTo(CpuDistance.SAME_CORE);
    assertThat(SPLIT.distance(3, 18)).isEqualTo(CpuDistance.SAME_LLC);
    assertThat(SPLIT.distance(3, 0)).isEqualTo(CpuDistance.SAME_NODE);
    assertThat(SPLIT.distance(3, 4)).isEqualTo(CpuDistance.SAME_SOCKET);
    assertThat(SPLIT.distance(3, 8)).isEqualTo(CpuDistance.OTHER_SOCKET);
    assertThat(CpuDistance.SAME_CORE).isLessThan(CpuDistance.SAME_LLC);
  }

  @Test
  void brokenTablesAreAccepted() {
    int[] zero = {0, 0, 0};
    assertThatThrownBy(() -> Topology.of(new int[] {0, 0, 2}, zero, zero, zero))
        .hasMessage("core 1 has no CPU; indices must be dense");
    assertThatThrownBy(() -> Topology.of(new int[] {0, 0, 1}, new int[] {0, 1, 1}, zero, zero))
        .hasMessage("core 0 (CPUs 0-1) straddles two of level LLC");
    assertThatThrownBy(() -> Topology.of(new int[] {0, 0, 1}, new int[] {0, 0}, zero, zero))
        .hasMessage("LLC table has 2 CPUs, core table 3");
  }

  @Test
  void topologyChangesWithItsTables() {
    int[] cores = {0, 1};
    Topology topology = Topology.of(cores, new int[2], new int[2], new int[2]);
    cores[1] = 0;
    assertThat(topology.coreOf(1)).isEqualTo(1);
  }

  @Test
  void equalTopologiesDiffer() {
    Topology same = Topology.regular(2, 2, 2, 2, 2, SiblingNumbering.SPLIT);
    assertThat(same).isEqualTo(SPLIT).hasSameHashCodeAs(SPLIT);
    assertThat(Topology.regular(2, 2, 2, 2, 2, SiblingNumbering.ADJACENT)).isNotEqualTo(SPLIT);
    assertThat(Topology.regular(4, 1, 2, 2, 2, SiblingNumbering.SPLIT)).isNotEqualTo(SPLIT);
  }

  @Test
  void presetHasAnotherShapeThanTheMachine() {
    assertThat(MachinePresets.all().get("epyc-9654"))
        .hasToString("192 CPUs: 1 socket, 1 node, 12 LLCs, 96 cores");
    assertThat(MachinePresets.all().get("epyc-7763-nps4"))
        .hasToString("128 CPUs: 1 socket, 4 nodes, 8 LLCs, 64 cores");
    assertThat(MachinePresets.all()).hasSize(7);
    assertThatThrownBy(() -> MachinePresets.all().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
