package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Which limits of CPU time ({@code cpu.max}) were not kept. Under sched_ext the kernel does not
 * enforce them, the scheduler must; whether it does shows by what the tasks got.
 *
 * <p>A limit is ignored if in some stretch of time the cgroup's tasks got more than an enforced
 * limit can give: what the rate allows in that time, the quotas of the two periods that the stretch
 * cuts, and on each CPU one turn, which only a tick ends. Each charge costs O(depth of the cgroup).
 */
public final class CpuMaxWatch implements KernelObserver {

  /**
   * A limit that was not kept, and the stretch that shows it best.
   *
   * @param usedNs CPU time that the cgroup's tasks, and those below, got in it
   */
  public record Ignored(Cgroup cgroup, CpuMax limit, long fromNs, long toNs, long usedNs) {}

  /** One limit of one cgroup, in force. */
  private static final class Watched {
    final Cgroup cgroup;
    final CpuMax limit;

    /** The stretch that is looked at: the one with the most above the rate that ends now. */
    long fromNs;

    long usedNs;
    long worstExcessNs;
    @Nullable Ignored worst;

    Watched(Cgroup cgroup, CpuMax limit) {
      this.cgroup = cgroup;
      this.limit = limit;
    }

    void charge(long nowNs, long ranNs) {
      long beganNs = nowNs - ranNs;
      if (beganNs >= fromNs && usedNs <= limit.allowedNs(beganNs - fromNs)) {
        fromNs = beganNs;
        usedNs = 0;
      }
      usedNs += ranNs;
      long excessNs = usedNs - limit.allowedNs(nowNs - fromNs);
      if (excessNs > worstExcessNs) {
        worstExcessNs = excessNs;
        worst = new Ignored(cgroup, limit, fromNs, nowNs, usedNs);
      }
    }
  }

  private final long turnsNs;

  /** By inode: a cgroup that is made again is another one. */
  private final SortedMap<Long, Watched> watched = new TreeMap<>();

  private final List<Ignored> ended = new ArrayList<>();

  public CpuMaxWatch(int cpuCount, Bounds bounds) {
    turnsNs = cpuCount * (bounds.sliceNs() + bounds.tickNs());
  }

  @Override
  public void limited(long nowNs, Cgroup cgroup) {
    Watched before = watched.remove(cgroup.identity().inode());
    if (before != null) {
      addIfIgnored(before, ended);
    }
    CpuMax limit = cgroup.cpuMax();
    if (limit != null) {
      Watched now = new Watched(cgroup, limit);
      now.fromNs = nowNs;
      watched.put(cgroup.identity().inode(), now);
    }
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    if (watched.isEmpty()) {
      return;
    }
    for (Cgroup at = task.cgroup(); at != null; at = at.parent()) {
      Watched limited = watched.get(at.identity().inode());
      if (limited != null) {
        limited.charge(nowNs, ranNs);
      }
    }
  }

  private void addIfIgnored(Watched limited, List<Ignored> ignored) {
    if (limited.worst != null && limited.worstExcessNs > 2 * limited.limit.quotaNs() + turnsNs) {
      ignored.add(limited.worst);
    }
  }

  /** The limits that were not kept: those that ended first, then by age of the cgroup. */
  public List<Ignored> ignored() {
    List<Ignored> ignored = new ArrayList<>(ended);
    watched.values().forEach(limited -> addIfIgnored(limited, ignored));
    return List.copyOf(ignored);
  }
}
