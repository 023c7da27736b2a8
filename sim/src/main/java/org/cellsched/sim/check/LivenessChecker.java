package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;

/**
 * Liveness: nobody who wants a CPU is in no queue, or waits too long.
 *
 * <p>Unless the scenario states a bound, it is derived: each competitor may get one slice, which a
 * tick ends, for each time that its weight exceeds the waiter's; they share the CPUs that the
 * waiter may use; all doubled, because a wait may begin behind the whole queue and competitors may
 * wake. They get a third turn before one whose cell, affinity or plan changed in its last turn: if
 * that takes it from the line of a CPU into its cell's queue, or back, what it ran counts twice, as
 * its own and in the clock of the queue that it joins. Time that higher classes took and one
 * hand-over come on top. While cpu.max keeps a task from all CPUs it does not wait for one.
 */
public final class LivenessChecker implements KernelObserver {

  /** More than any run is long. */
  private static final long MOST_PARTS = 1_000_000_000;

  private static final long LEAST_SLACK_NS = 30_000_000;

  private final Tenants tenants;
  private final Ownership ownership;
  private final Violations violations;
  private final Bounds bounds;
  private int[] liveOfTenant = new int[1];
  private int live;

  /**
   * The most that were alive at once: those that a long wait began behind may be gone by its end.
   */
  private int[] mostOfTenant = new int[1];

  private int most;
  private int mostPinned;

  /** Live tasks that chose their CPUs: they may wait for those of any cell. */
  private int livePinned;

  /** By tenant: whether a task of it was ever confined. */
  private boolean[] confined = new boolean[1];

  private int maxWeight = 1;
  private int minWeight = Integer.MAX_VALUE;
  private int maxLoadWeight = 1;
  private long takenNs;
  private boolean[] known = new boolean[0];
  private boolean[] pinned = new boolean[0];
  private int[] tenantOfTask = new int[0];
  private long[] reclassifiedNs = new long[0];

  private long[] startedNs = new long[0];

  /** By task: whether its cell, affinity or plan changed in its last turn. */
  private boolean[] changedInTurn = new boolean[0];

  /** By task: its least weight since it began to wait, in its cell and in the root cell. */
  private int[] leastWeight = new int[0];

  private int[] leastWeightInRootCell = new int[0];

  /** By task: whether it may have been given another weight while it keeps its place in a line. */
  private boolean[] changedInLine = new boolean[0];

  /** By task: its weight without that of its cgroups. */
  private int[] ownWeight = new int[0];

  private final List<Task> reported = new ArrayList<>();

  public LivenessChecker(
      Tenants tenants, Ownership ownership, Violations violations, Bounds bounds) {
    this.tenants = tenants;
    this.ownership = ownership;
    this.violations = violations;
    this.bounds = bounds;
  }

  /** A higher class will have taken this much time of some CPU. */
  public void taken(long durationNs) {
    takenNs += durationNs;
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (task.id() >= known.length) {
      int capacity = Math.max(task.id() + 1, known.length * 2);
      known = Arrays.copyOf(known, capacity);
      pinned = Arrays.copyOf(pinned, capacity);
      tenantOfTask = Arrays.copyOf(tenantOfTask, capacity);
      reclassifiedNs = Arrays.copyOf(reclassifiedNs, capacity);
      startedNs = Arrays.copyOf(startedNs, capacity);
      changedInTurn = Arrays.copyOf(changedInTurn, capacity);
      leastWeight = Arrays.copyOf(leastWeight, capacity);
      leastWeightInRootCell = Arrays.copyOf(leastWeightInRootCell, capacity);
      changedInLine = Arrays.copyOf(changedInLine, capacity);
      ownWeight = Arrays.copyOf(ownWeight, capacity);
    }
    reclassifiedNs[task.id()] = nowNs;
    if (known[task.id()]) {
      count(tenantOfTask[task.id()], -1);
      countPinned(pinned[task.id()] ? -1 : 0);
    }
    known[task.id()] = true;
    pinned[task.id()] = task.isPinned();
    countPinned(pinned[task.id()] ? 1 : 0);
    tenantOfTask[task.id()] = tenants.of(task);
    count(tenants.of(task), 1);
    confined[tenants.of(task)] |= task.isConfined();
    boolean waits = task.state() == TaskState.WAITING && leastWeight[task.id()] > 0;
    changedInLine[task.id()] = waits && !isPlacedAnew(task);
    ownWeight[task.id()] = task.weight();
    weigh(task, changedInLine[task.id()]);
    maxLoadWeight = Math.max(maxLoadWeight, task.loadWeight());
  }

  /**
   * Whether a change takes the task out of its line and puts it back by what it owes at its new
   * weight: one of its own weight does, with cells. Where callbacks overlap it may be on its way
   * into the line just then.
   */
  private boolean isPlacedAnew(Task task) {
    return task.weight() != ownWeight[task.id()]
        && ownership.hasPlan()
        && !bounds.callbacksOverlap();
  }

  /** What waits keeps its place in the line when its weight grows: the lightest weight counts. */
  private void weigh(Task task, boolean waits) {
    int weight = tenants.weightOf(task);
    int inRootCell = tenants.weightInRootCell(task);
    maxWeight = Math.max(maxWeight, Math.max(weight, inRootCell));
    minWeight = Math.min(minWeight, Math.min(weight, inRootCell));
    leastWeight[task.id()] = waits ? Math.min(leastWeight[task.id()], weight) : weight;
    leastWeightInRootCell[task.id()] =
        waits ? Math.min(leastWeightInRootCell[task.id()], inRootCell) : inRootCell;
  }

  /** An interrupt takes time from whoever runs or waits there. */
  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    takenNs += ns;
  }

  private void count(int tenant, int by) {
    if (tenant >= liveOfTenant.length) {
      liveOfTenant = Arrays.copyOf(liveOfTenant, tenant + 1);
      mostOfTenant = Arrays.copyOf(mostOfTenant, tenant + 1);
      confined = Arrays.copyOf(confined, tenant + 1);
    }
    liveOfTenant[tenant] += by;
    live += by;
    mostOfTenant[tenant] = Math.max(mostOfTenant[tenant], liveOfTenant[tenant]);
    most = Math.max(most, live);
  }

  private void countPinned(int by) {
    livePinned += by;
    mostPinned = Math.max(mostPinned, livePinned);
  }

  @Override
  public void exited(long nowNs, Task task) {
    count(tenantOfTask[task.id()], -1);
    known[task.id()] = false;
    countPinned(pinned[task.id()] ? -1 : 0);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    long waitedNs = runsFromNs - waitsSinceNs(task) - task.throttledNs(nowNs);
    // The derivation costs more than this test, which nearly every start passes.
    if (waitedNs > bounds.sliceNs() + bounds.tickNs() || bounds.maxWaitNs() != null) {
      check(nowNs, task, waitedNs);
    }
    if (changedInLine[task.id()]) {
      changedInLine[task.id()] = false;
      weigh(task, false);
    }
    startedNs[task.id()] = nowNs;
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    long changedNs = Math.max(reclassifiedNs[task.id()], ownership.appliedNs());
    changedInTurn[task.id()] = changedNs >= startedNs[task.id()];
  }

  /** Looks at every task: one that never starts makes no event. */
  public void sweep(long nowNs, List<Task> tasks) {
    long[] leastBoundNs = new long[liveOfTenant.length];
    Arrays.setAll(leastBoundNs, this::leastBoundNs);
    for (Task task : tasks) {
      if (task.state() != TaskState.WAITING) {
        continue;
      }
      if (!task.isQueued()) {
        violations.add(Rule.LOST_TASK, nowNs, task + " waits and is in no queue");
      }
      if (nowNs - task.waitingSinceNs() > leastBoundNs[tenants.of(task)]) {
        check(nowNs, task, nowNs - waitsSinceNs(task) - task.throttledNs(nowNs));
      }
    }
  }

  /** What every task of the tenant may wait for; most have not yet. */
  private long leastBoundNs(int tenant) {
    if (bounds.maxWaitNs() != null || bounds.sharesByCgroup()) {
      return 0;
    }
    return lineBoundNs(mostOfTenant[tenant], cpusOfOneQueue(ownership.primaryOf(tenant)), 2);
  }

  /** Since when it has waited under the conditions of now: with this weight, cell and affinity. */
  private long waitsSinceNs(Task task) {
    return Math.max(task.waitingSinceNs(), reclassifiedNs[task.id()]);
  }

  private void check(long nowNs, Task task, long waitedNs) {
    if (waitedNs > boundNs(task) && !reported.contains(task)) {
      reported.add(task);
      violations.add(
          Rule.MAX_WAIT,
          nowNs,
          "%s of %s has waited %s"
              .formatted(
                  task,
                  tenants.names().get(tenants.of(task)),
                  Violations.beyond(waitedNs, boundNs(task))));
    }
  }

  /** How many CPUs serve a cell's queue: where there is one per LLC, those of the smallest part. */
  private int cpusOfOneQueue(CpuMask primary) {
    Topology llcs = bounds.llcsWithOwnQueues();
    int fewest = primary.size();
    for (int llc = 0; llcs != null && llc < llcs.llcCount(); llc++) {
      int part = primary.and(llcs.llcMask(llc)).size();
      fewest = part == 0 ? fewest : Math.min(fewest, part);
    }
    return Math.max(1, fewest);
  }

  /**
   * Where cgroups share by weight: the waiter has one part in so many of its CPU, at worst: on each
   * level all siblings want that CPU, and all of the tenant's other tasks have theirs elsewhere, so
   * that its cgroup has only its part of the share there. Its turn comes when the others have had
   * their parts; doubled as below.
   */
  private long sharedBoundNs(Task task, long competitors) {
    int weight = task.loadWeight();
    long parts = competitors * ((maxLoadWeight + weight - 1L) / weight);
    for (Cgroup at = task.cgroup(); at.parent() != null; at = at.parent()) {
      long all = at.parent().children().stream().mapToLong(Cgroup::cpuWeight).sum();
      parts = Math.min(MOST_PARTS, parts * ((all + at.cpuWeight() - 1) / at.cpuWeight()));
    }
    return 2 * (parts + 1) * (bounds.sliceNs() + bounds.tickNs()) + slackNs() + takenNs;
  }

  /** Whether tasks that cpusets confine have no cell: they wait for CPUs of others' cells. */
  private boolean anyGuests() {
    for (int tenant = 0; tenant < confined.length; tenant++) {
      if (confined[tenant] && !ownership.hasCell(tenant)) {
        return true;
      }
    }
    return false;
  }

  /** One hand-over, be it ever so quick: the bound is for lines, and a CPU may serve two. */
  private long slackNs() {
    return Math.max(bounds.handOverNs(), LEAST_SLACK_NS);
  }

  /** The longest wait that can be explained, for this task behind the most competitors. */
  long boundNs(Task task) {
    Long stated = bounds.maxWaitNs();
    if (stated != null) {
      return stated;
    }
    int tenant = tenants.of(task);
    if (bounds.sharesByCgroup()) {
      return sharedBoundNs(task, mostOfTenant[tenant]);
    }
    // What waited in the root cell when the plan changed began behind everybody there, and with the
    // weight that it had there.
    boolean replanned = ownership.hasPlan() && ownership.appliedNs() > task.waitingSinceNs();
    boolean ownCell =
        ownership.hasPlan() && !replanned && tenant != Tenants.ROOT && ownership.hasCell(tenant);
    boolean guests = anyGuests();
    long competitors = ownCell && !guests ? mostOfTenant[tenant] + mostPinned : most;
    CpuMask primary = ownership.primaryOf(tenant);
    // A restricted task is bound to one CPU, and in the worst case all others are, too.
    boolean restricted = replanned || !primary.isSubsetOf(task.affinity());
    int cpus = restricted ? 1 : cpusOfOneQueue(primary);
    int own = ownCell ? leastWeight[task.id()] : leastWeightInRootCell[task.id()];
    // Where CPUs serve two lines, whoever is behind a light one waits until that has had its turn,
    // however much of the CPU the other line gets before.
    int weight = restricted || mostPinned > 0 || guests ? minWeight : own;
    long weightRatio = (maxWeight + weight - 1L) / weight;
    return lineBoundNs(competitors, cpus, (changedInTurn[task.id()] ? 3 : 2) * weightRatio);
  }

  /** For one line: everybody in it has so many turns on one of the CPUs. */
  private long lineBoundNs(long competitors, int cpus, long turnsOfEach) {
    long turns = (competitors + cpus - 1) / cpus + 1;
    return turns * turnsOfEach * (bounds.sliceNs() + bounds.tickNs()) + slackNs() + takenNs;
  }
}
