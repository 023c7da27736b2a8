package org.cellsched.core.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;
import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;

/**
 * CPUs kept back for the root cell before the others get any, so that cpusets that cover the whole
 * machine leave it some.
 *
 * @param cpus those held
 * @param enforced whether some of them had to be taken from a cell that claims them
 */
record RootHoldout(CpuMask cpus, boolean enforced) {

  /**
   * Holds {@code request.rootMinCpus()} CPUs if possible: the lowest unclaimed ones, then CPUs of
   * workload cells one at a time, of which each cell keeps at least one to itself. Fewer if nothing
   * more may be taken.
   *
   * @param cells those of the request, ascending by id
   */
  static RootHoldout reserve(PlanRequest request, List<CellRequest> cells, Claims claims) {
    MutableCpuMask held = new MutableCpuMask(0);
    int missing =
        request.rootMinCpus() - holdUnclaimed(claims.unclaimed(), request.rootMinCpus(), held);
    boolean enforced = missing > 0 && new Donors(request, cells, claims).take(missing, held);
    return new RootHoldout(held.toImmutable(), enforced);
  }

  /** Holds up to {@code wanted} CPUs, the lowest first, and answers how many. */
  private static int holdUnclaimed(CpuMask unclaimed, int wanted, MutableCpuMask held) {
    int count = 0;
    for (int cpu = unclaimed.first(); cpu >= 0 && count < wanted; cpu = unclaimed.next(cpu + 1)) {
      held.set(cpu);
      count++;
    }
    return count;
  }

  /**
   * The workload cells that CPUs may be taken from.
   *
   * <p>A CPU may be taken if every cell that claims it has two CPUs or more that it alone claims.
   * The donor prefers to part with such an exclusive CPU over a contested one, and having two it
   * always has one: therefore contested CPUs are never taken, and only cells with two exclusive
   * CPUs are donors.
   */
  private static final class Donors {

    private static final Comparator<Donor> FIRST_TO_GIVE =
        Comparator.comparingInt((Donor donor) -> donor.yielded)
            .thenComparing(donor -> donor.own.size(), Comparator.reverseOrder())
            .thenComparing(donor -> donor.id);

    private final SortedMap<CellId, Donor> donors = new TreeMap<>();
    private final LlcCrowding crowding;

    Donors(PlanRequest request, List<CellRequest> cells, Claims claims) {
      crowding = LlcCrowding.of(request, cells);
      for (Claims.Group group : claims.groups()) {
        if (group.isExclusive()) {
          CellId id = group.claimants().getFirst();
          donors.put(id, new Donor(id, group.cpus()));
        }
      }
    }

    /** Takes up to {@code wanted} CPUs and answers whether it took any. */
    boolean take(int wanted, MutableCpuMask held) {
      boolean taken = false;
      for (int count = 0; count < wanted; count++) {
        Optional<Donor> donor = donors.values().stream().filter(Donor::canGive).min(FIRST_TO_GIVE);
        if (donor.isEmpty()) {
          break;
        }
        held.set(donor.get().give(crowding));
        taken = true;
      }
      return taken;
    }
  }

  /** A workload cell, the CPUs that it alone claims and still has, and how many it gave. */
  private static final class Donor {
    private final CellId id;
    private CpuMask own;
    private int yielded;

    Donor(CellId id, CpuMask own) {
      this.id = id;
      this.own = own;
    }

    boolean canGive() {
      return own.size() >= 2;
    }

    /** Parts with a CPU of the LLC that most cells claim, the lowest there. */
    int give(LlcCrowding crowding) {
      int best = own.first();
      for (int cpu = own.next(best + 1); cpu >= 0; cpu = own.next(cpu + 1)) {
        if (crowding.of(cpu) > crowding.of(best)) {
          best = cpu;
        }
      }
      own = own.without(best);
      yielded++;
      return best;
    }
  }

  /**
   * For each LLC, how many cells claim CPUs of it. The root cell's tasks disturb caches; they do so
   * least where several cells share one anyway.
   */
  private record LlcCrowding(@Nullable Topology topology, int[] cellsOfLlc) {

    static LlcCrowding of(PlanRequest request, List<CellRequest> cells) {
      Topology topology = request.topology();
      if (topology == null) {
        return new LlcCrowding(null, new int[0]);
      }
      int[] cellsOfLlc = new int[topology.llcCount()];
      for (int llc = 0; llc < cellsOfLlc.length; llc++) {
        for (CellRequest cell : cells) {
          if (cell.cpuset() != null && cell.cpuset().intersects(topology.llcMask(llc))) {
            cellsOfLlc[llc]++;
          }
        }
      }
      return new LlcCrowding(topology, cellsOfLlc);
    }

    /** Number of cells that claim CPUs of the LLC of {@code cpu}; 0 where LLCs are not known. */
    int of(int cpu) {
      return topology == null ? 0 : cellsOfLlc[topology.llcOf(cpu)];
    }
  }
}
