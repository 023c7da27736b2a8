package org.cellsched.sim.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/**
 * Work conservation and reclaim: who waits while CPUs idle, and which borrowers keep what its owner
 * wants. Each event costs O(classes of tasks that wait), which are few; see {@link WaitingClass}.
 */
public final class WaitingChecker implements KernelObserver {

  /**
   * What makes two tasks alike.
   *
   * @param placed false for one whose cgroup the plan does not know, though it may know the name:
   *     it is in the root cell
   */
  private record Key(int tenant, CpuMask affinity, boolean placed) {}

  private static final long NOT_BORROWED = Long.MAX_VALUE;

  private final int cpuCount;
  private final Tenants tenants;
  private final Ownership ownership;
  private final Violations violations;
  private final Bounds bounds;
  private final Map<Key, WaitingClass> classes = new LinkedHashMap<>();
  private final List<WaitingClass> waitingNow = new ArrayList<>();
  private final long[] idle;

  /** Summed up over the classes that wait: how many idle CPUs each could use. */
  private int wantedIdle;

  /** Idle CPUs that somebody who waits may use: each CPU once. */
  private int usableIdle;

  private long idleBesideNs;
  private long accruedNs;

  /**
   * Since when there has always been an idle CPU beside somebody who waits; now if there is none.
   */
  private long stretchSinceNs;

  private boolean stretchReported;

  /** By CPU: since when a borrower has been on it. */
  private final long[] borrowedSinceNs;

  private final @Nullable Task[] onCpu;
  private @Nullable WaitingClass[] classOfTask = new @Nullable WaitingClass[0];
  private boolean[] waits = new boolean[0];

  /** By task: whether it waits in the local queue of a CPU that was claimed for it. */
  private boolean[] onClaimedCpu = new boolean[0];

  private @Nullable Task[] tasks = new @Nullable Task[0];
  private final @Nullable Cpu[] cpus;

  public WaitingChecker(
      int cpuCount, Tenants tenants, Ownership ownership, Violations violations, Bounds bounds) {
    this.cpuCount = cpuCount;
    this.tenants = tenants;
    this.ownership = ownership;
    this.violations = violations;
    this.bounds = bounds;
    idle = CpuMask.firstCpus(cpuCount).toWords(cpuCount + 63 >>> 6);
    onCpu = new @Nullable Task[cpuCount];
    cpus = new @Nullable Cpu[cpuCount];
    borrowedSinceNs = new long[cpuCount];
    Arrays.fill(borrowedSinceNs, NOT_BORROWED);
  }

  /** CPU time that CPUs idled beside eligible waiting tasks of the tenant, up to {@code nowNs}. */
  public long idleWhileWaitingNs(int tenant, long nowNs) {
    long sum = 0;
    for (WaitingClass waitingClass : classes.values()) {
      if (waitingClass.tenant == tenant) {
        waitingClass.accrue(nowNs);
        sum += waitingClass.idleBesideNs();
      }
    }
    return sum;
  }

  /**
   * The same for all tenants, each CPU counted once at any moment: less than their sum where
   * several wait for the same one.
   */
  public long idleWhileWaitingNs(long nowNs) {
    accrue(nowNs);
    return idleBesideNs;
  }

  private void accrue(long nowNs) {
    // Not simply all who wait: a crowd may wait for one busy CPU beside many that are idle. Still a
    // bound from above, as classes that want the same CPU may count for others.
    int beside = Math.min(wantedIdle, usableIdle);
    idleBesideNs += beside * (nowNs - accruedNs);
    accruedNs = nowNs;
    if (beside == 0) {
      stretchSinceNs = nowNs;
      stretchReported = false;
    } else {
      checkStretch(nowNs);
    }
  }

  private void checkStretch(long nowNs) {
    Long limitNs = bounds.idleStretchNs();
    if (limitNs != null && !stretchReported && nowNs - stretchSinceNs > limitNs) {
      stretchReported = true;
      violations.add(
          Rule.IDLE_STRETCH,
          nowNs,
          "CPUs have idled beside tasks that wait and may use them for %s"
              .formatted(Violations.beyond(nowNs - stretchSinceNs, limitNs)));
    }
  }

  private void countIdleBeside() {
    wantedIdle = 0;
    for (int i = 0; i < waitingNow.size(); i++) {
      wantedIdle += waitingNow.get(i).wantedIdle();
    }
    usableIdle = 0;
    for (int word = 0; word < idle.length; word++) {
      long usable = 0;
      for (int i = 0; (idle[word] & ~usable) != 0 && i < waitingNow.size(); i++) {
        usable |= waitingNow.get(i).eligible[word];
      }
      usableIdle += Long.bitCount(idle[word] & usable);
    }
  }

  /** The plan in force changed. O(tasks). */
  public void ownershipChanged(long nowNs) {
    for (Task task : tasks) {
      if (task != null && !classOf(task).placed && ownership.isAssigned(task)) {
        reclassified(nowNs, task);
      }
    }
    accrue(nowNs);
    for (WaitingClass waitingClass : classes.values()) {
      waitingClass.accrue(nowNs);
      waitingClass.refresh(ownership);
      waitingClass.eligibleIdle = countIdle(waitingClass);
    }
    countIdleBeside();
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      noteBorrowing(nowNs, cpu);
    }
  }

  /** Who started on its own CPU becomes a borrower when that changes hands, and the reverse. */
  private void noteBorrowing(long nowNs, int cpu) {
    Task task = onCpu[cpu];
    if (task == null || !borrows(task, cpu)) {
      borrowedSinceNs[cpu] = NOT_BORROWED;
    } else if (borrowedSinceNs[cpu] == NOT_BORROWED) {
      borrowedSinceNs[cpu] = nowNs;
    }
  }

  private boolean borrows(Task task, int cpu) {
    return !isAtHome(task, cpu) && ownership.borrowableOf(livesWith(task)).contains(cpu);
  }

  /** A task whose affinity excludes its whole cell borrows nothing: it must run among strangers. */
  private boolean isAtHome(Task task, int cpu) {
    int livesWith = livesWith(task);
    return ownership.owns(livesWith, cpu)
        || !task.affinity().intersects(ownership.primaryOf(livesWith));
  }

  private int livesWith(Task task) {
    return classOf(task).livesWith();
  }

  @Override
  public void woke(long nowNs, Task task) {
    beginWait(nowNs, task);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    if (waits[task.id()]) {
      endWait(nowNs, task);
    }
    onCpu[cpu.id()] = task;
    noteBorrowing(nowNs, cpu.id());
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    checkReclaim(nowNs, cpu.id(), task);
    onCpu[cpu.id()] = null;
    borrowedSinceNs[cpu.id()] = NOT_BORROWED;
    if (runnable) {
      beginWait(nowNs, task);
    }
  }

  /**
   * Whoever takes a CPU back that nobody borrows may leave alone one that somebody does. CPUs that
   * have just changed hands are on their way to their owner anyway; and a borrower that lost its
   * right to the CPU, and is still there, leaves it to the owner.
   */
  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    if (task != null && bounds.callbacksOverlap()) {
      notePlace(decision, task);
    }
    if (decision != Decision.RECLAIMED
        || bounds.callbacksOverlap()
        || nowNs - ownership.appliedNs() <= bounds.handOverNs()) {
      return;
    }
    Cpu taken = cpus[cpu];
    Task there = taken == null ? null : taken.current();
    if (there == null || isAtHome(there, cpu)) {
      violations.add(
          Rule.RECLAIMED_IN_VAIN,
          nowNs,
          "CPU %d was taken back for %s, and %s"
              .formatted(
                  cpu,
                  tenants.names().get(ownership.ownerOf(cpu)),
                  there == null ? "no task was on it" : there + " on it was no borrower"));
    }
  }

  private void notePlace(Decision decision, Task task) {
    if (decision.kind() == Decision.Kind.IDLE_FOUND) {
      onClaimedCpu[task.id()] = true;
    } else if (decision.kind() == Decision.Kind.QUEUED) {
      onClaimedCpu[task.id()] = false;
    }
  }

  @Override
  public void exited(long nowNs, Task task) {
    if (waits[task.id()]) {
      endWait(nowNs, task);
    }
  }

  /** No CPU is idle beside a throttled task: it may use none. */
  @Override
  public void throttled(long nowNs, Task task) {
    if (task.isThrottled() && waits[task.id()]) {
      endWait(nowNs, task);
    } else if (!task.isThrottled() && task.state() == TaskState.WAITING) {
      beginWait(nowNs, task);
    }
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    idle[cpu.id() >>> 6] |= 1L << cpu.id();
    idleChanged(nowNs, cpu.id(), 1);
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    cpus[cpu.id()] = cpu;
    idle[cpu.id() >>> 6] &= ~(1L << cpu.id());
    idleChanged(nowNs, cpu.id(), -1);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    if (task.id() >= waits.length) {
      int capacity = Math.max(task.id() + 1, waits.length * 2);
      waits = Arrays.copyOf(waits, capacity);
      onClaimedCpu = Arrays.copyOf(onClaimedCpu, capacity);
      classOfTask = Arrays.copyOf(classOfTask, capacity);
      tasks = Arrays.copyOf(tasks, capacity);
    }
    tasks[task.id()] = task;
    boolean waiting = waits[task.id()];
    if (waiting) {
      endWait(nowNs, task);
    }
    classify(task);
    if (waiting) {
      beginWait(nowNs, task);
    } else if (task.cpu() != Task.NO_CPU && onCpu[task.cpu()] == task) {
      noteBorrowing(nowNs, task.cpu());
    }
  }

  private void classify(Task task) {
    int tenant = tenants.of(task);
    boolean placed = tenant == Tenants.ROOT || ownership.isAssigned(task);
    classOfTask[task.id()] =
        classes.computeIfAbsent(new Key(tenant, task.affinity(), placed), this::newClass);
  }

  private WaitingClass newClass(Key key) {
    WaitingClass waitingClass =
        new WaitingClass(key.tenant(), key.placed(), key.affinity(), cpuCount);
    waitingClass.refresh(ownership);
    return waitingClass;
  }

  private WaitingClass classOf(Task task) {
    WaitingClass waitingClass = classOfTask[task.id()];
    if (waitingClass == null) {
      throw new IllegalStateException(task + " has not started");
    }
    return waitingClass;
  }

  private void beginWait(long nowNs, Task task) {
    if (waits[task.id()]) {
      return;
    }
    WaitingClass waitingClass = classOf(task);
    waits[task.id()] = true;
    onClaimedCpu[task.id()] = false;
    waitingClass.accrue(nowNs);
    accrue(nowNs);
    if (waitingClass.waiting++ == 0) {
      waitingClass.waitingSinceNs = nowNs;
      waitingClass.eligibleIdle = countIdle(waitingClass);
      waitingClass.position = waitingNow.size();
      waitingNow.add(waitingClass);
      countIdleBeside();
    } else if (waitingClass.waiting <= waitingClass.eligibleIdle) {
      wantedIdle++;
    }
  }

  private void endWait(long nowNs, Task task) {
    WaitingClass waitingClass = classOf(task);
    waits[task.id()] = false;
    waitingClass.accrue(nowNs);
    accrue(nowNs);
    if (--waitingClass.waiting == 0) {
      WaitingClass last = waitingNow.removeLast();
      if (last != waitingClass) {
        waitingNow.set(waitingClass.position, last);
        last.position = waitingClass.position;
      }
      countIdleBeside();
    } else if (waitingClass.waiting < waitingClass.eligibleIdle) {
      wantedIdle--;
    }
  }

  private void idleChanged(long nowNs, int cpu, int by) {
    accrue(nowNs);
    boolean usable = false;
    for (int i = 0; i < waitingNow.size(); i++) {
      WaitingClass waitingClass = waitingNow.get(i);
      if (waitingClass.mayUse(cpu)) {
        waitingClass.accrue(nowNs);
        wantedIdle -= waitingClass.wantedIdle();
        waitingClass.eligibleIdle += by;
        wantedIdle += waitingClass.wantedIdle();
        usable = true;
      }
    }
    usableIdle += usable ? by : 0;
  }

  private int countIdle(WaitingClass waitingClass) {
    int count = 0;
    for (int word = 0; word < idle.length; word++) {
      count += Long.bitCount(idle[word] & waitingClass.eligible[word]);
    }
    return count;
  }

  /** Looks at every CPU: a borrower that never stops makes no event. */
  public void sweep(long nowNs, List<Cpu> cpus) {
    for (Cpu cpu : cpus) {
      Task task = cpu.current();
      if (task != null) {
        checkReclaim(nowNs, cpu.id(), task);
      }
    }
  }

  /** How long the borrower and a waiting task of the owner were there together. */
  private void checkReclaim(long nowNs, int cpu, Task borrower) {
    Long boundNs = bounds.reclaimNs();
    if (boundNs == null || borrowedSinceNs[cpu] == NOT_BORROWED || !borrows(borrower, cpu)) {
      return;
    }
    long since = Math.max(borrowedSinceNs[cpu], ownership.appliedNs() + bounds.handOverNs());
    int owner = ownership.ownerOf(cpu);
    for (int i = 0; i < waitingNow.size(); i++) {
      WaitingClass waitingClass = waitingNow.get(i);
      if (waitingClass.tenant == owner
          && waitingClass.owns(cpu)
          && nowNs - Math.max(since, waitingClass.waitingSinceNs) > boundNs) {
        Arrays.stream(tasks)
            .filter(Objects::nonNull)
            .filter(task -> wantsCpu(task, waitingClass))
            .mapToLong(task -> nowNs - Math.max(since, task.waitingSinceNs()))
            .filter(togetherNs -> togetherNs > boundNs)
            .max()
            .ifPresent(togetherNs ->
                report(nowNs, cpu, borrower, owner, Violations.beyond(togetherNs, boundNs)));
      }
    }
  }

  /**
   * Whether the task waits as one of a class, and for any CPU of its cell. One that was about to
   * start on an idle CPU when a higher class took that waits for it alone, and no scheduler hears
   * of it; nor does it of two that claimed one idle CPU, as they may where callbacks overlap. One
   * in a cgroup that the plan does not know yet is no member of the cell.
   */
  private boolean wantsCpu(Task task, WaitingClass waitingClass) {
    Cpu cpu = task.cpu() == Task.NO_CPU ? null : cpus[task.cpu()];
    return waits[task.id()]
        && classOfTask[task.id()] == waitingClass
        && !onClaimedCpu[task.id()]
        && (cpu == null || !(bounds.callbacksOverlap() ? cpu.keeps(task) : cpu.detains(task)))
        && (waitingClass.tenant == Tenants.ROOT || ownership.isAssigned(task));
  }

  private void report(long nowNs, int cpu, Task borrower, int owner, String howLong) {
    violations.add(
        Rule.RECLAIM,
        nowNs,
        "%s kept CPU %d while a task of %s waited for %s"
            .formatted(borrower, cpu, tenants.names().get(owner), howLong));
  }
}
