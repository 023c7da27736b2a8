package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CellRegistry;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cell.RegisteredCell;
import org.cellsched.core.cell.RegistryChange;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.control.ControllerEffect.WakeAt;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.demand.CellCapacity;
import org.cellsched.core.demand.CellDemand;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.demand.DemandTracker;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.LadderOutcome;
import org.cellsched.core.plan.PlanDiff;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanLadder;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.core.rebalance.RebalanceDecision;
import org.cellsched.core.rebalance.Rebalancer;
import org.cellsched.core.rebalance.UtilisationWeights;
import org.jspecify.annotations.Nullable;

/**
 * The control plane as a state machine: {@code on(input, now)} answers the effects that the host
 * must carry out. No clock, thread, file, random number or log inside; equal inputs in equal order
 * give equal effects. Not thread-safe.
 *
 * <p>An input changes what the controller knows. After that, whatever the input was, it compares
 * the facts that a plan must fit ({@link PlanTarget}) with those that the plan in force, or in
 * flight, was made for. A difference is the cause of a new plan: at once if it is urgent, else when
 * the {@link Debounce} says so, after a failure when the {@link RetryBackoff} says so, and never
 * while a plan is unanswered. Demand is no fact of this kind: it is looked at when a sample was
 * measured and nothing else is to be planned, and a plan for its sake that comes to nothing is not
 * retried; the next sample will tell.
 *
 * <p>Costs: an input costs O(cells · log cells); a plan costs what its planner does.
 */
public final class CellController {

  private final ControllerConfig config;
  private final Topology topology;
  private final PlanMaker planMaker;

  // The state; a checkpoint is exactly this.
  private final CellRegistry registry;
  private final CpusetConstraints cpusets;
  private final DemandTracker demand;
  private boolean listed;
  private CpuMask online;
  private IssuedPlans plans;
  private Debounce debounce;
  private RetryBackoff backoff;
  private PlanNotices notices;
  private Rebalancer rebalancer;
  private String lastRebalanceDecision;
  private boolean enforcedHoldout;
  private long plansComputed;
  private @Nullable Long wakeAtNs;

  /**
   * A controller that knows no cgroup yet; its first plan follows the first snapshot.
   *
   * @throws IllegalArgumentException if {@link ControllerConfig#problems} has any, or {@code
   *     online} is empty or not part of the topology
   */
  public CellController(ControllerConfig config, Topology topology, CpuMask online) {
    this(config, topology, blank(online), new PlanMaker(new PlanLadder(config.planner())));
  }

  /** For {@link #restore}, and for tests with a planner behind the ladder's back. */
  CellController(
      ControllerConfig config,
      Topology topology,
      ControllerCheckpoint checkpoint,
      PlanMaker planMaker) {
    List<String> problems = config.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    requireOnline(checkpoint.online(), topology);
    this.config = config;
    this.topology = topology;
    this.planMaker = planMaker;
    registry = new CellRegistry(checkpoint.registry());
    cpusets = new CpusetConstraints(checkpoint.cpusets());
    demand = new DemandTracker(smoothingPpm(config), checkpoint.demand());
    listed = checkpoint.listed();
    online = checkpoint.online();
    plans = checkpoint.plans();
    debounce = checkpoint.debounce();
    backoff = checkpoint.backoff();
    notices = checkpoint.notices();
    rebalancer = checkpoint.rebalancer();
    lastRebalanceDecision = checkpoint.lastRebalanceDecision();
    enforcedHoldout = checkpoint.enforcedHoldout();
    plansComputed = checkpoint.plansComputed();
    wakeAtNs = checkpoint.wakeAtNs();
  }

  /**
   * A controller that goes on where the one that {@code checkpoint} was taken of stopped. A host
   * that lost its timers meanwhile sends {@link ControllerInput.Woken}: whatever is still to be
   * waited for is then asked for again.
   *
   * @throws IllegalArgumentException as the constructor does
   */
  public static CellController restore(
      ControllerConfig config, Topology topology, ControllerCheckpoint checkpoint) {
    return new CellController(
        config, topology, checkpoint, new PlanMaker(new PlanLadder(config.planner())));
  }

  /** The whole state, as a value that later inputs do not change. */
  public ControllerCheckpoint checkpoint() {
    return new ControllerCheckpoint(
        listed,
        online,
        registry.checkpoint(),
        cpusets.checkpoint(),
        plans,
        debounce,
        backoff,
        notices,
        demand.checkpoint(),
        rebalancer,
        lastRebalanceDecision,
        enforcedHoldout,
        plansComputed,
        wakeAtNs);
  }

  static ControllerCheckpoint blank(CpuMask online) {
    return new ControllerCheckpoint(
        false,
        online,
        new CellRegistry().checkpoint(),
        List.of(),
        IssuedPlans.NONE,
        Debounce.INITIAL,
        RetryBackoff.NONE,
        PlanNotices.NONE,
        new DemandTracker.Checkpoint(null, List.of()),
        Rebalancer.INITIAL,
        "",
        false,
        0,
        null);
  }

  /** Takes one input at {@code nowNs}, which never runs back, and answers what is to be done. */
  public List<ControllerEffect> on(ControllerInput input, long nowNs) {
    List<ControllerEffect> effects = new ArrayList<>();
    boolean measured = absorb(input, nowNs, effects);
    giveUpUnanswered(nowNs, effects);
    PlanTarget target = wantedTarget();
    planIfDue(target, nowNs, effects);
    if (measured) {
      rebalanceIfDue(target, nowNs, effects);
    }
    askToBeWoken(target, effects);
    return List.copyOf(effects);
  }

  /**
   * The root cell, the live cells, and cells that are gone but own CPUs until the next plan is in
   * force; ascending by id.
   */
  public List<CellStatus> cells() {
    List<CellStatus> cells = new ArrayList<>();
    cells.add(status(CellId.ROOT, null));
    for (RegisteredCell cell : registry.checkpoint().cells()) {
      if (!cell.retiring() || !primaryOf(cell.id()).isEmpty()) {
        cells.add(status(cell.id(), cell.cgroup()));
      }
    }
    return cells;
  }

  /** What has been done and is waited for. */
  public ControllerStatus status() {
    IssuedPlan applied = plans.applied();
    IssuedPlan inFlight = plans.inFlight();
    return new ControllerStatus(
        plansComputed,
        plans.lastGeneration(),
        applied == null ? null : applied.published(),
        inFlight == null ? 0 : inFlight.generation(),
        notices.demoted(),
        registry.waiting(),
        lastRebalanceDecision);
  }

  // Inputs: what is known changes.

  /** Takes note of {@code input}; answers whether it measured demand. */
  private boolean absorb(ControllerInput input, long nowNs, List<ControllerEffect> effects) {
    switch (input) {
      case ControllerInput.CgroupsListed(List<CgroupState> children) ->
          cgroupsListed(children, nowNs, effects);
      case ControllerInput.CpusOnline(CpuMask cpus) -> cpusOnline(cpus, effects);
      case ControllerInput.DemandSampled(DemandSample sample) -> {
        return demand.take(sample, plans.appliedGeneration(), capacities()).isMeasured();
      }
      case ControllerInput.PlanApplied(long generation) -> planApplied(generation, nowNs, effects);
      case ControllerInput.PlanRefused(long generation, String reason) ->
          planRefused(generation, reason, nowNs, effects);
      case ControllerInput.CellDrained(CellId cell) -> cellDrained(cell, nowNs, effects);
      case ControllerInput.Woken() -> wakeAtNs = null;
    }
    return false;
  }

  private void cgroupsListed(
      List<CgroupState> children, long nowNs, List<ControllerEffect> effects) {
    listed = true;
    effects.addAll(cpusets.observe(readingsOf(children)));
    cellsChanged(registry.reconcile(cpusets.readable(), plans.plannedCells()), nowNs, effects);
  }

  /** The children that want a cell. One listed twice in different states is not understood. */
  private TreeMap<CgroupIdentity, CpusetReading> readingsOf(List<CgroupState> children) {
    TreeMap<CgroupIdentity, CpusetReading> readings = new TreeMap<>();
    for (CgroupState child : children) {
      if (!config.excludedNames().contains(child.identity().name())) {
        CpusetReading other = readings.put(child.identity(), child.cpuset());
        if (other != null && !other.equals(child.cpuset())) {
          readings.put(
              child.identity(),
              new CpusetReading.Unreadable("listed twice, with different cpusets"));
        }
      }
    }
    return readings;
  }

  private void cellsChanged(RegistryChange change, long nowNs, List<ControllerEffect> effects) {
    if (change.changesCells()) {
      debounce = debounce.changed(config.debounce(), nowNs);
    }
    for (CgroupIdentity cgroup : change.unplaced()) {
      report(
          effects,
          Severity.WARNING,
          "cgroup %s stays in the root cell: all %s cell ids are taken; it gets one when there is"
              + " room",
          cgroup,
          CellId.MAX_CELLS);
    }
  }

  private void cpusOnline(CpuMask cpus, List<ControllerEffect> effects) {
    CpuMask possible = cpus.and(topology.cpus());
    if (!possible.equals(cpus)) {
      report(
          effects,
          Severity.ERROR,
          "CPUs %s are said to be online, but the machine has only %s",
          cpus.andNot(possible),
          topology.cpus());
    }
    if (possible.isEmpty()) {
      report(effects, Severity.ERROR, "no CPU is said to be online; CPUs %s stay so", online);
    } else {
      online = possible;
    }
  }

  private void planApplied(long generation, long nowNs, List<ControllerEffect> effects) {
    IssuedPlan plan = plans.unanswered(generation);
    if (plan == null) {
      report(effects, Severity.WARNING, "plan %s is said to be applied: %s", generation, stale());
      return;
    }
    if (!plans.isInFlight(plan)) {
      report(effects, Severity.INFO, "plan %s was applied after all, late", generation);
    }
    plans = plans.applied(plan);
    backoff = RetryBackoff.NONE;
    registry.markUsed(plan.cells());
    demand.planApplied(plan.cells());
    releaseIds(nowNs, effects);
  }

  private void planRefused(
      long generation, String reason, long nowNs, List<ControllerEffect> effects) {
    IssuedPlan plan = plans.unanswered(generation);
    if (plan == null) {
      report(
          effects,
          Severity.WARNING,
          "plan %s is said to be refused (%s): %s",
          generation,
          reason,
          stale());
      return;
    }
    report(
        effects,
        Severity.WARNING,
        "plan %s was refused: %s; plan %s stays in force",
        generation,
        reason,
        plans.appliedGeneration());
    if (plans.isInFlight(plan)) {
      backoff = backoff.failed(plan.target(), nowNs);
    }
    plans = plans.refused(plan);
    releaseIds(nowNs, effects);
  }

  private String stale() {
    IssuedPlan inFlight = plans.inFlight();
    return "ignored; plan %s is in force, %s"
        .formatted(
            plans.appliedGeneration(),
            inFlight == null ? "no answer is due" : "plan " + inFlight.generation() + " in flight");
  }

  private void cellDrained(CellId cell, long nowNs, List<ControllerEffect> effects) {
    IssuedPlan applied = plans.applied();
    if (applied == null || !applied.published().retiring().contains(cell)) {
      report(
          effects,
          Severity.WARNING,
          "cell %s is said to be drained: ignored; plan %s, in force, does not retire it",
          cell,
          plans.appliedGeneration());
    } else if (!plans.plannedCells().contains(cell)) {
      registry.markDrained(cell);
      releaseIds(nowNs, effects);
    }
  }

  private void releaseIds(long nowNs, List<ControllerEffect> effects) {
    cellsChanged(registry.release(plans.plannedCells()), nowNs, effects);
  }

  /** Time passes: a plan that was not answered counts as refused, but may be in force. */
  private void giveUpUnanswered(long nowNs, List<ControllerEffect> effects) {
    IssuedPlan plan = plans.inFlight();
    if (plan == null || nowNs < plan.issuedNs() + config.applyTimeoutNs()) {
      return;
    }
    report(
        effects,
        Severity.ERROR,
        "plan %s was not answered within %s ms; plan %s counts as in force",
        plan.generation(),
        config.applyTimeoutNs() / 1_000_000,
        plans.appliedGeneration());
    plans = plans.timedOut();
    backoff = backoff.failed(plan.target(), nowNs);
    registry.markUsed(plan.cells());
    releaseIds(nowNs, effects);
  }

  // Decisions: whether to plan, and when.

  private void planIfDue(PlanTarget target, long nowNs, List<ControllerEffect> effects) {
    SortedSet<PlanCause> causes = openCauses(target);
    if (!causes.contains(PlanCause.LIFECYCLE)) {
      debounce = debounce.settled();
    }
    if (plans.inFlight() == null && !causes.isEmpty() && dueNs(target, causes) <= nowNs) {
      makeAndIssue(target, causes, reasonFor(target), nowNs, effects);
    }
  }

  private PlanTarget wantedTarget() {
    List<PlanTarget.Cell> cells = new ArrayList<>();
    for (RegisteredCell cell : registry.live()) {
      cells.add(new PlanTarget.Cell(cell.id(), cell.cgroup(), cpusets.of(cell.cgroup())));
    }
    return new PlanTarget(online, cells);
  }

  /** Why a plan is needed that is neither in force nor in flight; empty if none is. */
  private SortedSet<PlanCause> openCauses(PlanTarget target) {
    if (!listed) {
      return new TreeSet<>();
    }
    SortedSet<PlanCause> causes = target.causesSince(plans.expectedTarget());
    if (plans.isUncertain()) {
      causes.addAll(plans.overdueCauses());
    }
    return causes;
  }

  private long dueNs(PlanTarget target, SortedSet<PlanCause> causes) {
    boolean gathering = debounce.pending() && !PlanTarget.isUrgent(causes);
    return Math.max(gathering ? debounce.dueNs() : Long.MIN_VALUE, backoff.notBeforeNs(target));
  }

  private String reasonFor(PlanTarget target) {
    String changes = target.describeChangesSince(plans.expectedTarget());
    String reason =
        changes.isEmpty() ? "which plan is in force is not known, the last had no answer" : changes;
    return backoff.failures() == 0 ? reason : reason + " (try " + (backoff.failures() + 1) + ")";
  }

  private void rebalanceIfDue(PlanTarget target, long nowNs, List<ControllerEffect> effects) {
    RebalanceConfig rebalancing = config.rebalancing();
    if (rebalancing == null) {
      return;
    }
    if (plans.inFlight() != null || !openCauses(target).isEmpty()) {
      lastRebalanceDecision = "another plan is under way, and follows demand too";
      return;
    }
    if (nowNs < backoff.notBeforeNs(target)) {
      lastRebalanceDecision = "the last plan failed, and it is too soon for the next";
      return;
    }
    RebalanceDecision decision =
        rebalancer.decide(rebalancing, demand.demands().values(), this::nameOf, nowNs);
    lastRebalanceDecision = decision.reason();
    if (decision.wanted()) {
      TreeSet<PlanCause> causes = new TreeSet<>();
      causes.add(PlanCause.DEMAND);
      if (makeAndIssue(target, causes, decision.reason(), nowNs, effects)) {
        rebalancer = rebalancer.rebalanced(nowNs);
      } else {
        lastRebalanceDecision += "; the plan in force stays";
      }
    }
  }

  private void askToBeWoken(PlanTarget target, List<ControllerEffect> effects) {
    Long next = nextWakeNs(target);
    if (next != null && !next.equals(wakeAtNs)) {
      wakeAtNs = next;
      effects.add(new WakeAt(next));
    }
  }

  private @Nullable Long nextWakeNs(PlanTarget target) {
    IssuedPlan inFlight = plans.inFlight();
    if (inFlight != null) {
      return inFlight.issuedNs() + config.applyTimeoutNs();
    }
    SortedSet<PlanCause> causes = openCauses(target);
    return causes.isEmpty() ? null : dueNs(target, causes);
  }

  // Plans.

  /** Answers whether a plan was issued: not if none was found, or if it would change nothing. */
  private boolean makeAndIssue(
      PlanTarget target,
      SortedSet<PlanCause> causes,
      String reason,
      long nowNs,
      List<ControllerEffect> effects) {
    LadderOutcome outcome;
    plansComputed++;
    try {
      outcome = planMaker.make(requestFor(target), registry.newestFirst());
    } catch (PlanException e) {
      backoff = backoff.failed(target, nowNs);
      report(
          effects,
          Severity.ERROR,
          "no plan for %s: %s; plan %s stays in force",
          reason,
          String.valueOf(e.getMessage()),
          plans.appliedGeneration());
      return false;
    }
    notices = notices.tell(outcome, target, effects);
    enforcedHoldout |= outcome.plan().enforcedHoldout();
    if (causes.contains(PlanCause.LIFECYCLE)) {
      debounce = debounce.planned(config.debounce(), nowNs);
    }
    CellPlan plan = new CellPlan(outcome.plan().cells(), enforcedHoldout);
    PublishedPlan published = publishable(plan, target);
    if (changesNothing(published)) {
      plans = plans.adopted(target);
      backoff = RetryBackoff.NONE;
      return false;
    }
    IssuedPlan issued = new IssuedPlan(published, target, List.copyOf(causes), nowNs);
    IssuedPlan applied = plans.applied();
    PlanDiff diff = PlanDiff.between(applied == null ? null : applied.published().plan(), plan);
    plans = plans.issue(issued);
    effects.add(new ApplyPlan(published, issued.causes(), diff.movedCount(), reason));
    return true;
  }

  private PlanRequest requestFor(PlanTarget target) {
    List<CellId> ids = new ArrayList<>();
    ids.add(CellId.ROOT);
    target.cells().forEach(cell -> ids.add(cell.id()));
    SortedMap<CellId, Long> weights =
        config.rebalancing() == null
            ? new TreeMap<>()
            : UtilisationWeights.of(demand.demands(), ids);
    List<CellRequest> requests = new ArrayList<>();
    requests.add(new CellRequest(CellId.ROOT, null, weights.get(CellId.ROOT)));
    for (PlanTarget.Cell cell : target.cells()) {
      requests.add(new CellRequest(cell.id(), cell.cpuset(), weights.get(cell.id())));
    }
    return new PlanRequest(
        target.online(), topology, config.rootMinCpus(), config.borrowing(), requests);
  }

  private PublishedPlan publishable(CellPlan plan, PlanTarget target) {
    List<CellAssignment> assignments = new ArrayList<>();
    for (PlanTarget.Cell cell : target.cells()) {
      if (plan.find(cell.id()) != null) {
        assignments.add(new CellAssignment(cell.cgroup(), cell.id()));
      }
    }
    List<CellId> retiring = new ArrayList<>();
    for (CellId used : registry.used()) {
      if (plan.find(used) == null) {
        retiring.add(used);
      }
    }
    return new PublishedPlan(plans.lastGeneration() + 1, plan, assignments, retiring);
  }

  /** Whether the plan in force, known for certain, assigns the same already. */
  private boolean changesNothing(PublishedPlan next) {
    IssuedPlan applied = plans.applied();
    return applied != null
        && !plans.isUncertain()
        && applied.published().plan().equals(next.plan())
        && applied.published().assignments().equals(next.assignments());
  }

  // Looking things up.

  private List<CellCapacity> capacities() {
    List<CellCapacity> capacities = new ArrayList<>();
    IssuedPlan applied = plans.applied();
    if (applied == null) {
      return capacities;
    }
    TreeMap<CellId, CpuMask> usable = new TreeMap<>();
    for (PlanTarget.Cell cell : applied.target().cells()) {
      usable.put(cell.id(), Objects.requireNonNullElse(cell.cpuset(), online).and(online));
    }
    for (CellAllocation cell : applied.published().plan().cells()) {
      int usableCpus = usable.getOrDefault(cell.id(), online).size();
      capacities.add(new CellCapacity(cell.id(), cell.primary().size(), Math.max(1, usableCpus)));
    }
    return capacities;
  }

  private CellStatus status(CellId id, @Nullable CgroupIdentity cgroup) {
    CellDemand known = demand.demands().get(id);
    return new CellStatus(
        id,
        cgroup,
        cgroup == null ? null : cpusets.of(cgroup),
        primaryOf(id),
        known == null ? 0 : known.utilisationPpm(),
        known == null ? 0 : known.demandMilliCpus());
  }

  private CpuMask primaryOf(CellId id) {
    IssuedPlan applied = plans.applied();
    return applied == null ? CpuMask.none() : applied.published().plan().primaryOf(id);
  }

  private String nameOf(CellId id) {
    RegisteredCell cell = registry.find(id);
    return cell == null ? "root" : cell.cgroup().name();
  }

  private static int smoothingPpm(ControllerConfig config) {
    RebalanceConfig rebalancing = config.rebalancing();
    return (rebalancing == null ? RebalanceConfig.DEFAULT : rebalancing).smoothingPpm();
  }

  private static void requireOnline(CpuMask online, Topology topology) {
    if (online.isEmpty() || !online.isSubsetOf(topology.cpus())) {
      throw new IllegalArgumentException(
          "CPUs online are " + online + "; at least one of CPUs " + topology.cpus() + " must be");
    }
  }

  private static void report(
      List<ControllerEffect> effects, Severity severity, String format, Object... values) {
    effects.add(new Report(severity, format.formatted(values)));
  }
}
