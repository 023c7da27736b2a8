package org.cellsched.sim.tenant;

import java.util.Arrays;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Which tenant owns and may borrow which CPUs, by the plan that was applied last. Without a plan (a
 * scheduler that knows no cells) the machine belongs to all: nobody borrows.
 */
public final class Ownership {

  private final CpuMask machine;
  private final Tenants tenants;
  private final int[] ownerOfCpu;
  private CellId[] cellOfTenant = {CellId.ROOT};
  private CpuMask[] primaryOfTenant = new CpuMask[0];
  private CpuMask[] borrowableOfTenant = new CpuMask[0];
  private @Nullable PublishedPlan plan;
  private long appliedNs;

  public Ownership(Topology topology, Tenants tenants) {
    this.machine = topology.cpus();
    this.tenants = tenants;
    this.ownerOfCpu = new int[topology.cpuCount()];
  }

  /** A plan was put in force. */
  public void applied(PublishedPlan published, long nowNs) {
    plan = published;
    appliedNs = nowNs;
    for (CellAssignment assignment : published.assignments()) {
      tenants.numberOf(assignment.cgroup().name());
    }
    cellOfTenant = new CellId[tenants.count()];
    Arrays.fill(cellOfTenant, CellId.ROOT);
    Arrays.fill(ownerOfCpu, Tenants.ROOT);
    for (CellAssignment assignment : published.assignments()) {
      int tenant = tenants.numberOf(assignment.cgroup().name());
      cellOfTenant[tenant] = assignment.cell();
      published.plan().primaryOf(assignment.cell()).forEach(cpu -> ownerOfCpu[cpu] = tenant);
    }
    keepMasks(published.plan());
  }

  private void keepMasks(CellPlan cells) {
    primaryOfTenant = new CpuMask[cellOfTenant.length];
    borrowableOfTenant = new CpuMask[cellOfTenant.length];
    for (int tenant = 0; tenant < cellOfTenant.length; tenant++) {
      CellAllocation cell = cells.find(cellOfTenant[tenant]);
      primaryOfTenant[tenant] = cell == null ? CpuMask.none() : cell.primary();
      borrowableOfTenant[tenant] = cell == null ? CpuMask.none() : cell.borrowable();
    }
  }

  public boolean hasPlan() {
    return plan != null;
  }

  /** When the plan in force was applied. */
  public long appliedNs() {
    return appliedNs;
  }

  /** The cell that the tenant's tasks belong to; the root cell for one without a cell. */
  public CellId cellOf(int tenant) {
    return cellOfTenant[known(tenant)];
  }

  /** Whether the tenant has a cell: the root, or one that the plan assigns its cgroup to. */
  public boolean hasCell(int tenant) {
    return tenant == Tenants.ROOT || !cellOf(tenant).isRoot();
  }

  /**
   * Whether the plan assigns a cgroup of the task to a cell: not one that was made after it, even
   * under a name that the plan knows. O(depth × cells).
   */
  public boolean isAssigned(Task task) {
    PublishedPlan inForce = plan;
    if (inForce == null) {
      return false;
    }
    for (Cgroup at = task.cgroup(); at != null; at = at.parent()) {
      for (CellAssignment assignment : inForce.assignments()) {
        if (assignment.cgroup().equals(at.identity())) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether tasks of this tenant run on this CPU as on their own. */
  public boolean owns(int tenant, int cpu) {
    return plan == null || ownerOfCpu[cpu] == (hasCell(tenant) ? tenant : Tenants.ROOT);
  }

  /** The tenant that owns the CPU; the root cell's where there is no plan. */
  public int ownerOf(int cpu) {
    return ownerOfCpu[cpu];
  }

  /** CPUs of the tenant's cell; the whole machine without a plan. O(1). */
  public CpuMask primaryOf(int tenant) {
    return plan == null ? machine : primaryOfTenant[known(tenant)];
  }

  /** CPUs that the tenant's cell may borrow. O(1). */
  public CpuMask borrowableOf(int tenant) {
    return plan == null ? CpuMask.none() : borrowableOfTenant[known(tenant)];
  }

  /**
   * The CPUs that a task of the tenant with this affinity may use: its cell's and those it may
   * borrow; all of the affinity where that excludes them.
   */
  public CpuMask usableBy(int tenant, CpuMask affinity) {
    CpuMask usable = primaryOf(tenant).or(borrowableOf(tenant)).and(affinity);
    return usable.isEmpty() ? affinity : usable;
  }

  /** A tenant that the plan in force does not know lives in the root cell. */
  private int known(int tenant) {
    return tenant < cellOfTenant.length ? tenant : Tenants.ROOT;
  }

  /** CPUs counted as the tenant's own: none for one that lives in the root cell. */
  public CpuMask ownCpus(int tenant) {
    return hasCell(tenant) || plan == null ? primaryOf(tenant) : CpuMask.none();
  }
}
