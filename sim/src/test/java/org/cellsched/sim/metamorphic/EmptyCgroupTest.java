package org.cellsched.sim.metamorphic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.SchedulerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cgroup without tasks changes nothing, below a cell or excluded beside the cells: not one event.
 * One that gets a cell gets a CPU, and is not irrelevant.
 */
class EmptyCgroupTest {

  /** Sorts before and behind every name that the library has. */
  private static final List<String> NAMES = List.of("0-empty", "zz-empty");

  static List<Path> library() throws IOException {
    return RenumberedTest.library();
  }

  private static Scenario read(Path file) throws ScenarioException {
    Scenario read = ScenarioReader.read(file, List.of());
    return new Scenario(
        read.name(),
        read.description(),
        read.seed(),
        Math.min(read.durationNs(), 2_000 * MS),
        read.scheduler(),
        read.machine(),
        read.policy(),
        read.fair(),
        read.control(),
        read.checks(),
        read.interleaving(),
        read.cells(),
        read.tasks(),
        read.events(),
        List.of());
  }

  private static Scenario with(
      Scenario scenario, PolicyConfig policy, List<CellDeclaration> cells) {
    return new Scenario(
        scenario.name(),
        scenario.description(),
        scenario.seed(),
        scenario.durationNs(),
        scenario.scheduler(),
        scenario.machine(),
        policy,
        scenario.fair(),
        scenario.control(),
        scenario.checks(),
        scenario.interleaving(),
        cells,
        scenario.tasks(),
        scenario.events(),
        scenario.expectations());
  }

  private static CellDeclaration empty(String name) {
    return new CellDeclaration(name, null, 300, List.of());
  }

  private static List<CellDeclaration> withChild(List<CellDeclaration> cells, String name) {
    return cells.stream()
        .map(cell -> {
          List<CellDeclaration> children = new ArrayList<>(withChild(cell.children(), name));
          children.add(empty(name));
          return new CellDeclaration(
              cell.name(), cell.cpuset(), cell.cpuWeight(), cell.cpuMax(), children);
        })
        .toList();
  }

  private static List<CellDeclaration> withCell(List<CellDeclaration> cells, String name) {
    List<CellDeclaration> more = new ArrayList<>(cells);
    more.add(empty(name));
    return more;
  }

  private static PolicyConfig excluding(PolicyConfig policy, String name) {
    TreeSet<String> excluded = new TreeSet<>(policy.excluded());
    excluded.add(name);
    return new PolicyConfig(
        policy.planner(),
        policy.borrowing(),
        policy.rootMinCpus(),
        excluded,
        policy.intervalNs(),
        policy.rebalancing(),
        policy.debounce(),
        policy.applyTimeoutNs(),
        policy.dataPlane());
  }

  private static RunResult run(Scenario scenario) {
    return new Simulation(scenario).run(Progress.NONE);
  }

  @ParameterizedTest
  @MethodSource("library")
  void emptyCgroupBelowACellMatters(Path file) throws ScenarioException {
    Scenario scenario = read(file);
    RunResult base = run(scenario);
    for (String name : NAMES) {
      RunResult other = run(with(scenario, scenario.policy(), withChild(scenario.cells(), name)));
      assertThat(other).as(name).isEqualTo(base);
    }
  }

  @ParameterizedTest
  @MethodSource("library")
  void excludedEmptyCgroupMatters(Path file) throws ScenarioException {
    Scenario scenario = read(file);
    RunResult base = run(scenario);
    for (String name : NAMES) {
      RunResult other =
          run(with(scenario, excluding(scenario.policy(), name), withCell(scenario.cells(), name)));
      assertThat(other.digestLadder()).as(name).isEqualTo(base.digestLadder());
      assertThat(other.digest()).as(name).isEqualTo(base.digest());
      assertThat(other.cells()).as(name).containsAll(base.cells());
      assertThat(other.worstWaits()).as(name).isEqualTo(base.worstWaits());
      assertThat(other.plans()).as(name).isEqualTo(base.plans());
    }
  }

  /** An empty cell takes a CPU: were that not noticed, the tests above would see nothing. */
  @Test
  void emptyCellIsNotNoticed() throws IOException, ScenarioException {
    int cellScenarios = 0;
    int noticed = 0;
    for (Path file : library()) {
      Scenario scenario = read(file);
      if (scenario.scheduler() == SchedulerKind.CELLS) {
        cellScenarios++;
        RunResult other =
            run(with(scenario, scenario.policy(), withCell(scenario.cells(), "zz-empty")));
        noticed += other.digest().equals(run(scenario).digest()) ? 0 : 1;
      }
    }

    // Where all cells have cpusets, the CPU is one that only the root cell had, and it may be
    // quiet.
    assertThat(noticed).isGreaterThan(cellScenarios * 3 / 4).isGreaterThan(40);
  }
}
