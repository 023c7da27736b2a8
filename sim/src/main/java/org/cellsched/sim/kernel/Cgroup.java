package org.cellsched.sim.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/** A directory of the simulated cgroup tree (cgroup v2): cpuset, weight, children. */
public final class Cgroup {

  /** Default of {@code cpu.weight}. */
  public static final int DEFAULT_CPU_WEIGHT = 100;

  private final CgroupIdentity identity;
  private final @Nullable Cgroup parent;
  private final SortedMap<String, Cgroup> children = new TreeMap<>();

  /** What was written to {@code cpuset.cpus}; null if nothing was. */
  @Nullable CpuMask cpuset;

  int cpuWeight = DEFAULT_CPU_WEIGHT;

  /** What {@code cpu.max} says; null for {@code max}. */
  @Nullable CpuMax cpuMax;

  boolean removed;

  Cgroup(CgroupIdentity identity, @Nullable Cgroup parent) {
    this.identity = identity;
    this.parent = parent;
  }

  public CgroupIdentity identity() {
    return identity;
  }

  public @Nullable Cgroup parent() {
    return parent;
  }

  public int cpuWeight() {
    return cpuWeight;
  }

  /** The limit of CPU time for this cgroup's tasks and those below; null if it has none. */
  public @Nullable CpuMax cpuMax() {
    return cpuMax;
  }

  /** Children in order of name. */
  public Collection<Cgroup> children() {
    return Collections.unmodifiableCollection(children.values());
  }

  public @Nullable Cgroup child(String name) {
    return children.get(name);
  }

  /** Whether it was removed: its tasks, if any are left, belong to nobody. */
  public boolean isRemoved() {
    return removed;
  }

  /**
   * The constraint on its tasks: {@code cpuset.cpus.effective} if it or an ancestor sets {@code
   * cpuset.cpus}, else null. A set that shares no CPU with its ancestors' gives way to theirs, as
   * in kernel/cgroup/cpuset.c.
   */
  public @Nullable CpuMask constraint() {
    CpuMask inherited = parent == null ? null : parent.constraint();
    if (cpuset == null || inherited == null) {
      return cpuset == null ? inherited : cpuset;
    }
    CpuMask both = cpuset.and(inherited);
    return both.isEmpty() ? inherited : both;
  }

  void add(Cgroup child) {
    children.put(child.identity.name(), child);
  }

  void remove(Cgroup child) {
    children.remove(child.identity.name());
  }

  /** Whether {@code ancestor} is this cgroup or above it. */
  public boolean isAtOrBelow(Cgroup ancestor) {
    for (Cgroup cgroup = this; cgroup != null; cgroup = cgroup.parent) {
      if (cgroup == ancestor) {
        return true;
      }
    }
    return false;
  }

  /** This cgroup and all below it, parents before children, siblings by name. */
  public List<Cgroup> subtree() {
    List<Cgroup> all = new ArrayList<>();
    all.add(this);
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).children.values());
    }
    return all;
  }

  @Override
  public String toString() {
    return identity.path();
  }
}
