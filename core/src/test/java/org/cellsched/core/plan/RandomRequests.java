package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Valid requests: machines with holes, overlapping cpusets, small and enormous weights. Without
 * jqwik's edge cases: their combinations would use up all tries.
 */
public final class RandomRequests extends DomainContextBase {

  private static final int MAX_WORKLOAD_CELLS = 9;

  @Provide
  Arbitrary<PlanRequest> requests() {
    return Arbitraries.frequencyOf(
            Tuple.of(2, machines(1, 8).flatMap(RandomRequests::requestsFor)),
            Tuple.of(3, machines(4, 40).flatMap(RandomRequests::requestsFor)))
        .withoutEdgeCases();
  }

  private static Arbitrary<CpuMask> machines(int minCpus, int maxCpus) {
    return Arbitraries.integers()
        .between(0, maxCpus + 3)
        .set()
        .ofMinSize(minCpus)
        .ofMaxSize(maxCpus)
        .map(RandomRequests::mask);
  }

  static Arbitrary<PlanRequest> requestsFor(CpuMask machine) {
    Arbitrary<List<CellRequest>> cells = cells(machine);
    Arbitrary<@Nullable Topology> topologies =
        Arbitraries.integers()
            .between(1, 9)
            .map(perLlc -> RequestBuilder.llcsOf(machine.last() + 1, perLlc))
            .injectNull(0.3);
    return Combinators.combine(
            topologies, Arbitraries.integers().between(0, 6), Arbitraries.of(true, false), cells)
        .as((topology, min, borrowing, list) ->
            new PlanRequest(machine, topology, min, borrowing, list))
        .withoutEdgeCases();
  }

  private static Arbitrary<List<CellRequest>> cells(CpuMask machine) {
    Arbitrary<List<Integer>> ids =
        Arbitraries.integers()
            .between(1, CellId.MAX_CELLS - 1)
            .list()
            .uniqueElements()
            .ofMaxSize(MAX_WORKLOAD_CELLS);
    Arbitrary<List<@Nullable CpuMask>> cpusets =
        cpusets(machine).injectNull(0.35).list().ofSize(MAX_WORKLOAD_CELLS);
    return Combinators.combine(ids, cpusets, weights()).as(RandomRequests::cells);
  }

  private static List<CellRequest> cells(
      List<Integer> ids, List<@Nullable CpuMask> cpusets, @Nullable List<Long> weights) {
    List<CellRequest> cells = new ArrayList<>();
    cells.add(new CellRequest(CellId.ROOT, null, weights == null ? null : weights.getLast()));
    for (int i = 0; i < ids.size(); i++) {
      Long weight = weights == null ? null : weights.get(i);
      cells.add(new CellRequest(new CellId(ids.get(i)), cpusets.get(i), weight));
    }
    return cells;
  }

  private static Arbitrary<CpuMask> cpusets(CpuMask machine) {
    List<Integer> cpus = new ArrayList<>();
    machine.forEach(cpus::add);
    Arbitrary<CpuMask> scattered =
        Arbitraries.of(cpus).set().ofMinSize(1).map(RandomRequests::mask);
    Arbitrary<CpuMask> ranges =
        Combinators.combine(Arbitraries.of(cpus), Arbitraries.of(cpus))
            .as((a, b) -> CpuMask.range(Math.min(a, b), Math.max(a, b)).and(machine));
    return Arbitraries.oneOf(scattered, ranges, Arbitraries.just(machine));
  }

  private static Arbitrary<@Nullable List<Long>> weights() {
    Arbitrary<Long> weight =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, 100L, Long.MAX_VALUE, Long.MAX_VALUE - 1),
            Arbitraries.longs().between(0, 1000));
    return weight.list().ofSize(MAX_WORKLOAD_CELLS + 1).injectNull(0.4);
  }

  private static CpuMask mask(Iterable<Integer> cpus) {
    SortedSet<Integer> sorted = new TreeSet<>();
    cpus.forEach(sorted::add);
    return CpuMask.of(sorted.stream().mapToInt(Integer::intValue).toArray());
  }
}
