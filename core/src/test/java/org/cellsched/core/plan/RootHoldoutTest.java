package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cellsched.core.cpu.CpuList;
import org.junit.jupiter.api.Test;

class RootHoldoutTest {

  private static void assertHoldout(RequestBuilder builder, String cpus, boolean enforced) {
    PlanRequest request = builder.build();
    List<CellRequest> cells = RequestRules.ascending(request.cells());
    assertThat(RootHoldout.reserve(request, cells, Claims.of(request.cpus(), cells)))
        .isEqualTo(new RootHoldout(CpuList.parse(cpus), enforced));
  }

  @Test
  void zeroHoldsSomethingBack() {
    assertHoldout(RequestBuilder.machine("0-3").pinned(1, "0-1"), "none", false);
  }

  @Test
  void claimedCpuIsTakenBesideAnUnclaimedOne() {
    assertHoldout(RequestBuilder.machine("0-7").pinned(1, "0-5").rootMinCpus(2), "6-7", false);
    assertHoldout(RequestBuilder.machine("0-7").pinned(1, "4-7").rootMinCpus(2), "0-1", false);
  }

  @Test
  void donorsDoNotTakeTurns() {
    assertHoldout(
        RequestBuilder.machine("0-7").pinned(1, "0-3").pinned(2, "4-7").rootMinCpus(3),
        "0-1,4",
        true);
  }

  @Test
  void smallCellGivesBeforeALargeOne() {
    assertHoldout(
        RequestBuilder.machine("0-7").pinned(1, "0-1").pinned(2, "2-7").rootMinCpus(1), "2", true);
  }

  @Test
  void cellGivesItsLastExclusiveCpu() {
    assertHoldout(
        RequestBuilder.machine("0-3").pinned(1, "0-1").pinned(2, "2-3").rootMinCpus(4),
        "0,2",
        true);
  }

  @Test
  void sharedCpusAreTakenFromCellsThatHaveNothingElse() {
    assertHoldout(
        RequestBuilder.machine("0-3").pinned(1, "0-3").pinned(2, "0-3").rootMinCpus(1),
        "none",
        false);
  }

  /** CPUs 0-3 are claimed by cell 1 alone, 4-7 by both; the crowded LLC is the second. */
  @Test
  void llcOfManyCellsIsNotPreferred() {
    RequestBuilder builder =
        RequestBuilder.machine("0-7").pinned(1, "0-5").pinned(2, "6-7").rootMinCpus(1);
    assertHoldout(builder.cpusPerLlc(4), "4", true);
  }

  @Test
  void llcsMatterWhereTheyAreUnknown() {
    assertHoldout(
        RequestBuilder.machine("0-7").pinned(1, "0-5").pinned(2, "6-7").rootMinCpus(1), "0", true);
  }

  @Test
  void unclaimedCpusDoNotCountWhenMoreMustBeTaken() {
    assertHoldout(RequestBuilder.machine("0-7").pinned(1, "0-6").rootMinCpus(3), "0-1,7", true);
  }

  @Test
  void holeInTheMachineIsHeld() {
    assertHoldout(RequestBuilder.machine("0,4-7").pinned(1, "0").rootMinCpus(2), "4-5", false);
  }
}
