package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.Demotion;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanLadder;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.PlanVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Makes plans and lets none out that {@link PlanVerifier} objects to. The ladder has verified its
 * plan already; this is the last door before the kernel, and it does not trust the rooms behind it.
 *
 * <p>The last answer is kept: demand changes all the time, and seldom what a cell is entitled to.
 * That saves time and changes nothing, for the ladder is pure.
 */
final class PlanMaker {

  private final BiFunction<PlanRequest, List<CellId>, LadderOutcome> ladder;
  private @Nullable PlanAnswer last;

  PlanMaker(PlanLadder ladder) {
    this(ladder::climb);
  }

  /** For tests: {@code ladder} may be one that errs. */
  PlanMaker(BiFunction<PlanRequest, List<CellId>, LadderOutcome> ladder) {
    this.ladder = ladder;
  }

  /**
   * A verified plan for as many cells as possible.
   *
   * @throws PlanException if the plan found breaks an invariant; the message says which
   */
  LadderOutcome make(PlanRequest request, List<CellId> newestFirst) throws PlanException {
    if (last != null && last.answers(request, newestFirst)) {
      return last.outcome();
    }
    LadderOutcome outcome = ladder.apply(request, newestFirst);
    List<String> violations =
        PlanVerifier.violations(answeredPart(request, outcome.demoted()), outcome.plan());
    if (!violations.isEmpty()) {
      throw new PlanException(
          "the plan found breaks %s rules: %s"
              .formatted(violations.size(), String.join("; ", violations)));
    }
    last = PlanAnswer.to(request, newestFirst, outcome);
    return outcome;
  }

  /** The request without the cells given up and without the offline CPUs of cpusets. */
  private static PlanRequest answeredPart(PlanRequest request, List<Demotion> demoted) {
    TreeSet<CellId> left = new TreeSet<>();
    demoted.forEach(demotion -> left.add(demotion.cell()));
    List<CellRequest> kept = new ArrayList<>();
    for (CellRequest cell : request.cells()) {
      if (!left.contains(cell.id())) {
        CpuMask cpuset = cell.cpuset();
        kept.add(
            cpuset == null
                ? cell
                : new CellRequest(cell.id(), cpuset.and(request.cpus()), cell.weight()));
      }
    }
    return new PlanRequest(
        request.cpus(), request.topology(), request.rootMinCpus(), request.borrowing(), kept);
  }
}
