package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/** What makes a request invalid, whatever the planner. */
final class RequestRules {

  /** Something wrong with a request, and the cell it is about if it is about one. */
  private record Problem(String text, @Nullable CellId cell) {}

  private final PlanRequest request;
  private final List<CellRequest> cells;
  private final List<Problem> problems = new ArrayList<>();

  private RequestRules(PlanRequest request) {
    this.request = request;
    this.cells = ascending(request.cells());
  }

  /** The cells in ascending order of id. */
  static List<CellRequest> ascending(List<CellRequest> cells) {
    List<CellRequest> ascending = new ArrayList<>(cells);
    ascending.sort(Comparator.comparing(CellRequest::id));
    return ascending;
  }

  /**
   * The cells of a valid request in ascending order of id, the root cell first.
   *
   * @throws PlanException if the request is invalid; it tells everything that is wrong
   */
  static List<CellRequest> validCells(PlanRequest request) throws PlanException {
    RequestRules rules = new RequestRules(request);
    rules.checkMachine();
    rules.checkIds();
    rules.checkCpusets();
    rules.checkWeights();
    rules.throwIfBroken();
    return rules.cells;
  }

  private void throwIfBroken() throws PlanException {
    if (!problems.isEmpty()) {
      String text = String.join("; ", problems.stream().map(Problem::text).toList());
      throw new PlanException("invalid request: " + text, problems.getFirst().cell());
    }
  }

  private void checkMachine() {
    if (request.cpus().isEmpty()) {
      add("the machine has no CPUs");
    }
    if (request.rootMinCpus() < 0) {
      add("rootMinCpus is " + request.rootMinCpus() + "; it must not be negative");
    }
    if (request.topology() != null && request.cpus().last() >= request.topology().cpuCount()) {
      CpuMask unknown = request.cpus().andNot(request.topology().cpus());
      add("the topology does not know CPUs " + unknown);
    }
  }

  private void checkIds() {
    if (cells.isEmpty() || !cells.getFirst().id().isRoot()) {
      add("there is no root cell (id 0)");
    }
    for (int i = 1; i < cells.size(); i++) {
      CellId id = cells.get(i).id();
      if (id.equals(cells.get(i - 1).id())) {
        add(id, "appears more than once");
      }
    }
  }

  private void checkCpusets() {
    for (CellRequest cell : cells) {
      CpuMask cpuset = cell.cpuset();
      if (cpuset != null) {
        checkCpuset(cell.id(), cpuset);
      }
    }
  }

  private void checkCpuset(CellId id, CpuMask cpuset) {
    if (id.isRoot()) {
      add(id, "has cpuset " + cpuset + ", but the root cell cannot have one");
    }
    if (cpuset.isEmpty()) {
      add(id, "has an empty cpuset");
    }
    if (!cpuset.isSubsetOf(request.cpus())) {
      add(
          id,
          "has cpuset "
              + cpuset
              + ", of which "
              + cpuset.andNot(request.cpus())
              + " are not in the machine (CPUs "
              + request.cpus()
              + ")");
    }
  }

  private void checkWeights() {
    long weighted = cells.stream().filter(cell -> cell.weight() != null).count();
    for (CellRequest cell : cells) {
      Long weight = cell.weight();
      if (weight == null && weighted > 0) {
        add(cell.id(), "has no weight, but other cells have one; give weights to all or to none");
      } else if (weight != null && weight < 0) {
        add(cell.id(), "has weight " + weight + "; weights must not be negative");
      }
    }
  }

  private void add(String text) {
    problems.add(new Problem(text, null));
  }

  private void add(CellId cell, String predicate) {
    problems.add(new Problem("cell " + cell + " " + predicate, cell));
  }
}
