package org.cellsched.sim.tenant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a run: the root cell's (number 0) and one per name among the children of the cell
 * parent. A cgroup that is made again under its name is the same tenant, so that its figures add
 * up.
 */
public final class Tenants {

  /** What belongs to no child of the cell parent. */
  public static final int ROOT = 0;

  /** Name of the root cell's tenant. */
  public static final String ROOT_NAME = "root";

  private static final int UNKNOWN = -1;

  private final Cgroup cellParent;
  private final List<String> names = new ArrayList<>(List.of(ROOT_NAME));
  private final SortedMap<String, Integer> numberOf = new TreeMap<>();
  private int[] tenantOfTask = new int[0];

  public Tenants(Cgroup cellParent) {
    this.cellParent = cellParent;
    numberOf.put(ROOT_NAME, ROOT);
  }

  /** Number of tenants. */
  public int count() {
    return names.size();
  }

  /** Names by number. */
  public List<String> names() {
    return Collections.unmodifiableList(names);
  }

  /** The number of a name, handed out now if it is new. */
  public int numberOf(String name) {
    return numberOf.computeIfAbsent(
        name,
        unknown -> {
          names.add(unknown);
          return names.size() - 1;
        });
  }

  /** The tenant that the task's cgroup belongs to, as of the last {@link #classify}. O(1). */
  public int of(Task task) {
    return tenantOfTask[task.id()];
  }

  /** The same by the task's number. */
  public int ofTask(int taskId) {
    return tenantOfTask[taskId];
  }

  /** Whether the task is known, but its cgroup belongs to another tenant now. O(depth). */
  public boolean hasMoved(Task task) {
    return task.id() < tenantOfTask.length
        && tenantOfTask[task.id()] != UNKNOWN
        && tenantOfTask[task.id()] != of(task.cgroup());
  }

  /** Looks up the tenant of a task anew: when it starts or has been moved. O(depth). */
  public void classify(Task task) {
    if (task.id() >= tenantOfTask.length) {
      int known = tenantOfTask.length;
      tenantOfTask = Arrays.copyOf(tenantOfTask, Math.max(task.id() + 1, 2 * known));
      Arrays.fill(tenantOfTask, known, tenantOfTask.length, UNKNOWN);
    }
    tenantOfTask[task.id()] = of(task.cgroup());
  }

  /**
   * The task's weight within its tenant: from nice, composed with the {@code cpu.weight} of the
   * cgroups below the tenant's own. O(depth).
   */
  public int weightOf(Task task) {
    return weightBelow(task, cellParent);
  }

  /** Its weight in the root cell, where tenants compete that have no cell: of all its cgroups. */
  public int weightInRootCell(Task task) {
    return weightBelow(task, null);
  }

  /** Composed of the cgroups below a child of this one, or of all if it has none. */
  private static int weightBelow(Task task, @Nullable Cgroup parent) {
    long cgroupWeight = Cgroup.DEFAULT_CPU_WEIGHT;
    for (Cgroup at = task.cgroup();
        at.parent() != null && at.parent() != parent;
        at = at.parent()) {
      cgroupWeight = Math.max(1, cgroupWeight * at.cpuWeight() / Cgroup.DEFAULT_CPU_WEIGHT);
    }
    return Vtime.composedWeight(task.weight(), (int) Math.min(cgroupWeight, Integer.MAX_VALUE));
  }

  private int of(Cgroup cgroup) {
    for (Cgroup at = cgroup; at.parent() != null; at = at.parent()) {
      if (at.parent() == cellParent) {
        return numberOf(at.identity().name());
      }
    }
    return ROOT;
  }
}
