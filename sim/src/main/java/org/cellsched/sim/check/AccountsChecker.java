package org.cellsched.sim.check;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * What the data plane counts for a cell is what the cell's tasks ran, to the nanosecond: by the
 * cell and the CPU's owner when a turn began, whatever becomes of them meanwhile.
 *
 * <p>Each event is O(1), but for a task's first turn after a plan; a sample costs O(cells).
 */
public final class AccountsChecker implements KernelObserver {

  private static final int UNKNOWN = -1;

  private final Violations violations;
  private final Bounds bounds;
  private final SortedMap<Long, Integer> cellOfInode = new TreeMap<>();
  private final int[] cellOfCpu;
  private final int[] cellOfTurn;
  private final int[] ownerOfTurn;
  private final long[] runNs = new long[CellId.MAX_CELLS];
  private final long[] borrowedNs = new long[CellId.MAX_CELLS];
  private final long[] lentNs = new long[CellId.MAX_CELLS];
  private int[] cellOfTask = new int[0];

  public AccountsChecker(int cpuCount, Violations violations, Bounds bounds) {
    this.violations = violations;
    this.bounds = bounds;
    cellOfCpu = new int[cpuCount];
    cellOfTurn = new int[cpuCount];
    ownerOfTurn = new int[cpuCount];
  }

  /** A plan was put in force. */
  public void planApplied(PublishedPlan plan) {
    cellOfInode.clear();
    Arrays.fill(cellOfCpu, CellId.ROOT.value());
    Arrays.fill(cellOfTask, UNKNOWN);
    for (CellAssignment assigned : plan.assignments()) {
      int cell = assigned.cell().value();
      cellOfInode.put(assigned.cgroup().inode(), cell);
      plan.plan().primaryOf(assigned.cell()).forEach(cpu -> cellOfCpu[cpu] = cell);
    }
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (task.id() >= cellOfTask.length) {
      int known = cellOfTask.length;
      cellOfTask = Arrays.copyOf(cellOfTask, Math.max(task.id() + 1, 2 * known));
      Arrays.fill(cellOfTask, known, cellOfTask.length, UNKNOWN);
    }
    cellOfTask[task.id()] = UNKNOWN;
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    beginTurn(cpu.id(), task);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    if (decision == Decision.KEPT && task != null) {
      beginTurn(cpu, task);
    }
  }

  private void beginTurn(int cpu, Task task) {
    if (cellOfTask[task.id()] == UNKNOWN) {
      cellOfTask[task.id()] = cellOf(task.cgroup());
    }
    cellOfTurn[cpu] = cellOfTask[task.id()];
    ownerOfTurn[cpu] = cellOfCpu[cpu];
  }

  /** The cell of the nearest cgroup that has one. */
  private int cellOf(Cgroup cgroup) {
    for (Cgroup at = cgroup; at != null; at = at.parent()) {
      Integer cell = cellOfInode.get(at.identity().inode());
      if (cell != null) {
        return cell;
      }
    }
    return CellId.ROOT.value();
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    int cell = cellOfTurn[cpu.id()];
    int owner = ownerOfTurn[cpu.id()];
    runNs[cell] += ranNs;
    if (cell != owner) {
      borrowedNs[cell] += ranNs;
      lentNs[owner] += ranNs;
    }
  }

  /** The controller is told these counters; every running task has been charged up to now. */
  public void sampled(long nowNs, DemandSample sample) {
    if (bounds.callbacksOverlap()) {
      return; // A turn may have begun by the plan before.
    }
    for (CellCounters counted : sample.cells()) {
      int cell = counted.id().value();
      if (counted.runNs() != runNs[cell]
          || counted.borrowedNs() != borrowedNs[cell]
          || counted.lentNs() != lentNs[cell]) {
        violations.add(
            Rule.ACCOUNTS,
            nowNs,
            "cell %d: counted run %s, borrowed %s, lent %s; it was %s, %s, %s"
                .formatted(
                    cell,
                    Amounts.seconds(counted.runNs()),
                    Amounts.seconds(counted.borrowedNs()),
                    Amounts.seconds(counted.lentNs()),
                    Amounts.seconds(runNs[cell]),
                    Amounts.seconds(borrowedNs[cell]),
                    Amounts.seconds(lentNs[cell])));
      }
    }
  }
}
