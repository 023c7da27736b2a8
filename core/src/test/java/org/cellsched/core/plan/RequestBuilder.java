package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;

/** Requests in one line, for tests. */
final class RequestBuilder {

  private final CpuMask cpus;
  private final List<CellRequest> cells = new ArrayList<>();
  private @Nullable Topology topology;
  private int rootMinCpus;
  private boolean borrowing;

  private RequestBuilder(CpuMask cpus) {
    this.cpus = cpus;
  }

  /** A machine of these CPUs and a root cell without a weight. */
  static RequestBuilder machine(String cpus) {
    return bareMachine(cpus).free(0);
  }

  /** A machine of these CPUs without any cell. */
  static RequestBuilder bareMachine(String cpus) {
    return new RequestBuilder(CpuList.parse(cpus));
  }

  /** A cell without a cpuset. */
  RequestBuilder free(int id) {
    return cell(id, null, null);
  }

  RequestBuilder pinned(int id, String cpuset) {
    return cell(id, cpuset, null);
  }

  RequestBuilder cell(int id, @Nullable String cpuset, @Nullable Long weight) {
    CpuMask mask = cpuset == null ? null : CpuList.parse(cpuset);
    cells.add(new CellRequest(new CellId(id), mask, weight));
    return this;
  }

  RequestBuilder rootMinCpus(int count) {
    rootMinCpus = count;
    return this;
  }

  RequestBuilder borrowing() {
    borrowing = true;
    return this;
  }

  RequestBuilder cpusPerLlc(int count) {
    topology = llcsOf(cpus.last() + 1, count);
    return this;
  }

  PlanRequest build() {
    return new PlanRequest(cpus, topology, rootMinCpus, borrowing, cells);
  }

  /** CPU n is in LLC n / cpusPerLlc; the last LLC may be short. */
  static Topology llcsOf(int cpuCount, int cpusPerLlc) {
    int[] coreOf = new int[cpuCount];
    int[] llcOf = new int[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      coreOf[cpu] = cpu;
      llcOf[cpu] = cpu / cpusPerLlc;
    }
    return Topology.of(coreOf, llcOf, new int[cpuCount], new int[cpuCount]);
  }

  /** {@code id: primary} for each cell, or with borrowing {@code id: primary / borrowable}. */
  static List<String> describe(CellPlan plan, boolean borrowing) {
    return plan.cells().stream()
        .map(cell ->
            cell.id() + ": " + cell.primary() + (borrowing ? " / " + cell.borrowable() : ""))
        .toList();
  }

  static List<String> describe(CellPlan plan) {
    return describe(plan, false);
  }
}
