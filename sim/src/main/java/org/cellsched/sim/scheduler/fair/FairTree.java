package org.cellsched.sim.scheduler.fair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kfuncs;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * The lines of all cgroups on all CPUs: on each CPU a tree of them, from the root cgroup's line
 * down to tasks. A line is in the one above while it has something to run and cpu.max allows it.
 */
final class FairTree {

  private final Kfuncs kernel;
  private final int cpuCount;
  private final long sliceNs;
  private @Nullable Entity[] ofTask = new @Nullable Entity[0];
  private final SortedMap<Long, GroupLines> byInode = new TreeMap<>();

  FairTree(Kfuncs kernel, long sliceNs) {
    this.kernel = kernel;
    this.cpuCount = kernel.topology().cpuCount();
    this.sliceNs = sliceNs;
  }

  /** What the kernel knows of the task as an entity. */
  Entity of(Task task) {
    if (task.id() >= ofTask.length) {
      ofTask = Arrays.copyOf(ofTask, Math.max(task.id() + 1, 2 * ofTask.length));
    }
    Entity known = ofTask[task.id()];
    if (known == null) {
      known = new Entity(task, null);
      ofTask[task.id()] = known;
    }
    return known;
  }

  /** The lines of a cgroup, made when first asked for. */
  GroupLines of(Cgroup cgroup) {
    GroupLines known = byInode.get(cgroup.identity().inode());
    if (known != null) {
      return known;
    }
    Cgroup above = cgroup.parent();
    GroupLines made = new GroupLines(cgroup, above == null ? null : of(above), cpuCount, sliceNs);
    byInode.put(cgroup.identity().inode(), made);
    return made;
  }

  private static Iterable<FairLine> upwards(FairLine from) {
    List<FairLine> path = new ArrayList<>();
    for (FairLine line = from; line != null; line = above(line)) {
      path.add(line);
    }
    return path;
  }

  private static @Nullable FairLine above(FairLine line) {
    GroupLines parent = line.owner.parent;
    return parent == null ? null : parent.onCpu[line.cpu];
  }

  /** enqueue_task_fair: the entity wants this CPU, and with it the lines above. */
  void enter(Entity entity, FairLine line) {
    line.add(entity);
    for (FairLine at : upwards(line)) {
      reshare(at);
      FairLine above = above(at);
      boolean joins = !at.isEmpty() && !at.throttled;
      if (joins && above != null && at.entity != null && at.entity.line == null) {
        above.add(at.entity);
      }
    }
  }

  /** dequeue_task_fair; does nothing if it is in no line. */
  void leave(Entity entity) {
    FairLine line = entity.line;
    if (line == null) {
      return;
    }
    line.remove(entity);
    for (FairLine at : upwards(line)) {
      Entity group = at.entity;
      if (at.isEmpty() && group != null && group.line != null) {
        group.line.remove(group);
      }
      if (at.isEmpty() && at.owner.bandwidth != null) {
        at.owner.bandwidth.takeBack(at);
      }
      reshare(at);
    }
  }

  /** update_cfs_group: the line's part of its cgroup's weight, as of now. */
  private static void reshare(FairLine line) {
    Entity group = line.entity;
    if (group == null) {
      return;
    }
    long weight = line.owner.shareOf(line);
    if (group.line != null) {
      group.line.reweigh(group, weight);
    } else {
      group.weight = weight;
    }
  }

  /** Takes the task's weight, and those of the cgroups above it, as they are now. */
  void reweigh(Entity entity, long weight) {
    FairLine line = entity.line;
    if (line == null) {
      entity.weight = weight;
      return;
    }
    line.reweigh(entity, weight);
    upwards(line).forEach(FairTree::reshare);
  }

  /** update_curr on all levels. */
  void charge(Entity entity, long ranNs) {
    Entity at = entity;
    while (at != null && at.line != null) {
      at.line.charge(at, ranNs);
      at = at.line.entity;
    }
  }

  /**
   * pick_next_task_fair: from the root down, at each level by EEVDF. A line that may use no more of
   * what cpu.max allows is throttled on the way.
   */
  @Nullable Entity pick(FairLine root) {
    FairLine line = root;
    while (true) {
      Entity picked = line.pick();
      if (picked == null || picked.group == null) {
        return picked;
      }
      reshare(picked.group);
      line = picked.group;
      if (!isSupplied(line)) {
        throttle(line);
        line = root;
      }
    }
  }

  private boolean isSupplied(FairLine line) {
    Bandwidth bandwidth = line.owner.bandwidth;
    return bandwidth == null || bandwidth.supply(line, kernel.nowNs());
  }

  /** throttle_cfs_rq. */
  private void throttle(FairLine line) {
    line.throttled = true;
    if (line.entity != null) {
      leave(line.entity);
    }
    tell(line);
  }

  /** unthrottle_cfs_rq. */
  void unthrottle(FairLine line) {
    line.throttled = false;
    FairLine above = above(line);
    if (above != null && line.entity != null && !line.isEmpty()) {
      enter(line.entity, above);
    }
    tell(line);
    kernel.kickIdle(line.cpu);
  }

  /** Marks the waiting tasks at and below a line as throttled, or no longer. */
  private void tell(FairLine line) {
    for (Entity each : line.entities()) {
      if (each.group != null) {
        tell(each.group);
      } else if (each.task != null && each.task.state() == TaskState.WAITING) {
        kernel.setThrottled(each.task, isThrottled(each));
      }
    }
  }

  /** Whether the entity's line, or one above, is throttled. */
  boolean isThrottled(Entity entity) {
    FairLine from = entity.line;
    if (from != null) {
      for (FairLine line : upwards(from)) {
        if (line.throttled) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * For how long a picked task may run: until it, or a group above it, has been served one request
   * while others want the CPU, or has used up what cpu.max allows. The tick that finds it so ends
   * its turn.
   */
  long turnNs(Entity picked) {
    long turnNs = sliceNs;
    Entity at = picked;
    while (at != null && at.line != null) {
      FairLine line = at.line;
      if (line.entities().size() > 1) {
        turnNs = Math.min(turnNs, at.realNs(at.deadlineNs - at.vruntimeNs));
      }
      if (line.owner.bandwidth != null) {
        turnNs = Math.min(turnNs, line.quotaLeftNs);
      }
      at = line.entity;
    }
    return Math.max(1, turnNs);
  }

  /** task_h_load: the task's part of all weight on its CPU, on the root's scale. */
  static long loadOf(Entity entity) {
    long load = entity.weight;
    FairLine line = entity.line;
    while (line != null && line.entity != null) {
      load = load * line.entity.weight / Math.max(1, line.weightSum());
      line = line.entity.line;
    }
    return load;
  }
}
