package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.PlanRequest;
import org.jspecify.annotations.Nullable;

/**
 * The control plane as a state machine: {@code on(input, now)} answers the effects that the host
 * must carry out. No clock, thread, file, random number or log inside; equal inputs in equal order
 * give equal effects.
 *
 * <p>First cut: snapshots become plans at once; no debounce, demand or retries yet.
 */
public final class CellController {

  private final ControllerConfig config;
  private final Topology topology;
  private final TreeMap<CgroupIdentity, CellId> ids = new TreeMap<>();
  private final TreeMap<CellId, CgroupState> states = new TreeMap<>();
  private final TreeSet<CellId> retiring = new TreeSet<>();
  private final TreeSet<PlanCause> causes = new TreeSet<>();
  private CpuMask online;
  private @Nullable PublishedPlan applied;
  private @Nullable PublishedPlan inFlight;
  private long generation;
  private boolean listed;

  /** A controller that knows no cgroup yet; its first plan follows the first snapshot. */
  public CellController(ControllerConfig config, Topology topology, CpuMask online) {
    this.config = config;
    this.topology = topology;
    this.online = online;
  }

  /** Takes one input at {@code nowNs}, which never runs back, and answers what is to be done. */
  public List<ControllerEffect> on(ControllerInput input, long nowNs) {
    switch (input) {
      case ControllerInput.CgroupsListed snapshot -> reconcile(snapshot.children());
      case ControllerInput.CpusOnline cpus -> {
        if (!online.equals(cpus.online())) {
          online = cpus.online();
          causes.add(PlanCause.HOTPLUG);
        }
      }
      case ControllerInput.PlanApplied ack -> {
        if (inFlight != null && inFlight.generation() == ack.generation()) {
          applied = inFlight;
          inFlight = null;
        }
      }
      case ControllerInput.PlanRefused ack -> {
        if (inFlight != null && inFlight.generation() == ack.generation()) {
          inFlight = null;
        }
      }
      case ControllerInput.CellDrained drained -> retiring.remove(drained.cell());
      case ControllerInput.DemandSampled sampled -> {}
      case ControllerInput.Woken woken -> {}
    }
    return inFlight != null || causes.isEmpty() || !listed ? List.of() : List.of(plan());
  }

  /** All cells, ascending by id, the root cell first. */
  public List<CellStatus> cells() {
    List<CellStatus> cells = new ArrayList<>();
    cells.add(new CellStatus(CellId.ROOT, null, null, primaryOf(CellId.ROOT), 0, 0));
    states.forEach(
        (id, state) ->
            cells.add(new CellStatus(id, state.identity(), cpusetOf(state), primaryOf(id), 0, 0)));
    return cells;
  }

  private CpuMask primaryOf(CellId id) {
    return applied == null ? CpuMask.none() : applied.plan().primaryOf(id);
  }

  private static @Nullable CpuMask cpusetOf(CgroupState state) {
    return state.cpuset() instanceof CpusetReading.Limited(CpuMask cpus) ? cpus : null;
  }

  private void reconcile(List<CgroupState> children) {
    TreeMap<CgroupIdentity, CgroupState> wanted = new TreeMap<>();
    for (CgroupState child : children) {
      if (!config.excludedNames().contains(child.identity().name())) {
        wanted.put(child.identity(), child);
      }
    }
    if (!listed) {
      listed = true;
      causes.add(PlanCause.LIFECYCLE);
    }
    for (CgroupIdentity known : List.copyOf(ids.keySet())) {
      if (!wanted.containsKey(known)) {
        CellId id = ids.remove(known);
        states.remove(id);
        retiring.add(id);
        causes.add(PlanCause.LIFECYCLE);
      }
    }
    wanted.forEach(this::meet);
  }

  private void meet(CgroupIdentity identity, CgroupState state) {
    CellId id = ids.get(identity);
    if (id == null) {
      int free = 1;
      while (states.containsKey(new CellId(free)) || retiring.contains(new CellId(free))) {
        free++;
      }
      id = new CellId(free);
      ids.put(identity, id);
      causes.add(PlanCause.LIFECYCLE);
    } else if (!state.equals(states.get(id))) {
      causes.add(PlanCause.CPUSET);
    }
    states.put(id, state);
  }

  private ControllerEffect plan() {
    List<CellRequest> cells = new ArrayList<>();
    cells.add(new CellRequest(CellId.ROOT, null, null));
    states.forEach((id, state) -> cells.add(new CellRequest(id, cpusetOf(state), null)));
    PlanRequest request =
        new PlanRequest(online, topology, config.rootMinCpus(), config.borrowing(), cells);
    CellPlan plan = StopgapPlans.climb(request, List.of()).plan();
    List<CellAssignment> assignments = new ArrayList<>();
    states.forEach(
        (id, state) -> {
          if (plan.find(id) != null) {
            assignments.add(new CellAssignment(state.identity(), id));
          }
        });
    inFlight = new PublishedPlan(++generation, plan, assignments, List.copyOf(retiring));
    List<PlanCause> because = List.copyOf(causes);
    causes.clear();
    return new ControllerEffect.ApplyPlan(inFlight, because, 0, "the cells or their CPUs changed");
  }
}
