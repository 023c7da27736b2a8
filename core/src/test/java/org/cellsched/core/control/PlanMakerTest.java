package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCoverage;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanLadder;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.Planners;
import org.cellsched.core.plan.RandomRequests;

/** The last answer is kept: it must be the one that the ladder would give now. */
@Domain(RandomRequests.class)
@Domain(DomainContext.Global.class)
class PlanMakerTest {

  /** A ladder that counts how often it is asked. */
  private static final class Counting {
    private final PlanLadder ladder;
    private int asked;

    Counting(PlanLadder ladder) {
      this.ladder = ladder;
    }

    LadderOutcome climb(PlanRequest request, List<CellId> newestFirst) {
      asked++;
      return ladder.climb(request, newestFirst);
    }
  }

  @Property
  void answerToOldWeights(@ForAll PlanRequest request, @ForAll long seed) throws PlanException {
    Random random = new Random(seed);
    PlanRequest first = ascending(random.nextInt(3) == 0 ? withoutFirstCpu(request) : request);
    PlanRequest second = withWeights(first, random);
    for (CellPlanner planner : Planners.all().values()) {
      Counting ladder = new Counting(new PlanLadder(planner));
      PlanMaker remembers = new PlanMaker(ladder::climb);
      List<CellId> newestFirst = newestFirst(first);

      remembers.make(first, newestFirst);
      LadderOutcome outcome = remembers.make(second, newestFirst);

      assertThat(outcome).isEqualTo(new PlanLadder(planner).climb(second, newestFirst));
      Statistics.collect(ladder.asked == 1 ? "from memory" : "asked again");
    }
    Statistics.coverage(PlanMakerTest::bothHappen);
  }

  private static void bothHappen(StatisticsCoverage coverage) {
    coverage.check("from memory").count(count -> count > 50);
    coverage.check("asked again").count(count -> count > 50);
  }

  @Property(tries = 200)
  void answerToAnotherQuestion(@ForAll PlanRequest first, @ForAll PlanRequest second)
      throws PlanException {
    PlanLadder ladder = new PlanLadder(Planners.all().get("proportional"));
    PlanMaker remembers = new PlanMaker(ladder);
    remembers.make(first, newestFirst(first));
    assertThat(remembers.make(second, newestFirst(second)))
        .isEqualTo(ladder.climb(second, newestFirst(second)));
  }

  private static List<CellId> newestFirst(PlanRequest request) {
    return request.cells().stream()
        .map(CellRequest::id)
        .filter(id -> !id.isRoot())
        .sorted()
        .toList()
        .reversed();
  }

  private static PlanRequest ascending(PlanRequest request) {
    List<CellRequest> cells = new ArrayList<>(request.cells());
    cells.sort((left, right) -> left.id().compareTo(right.id()));
    return withCells(request, cells);
  }

  /** Other weights for all, some of them much as they were. */
  private static PlanRequest withWeights(PlanRequest request, Random random) {
    long most = random.nextBoolean() ? 3 : 1_000_000;
    List<CellRequest> cells = new ArrayList<>();
    for (CellRequest cell : request.cells()) {
      long weight = cell.weight() == null ? 1_000_000 : cell.weight();
      long other = weight / 2 + random.nextLong(most);
      cells.add(new CellRequest(cell.id(), cell.cpuset(), other));
    }
    return withCells(request, cells);
  }

  private static PlanRequest withoutFirstCpu(PlanRequest request) {
    if (request.cpus().size() == 1) {
      return request;
    }
    return new PlanRequest(
        request.cpus().without(request.cpus().first()),
        request.topology(),
        request.rootMinCpus(),
        request.borrowing(),
        request.cells());
  }

  private static PlanRequest withCells(PlanRequest request, List<CellRequest> cells) {
    return new PlanRequest(
        request.cpus(), request.topology(), request.rootMinCpus(), request.borrowing(), cells);
  }
}
