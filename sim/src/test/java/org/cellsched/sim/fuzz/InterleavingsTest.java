package org.cellsched.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.interleaving.AllSchedules;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.api.Test;

class InterleavingsTest {

  private static final int SWITCHES = 2;

  private static Scenario tiny() {
    try {
      return ScenarioReader.read(Path.of("../scenarios/interleaved.yaml"), List.of());
    } catch (ScenarioException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void callbacksThatInterruptEachOtherBreakARule() {
    AllSchedules.Result result = Interleavings.tryAll(tiny(), SWITCHES, 1_000_000);
    System.out.printf(
        "interleaved: %,d schedules with at most %d switches, %,d boundaries without any%n",
        result.runs(), SWITCHES, result.boundaries());
    assertThat(result.firstFailure()).as("%s", result.firstFailing()).isNull();
    assertThat(result.complete()).isTrue();
    assertThat(result.runs()).isGreaterThan(1_000);
  }

  @Test
  void switchesChangeNothing() {
    Outcome without = Outcome.of(Interleavings.with(tiny(), List.of()), RunObserver.NONE);
    Outcome with = Outcome.of(tiny(), RunObserver.NONE);
    assertThat(with.digest()).isNotEqualTo(without.digest());
  }

  @Test
  void listedSwitchesMakeAnotherRunThanChance() {
    Simulation drawn = new Simulation(tiny(), RunObserver.NONE);
    Outcome outcome = Outcome.of(drawn);
    assertThat(drawn.switches()).isNotEmpty();
    Scenario listed = Interleavings.with(tiny(), drawn.switches());
    assertThat(Outcome.of(listed, RunObserver.NONE)).isEqualTo(outcome);
  }

  @Test
  void shrinkingKeepsSwitchesThatAreNotNeeded() {
    Scenario drawn = tiny();
    List<Scenario> listed = InterleavingShrinking.listed(drawn);
    assertThat(listed).hasSize(1);
    Scenario first = listed.getFirst();
    assertThat(first.interleaving()).isInstanceOf(Interleaving.Listed.class);
    int count = ((Interleaving.Listed) first.interleaving()).switches().size();
    assertThat(InterleavingShrinking.withoutOne(first)).hasSize(count);
    assertThat(InterleavingShrinking.withoutHalf(first)).hasSize(2);
    assertThat(InterleavingShrinking.withoutAny(first))
        .allMatch(each -> each.interleaving().equals(Interleaving.NONE));
  }
}
