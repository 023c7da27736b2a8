package org.cellsched.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.sim.engine.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a proportional plan owes: nothing when the planner made it, and enough to catch others. */
class PlainSharesTest {

  private static final int INPUTS = 20_000;
  private static final SortedSet<CellId> NOBODY = new TreeSet<>();

  private static CellId id(int number) {
    return new CellId(number);
  }

  private static CellPlan plan(String... primary) {
    List<CellAllocation> cells = new ArrayList<>();
    for (int cell = 0; cell < primary.length; cell++) {
      cells.add(new CellAllocation(id(cell), cpus(primary[cell]), CpuMask.none()));
    }
    return new CellPlan(cells, false);
  }

  private static CpuMask cpus(String list) {
    CpuMask cpus = CpuMask.none();
    for (String cpu : list.split(",", -1)) {
      cpus = cpus.or(CpuMask.of(Integer.parseInt(cpu)));
    }
    return cpus;
  }

  /** Cells from 1 on with these cpusets, empty for none, on CPUs from 0 on. */
  private static PlainShares shares(int cpuCount, int rootMinCpus, String... cpusets) {
    Map<CellId, @Nullable CpuMask> cells = new TreeMap<>();
    for (int cell = 0; cell < cpusets.length; cell++) {
      cells.put(id(cell + 1), cpusets[cell].isEmpty() ? null : cpus(cpusets[cell]));
    }
    return new PlainShares(CpuMask.firstCpus(cpuCount), rootMinCpus, cells);
  }

  @Test
  void rootCellWithoutTheCpusThatCanBeHeldPasses() {
    PlainShares shares = shares(6, 2, "0,1,2", "3,4,5");
    assertThat(shares.owed(plan("2,5", "0,1", "3,4"), true, NOBODY)).isEmpty();
    assertThat(shares.owed(plan("2", "0,1", "3,4,5"), true, NOBODY))
        .containsExactly("leaves the root cell 1 of the 2 CPUs that can be held for it");
  }

  @Test
  void cellThatGetsNoneOfWhatSeveralClaimPasses() {
    PlainShares shares = shares(9, 0, "1,2,3,4,5,6", "3,4,5,6,7,8");
    assertThat(shares.owed(plan("0", "1,2,3,4", "5,6,7,8"), true, NOBODY)).isEmpty();
    assertThat(shares.owed(plan("0", "1,2,3,4,5,6", "7,8"), true, NOBODY))
        .containsExactly(
            "gives cell 2 none of CPUs 3-6, which 2 cells claim; it has 2 others, its part is 3");
    assertThat(shares.owed(plan("0", "1,2,3,4,5,6", "7,8"), false, NOBODY))
        .as("by demand it may be due no more")
        .isEmpty();
  }

  @Test
  void newCellOfOneCpuAmongLargeOnesPasses() {
    PlainShares shares = shares(9, 0, "", "");
    SortedSet<CellId> second = new TreeSet<>(List.of(id(2)));
    assertThat(shares.owed(plan("0", "1,2,3,4,5,6", "7,8"), false, second)).isEmpty();
    assertThat(shares.owed(plan("0", "1,2,3,4,5,6,7", "8"), false, NOBODY)).isEmpty();
    assertThat(shares.owed(plan("0", "1,2,3,4,5,6,7", "8"), false, second))
        .containsExactly(
            "gives new cell 2 1 of 9 CPUs; it is one of 3 cells and weighs what they do on"
                + " average");
  }

  @Test
  void planThatNeedNotBeProportionalIsBlamed() {
    // The second cell may get nothing, and then another planner is asked.
    PlainShares shares = shares(4, 0, "1,2,3", "3");
    assertThat(shares.owed(plan("0", "1,2", "3"), true, NOBODY)).isEmpty();
    assertThat(shares(4, 2, "0,1,2,3", "").owed(plan("0", "1,2", "3"), true, NOBODY)).isEmpty();
  }

  @Test
  void planOfTheProportionalPlannerIsBlamed() {
    int sure = 0;
    for (int input = 0; input < INPUTS; input++) {
      Input drawn = new Input(input);
      sure += isFound(drawn) && drawn.shares().isSureToBeFound() ? 1 : 0;
    }
    assertThat(sure).as("inputs of which something is said").isGreaterThan(INPUTS / 4);
  }

  private static boolean isFound(Input input) {
    CellPlan plan;
    try {
      plan = new ProportionalPlanner().plan(input.request());
    } catch (PlanException none) {
      assertThat(input.shares().isSureToBeFound()).as("%s", input.request()).isFalse();
      return false;
    }
    assertThat(input.shares().owed(plan, !input.weighted, input.ofAverageWeight()))
        .as("%s%n%s", input.request(), plan)
        .isEmpty();
    return true;
  }

  /** A drawn request: cells with and without cpusets and weights, some of the average weight. */
  private static final class Input {

    private final RandomStream draws;
    private long drawn;
    private final int cpuCount;
    private final int rootMinCpus;
    private final boolean weighted;
    private final Map<CellId, @Nullable CpuMask> cpusets = new TreeMap<>();
    private final Map<CellId, Long> weights = new TreeMap<>();
    private final SortedSet<CellId> average = new TreeSet<>();

    Input(int number) {
      draws = new RandomStream(number, "plain shares", "input");
      cpuCount = 1 + below(12);
      rootMinCpus = below(2) * below(4);
      weighted = below(2) == 0;
      boolean constrained = below(3) > 0;
      int count = below(5);
      weights.put(CellId.ROOT, (long) below(2_000_000));
      for (int cell = 1; cell <= count; cell++) {
        int first = below(cpuCount);
        CpuMask range = CpuMask.range(first, first + below(cpuCount - first));
        cpusets.put(id(cell), constrained && below(4) > 0 ? range : null);
        weights.put(id(cell), (long) below(2_000_000));
      }
      if (weighted && count > 0) {
        makeAverage(id(count));
      }
    }

    private void makeAverage(CellId cell) {
      weights.remove(cell);
      long sum = weights.values().stream().mapToLong(weight -> weight).sum();
      weights.put(cell, sum / weights.size());
      if (sum / weights.size() > 1_000) {
        average.add(cell);
      }
    }

    private int below(int end) {
      return (int) Long.remainderUnsigned(draws.bits(drawn++), end);
    }

    PlanRequest request() {
      List<CellRequest> cells = new ArrayList<>();
      cells.add(new CellRequest(CellId.ROOT, null, weightOf(CellId.ROOT)));
      cpusets.forEach((cell, cpuset) -> cells.add(new CellRequest(cell, cpuset, weightOf(cell))));
      return new PlanRequest(CpuMask.firstCpus(cpuCount), null, rootMinCpus, false, cells);
    }

    private @Nullable Long weightOf(CellId cell) {
      return weighted ? weights.get(cell) : null;
    }

    PlainShares shares() {
      return new PlainShares(CpuMask.firstCpus(cpuCount), rootMinCpus, cpusets);
    }

    SortedSet<CellId> ofAverageWeight() {
      return average;
    }
  }
}
