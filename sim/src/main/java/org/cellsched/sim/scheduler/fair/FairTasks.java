package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/** The tasks and groups of the fair class, by the kernel's. */
final class FairTasks {

  private final int cpuCount;
  private final long sliceNs;
  private final long mostLagNs;
  private final List<@Nullable FairTask> tasks = new ArrayList<>();

  /** By inode: a cgroup that is made again is another one. */
  private final SortedMap<Long, FairGroup> groups = new TreeMap<>();

  /**
   * @param mostLagNs what a task may be owed, or owe, at most when it leaves its CPU
   */
  FairTasks(int cpuCount, long sliceNs, long mostLagNs) {
    this.cpuCount = cpuCount;
    this.sliceNs = sliceNs;
    this.mostLagNs = mostLagNs;
  }

  void add(Task task) {
    while (tasks.size() <= task.id()) {
      tasks.add(null);
    }
    FairTask added = new FairTask(task, group(task.cgroup()));
    added.entity.weight = weightOf(task);
    added.chargedNs = task.ranNs();
    tasks.set(task.id(), added);
  }

  FairTask of(Task task) {
    FairTask known = tasks.get(task.id());
    if (known == null) {
      throw new IllegalStateException(task + " has not started");
    }
    return known;
  }

  static long weightOf(Task task) {
    return task.loadWeight() * (Entity.NICE_0_LOAD / Task.NICE_0_LOAD_WEIGHT);
  }

  /** The group of a cgroup, made with those above if it is new. */
  FairGroup group(Cgroup cgroup) {
    FairGroup known = groups.get(cgroup.identity().inode());
    if (known != null) {
      return known;
    }
    groups.values().removeIf(group -> group.cgroup.isRemoved());
    FairGroup parent = cgroup.parent() == null ? null : group(cgroup.parent());
    FairGroup made = new FairGroup(cgroup, parent, cpuCount, sliceNs, mostLagNs);
    groups.put(cgroup.identity().inode(), made);
    return made;
  }

  /** All groups, by age. */
  List<FairGroup> groups() {
    return List.copyOf(groups.values());
  }
}
