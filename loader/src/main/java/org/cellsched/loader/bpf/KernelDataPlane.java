package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.host.control.DataPlane;
import org.jspecify.annotations.Nullable;

/**
 * The data plane in the kernel: loads the scheduler's BPF object, publishes plans to it, and reads
 * its counters. The first plan is published before {@link #attach}. One thread.
 */
public final class KernelDataPlane implements DataPlane, AutoCloseable {

  private final Libbpf libbpf;
  private final BpfObject object;
  private final int cellLevel;
  private final int possibleCpus;
  private final BpfMap planInForce;
  private final BpfMap[] plans;
  private Replacement lastReplacement = new Replacement(0, 0, 0);
  private int spare;
  private @Nullable PublishedPlan published;

  /** What holds the scheduler and its tracepoint; empty while it is not attached. */
  private final List<MemorySegment> links = new ArrayList<>();

  private KernelDataPlane(Libbpf libbpf, BpfObject object, int cellLevel) throws BpfException {
    this.libbpf = libbpf;
    this.object = object;
    this.cellLevel = cellLevel;
    this.possibleCpus = libbpf.call("libbpf_num_possible_cpus");
    this.planInForce = object.map("plan_in_force");
    this.plans = new BpfMap[] {object.map("plan_a"), object.map("plan_b")};
  }

  /**
   * Loads the object into the kernel, which verifies it. Nothing is scheduled by it yet.
   *
   * @throws LoadException with the verifier's log
   */
  public static KernelDataPlane load(Libbpf libbpf, DataPlaneSetup setup) throws LoadException {
    try (Arena arena = Arena.ofConfined()) {
      BpfObject object = BpfObject.open(libbpf, setup.objectFile());
      MemorySegment ops = object.map("cells_ops").beforeLoad();
      ops.set(ValueLayout.JAVA_LONG, SharedLayout.Ops.HOTPLUG_SEQ, setup.hotplugSeq());
      int watchdogMs = (int) TimeUnit.NANOSECONDS.toMillis(setup.watchdogNs());
      ops.set(ValueLayout.JAVA_INT, SharedLayout.Ops.TIMEOUT_MS, watchdogMs);
      object.load();
      int self = (int) ProcessHandle.current().pid();
      object.map("config").put(0, SharedLayout.encode(setup, self, arena));
      return new KernelDataPlane(libbpf, object, setup.cellLevel());
    } catch (BpfException e) {
      throw new LoadException(e, libbpf.log());
    }
  }

  /** Makes it the machine's scheduler. */
  public void attach() throws LoadException {
    try {
      links.add(object.attach("cells_cgroup_attach_task"));
      links.add(object.map("cells_ops").attach());
    } catch (BpfException e) {
      throw new LoadException(e, libbpf.log());
    }
  }

  /**
   * What a publication left to do: queued tasks that moved, CPUs that were kicked, and how long it
   * took.
   */
  public record Replacement(int moved, int kicked, long tookNs) {}

  @Override
  public void publish(PublishedPlan plan) {
    try (Arena arena = Arena.ofConfined()) {
      plans[spare].put(0, SharedLayout.encode(plan, cellLevel, arena));
      object.map("changed_cpus").put(0, SharedLayout.encode(changedCpus(plan), arena));
      planInForce.put(0, arena.allocateFrom(ValueLayout.JAVA_INT, plans[spare].descriptor()));
    } catch (BpfException e) {
      throw new RefusedException("the kernel did not take it: " + e.getMessage());
    }
    spare = 1 - spare;
    published = plan;
    if (!links.isEmpty()) {
      replace();
    }
  }

  /** CPUs whose owner the plan changes; where there was no plan, all were the root cell's. */
  private CpuMask changedCpus(PublishedPlan plan) {
    CpuMask changed = CpuMask.none();
    PublishedPlan before = published;
    for (CellAllocation cell : plan.plan().cells()) {
      CpuMask had =
          before == null || before.plan().find(cell.id()) == null
              ? CpuMask.none()
              : before.plan().primaryOf(cell.id());
      changed = changed.or(cell.primary().andNot(had));
    }
    return changed;
  }

  /** Moves what the plan before left in queues where it does not belong, and kicks CPUs. */
  private void replace() {
    long beganNs = System.nanoTime();
    int moved = 0;
    try {
      for (int queue = nextQueued(0); queue < SharedLayout.MAX_QUEUES; ) {
        moved += run("cells_replace_queued", queue);
        queue = nextQueued(queue + 1);
      }
      int kicked = object.run("cells_kick_changed", null);
      lastReplacement = new Replacement(moved, kicked, System.nanoTime() - beganNs);
    } catch (BpfException e) {
      throw new IllegalStateException("tasks cannot be re-placed: " + e.getMessage(), e);
    }
  }

  private int nextQueued(int from) throws BpfException {
    return run("cells_next_queued", from);
  }

  private int run(String program, int argument) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      return object.run(program, arena.allocateFrom(ValueLayout.JAVA_INT, argument));
    }
  }

  /** What the last publication left to do. */
  public Replacement lastReplacement() {
    return lastReplacement;
  }

  @Override
  public List<CellCounters> counters() {
    List<CellCounters> cells = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      BpfMap counters = object.map("counters");
      MemorySegment perCpu = arena.allocate((long) SharedLayout.Counters.SIZE * possibleCpus);
      for (int cell : cellsAndRetiring()) {
        counters.get(cell, perCpu);
        cells.add(
            new CellCounters(
                new CellId(cell),
                sum(perCpu, SharedLayout.Counters.RUN_NS),
                sum(perCpu, SharedLayout.Counters.WAIT_NS),
                sum(perCpu, SharedLayout.Counters.RESTRICTED_WAIT_NS),
                sum(perCpu, SharedLayout.Counters.BORROWED_NS),
                sum(perCpu, SharedLayout.Counters.LENT_NS)));
      }
    } catch (BpfException e) {
      throw new IllegalStateException("counters cannot be read: " + e.getMessage(), e);
    }
    return cells;
  }

  private TreeSet<Integer> cellsAndRetiring() {
    TreeSet<Integer> cells = new TreeSet<>();
    if (published != null) {
      published.plan().cells().stream()
          .map(CellAllocation::id)
          .forEach(id -> cells.add(id.value()));
      published.retiring().forEach(id -> cells.add(id.value()));
    }
    return cells;
  }

  private long sum(MemorySegment perCpu, int field) {
    long sum = 0;
    for (int cpu = 0; cpu < possibleCpus; cpu++) {
      sum += perCpu.get(ValueLayout.JAVA_LONG, (long) SharedLayout.Counters.SIZE * cpu + field);
    }
    return sum;
  }

  /**
   * By cell, how many tasks had a CPU within 2^n ns of their wakeup, and not within half of that.
   */
  public SortedMap<CellId, long[]> wakeups() {
    SortedMap<CellId, long[]> wakeups = new TreeMap<>();
    try (Arena arena = Arena.ofConfined()) {
      BpfMap counters = object.map("counters");
      MemorySegment perCpu = arena.allocate((long) SharedLayout.Counters.SIZE * possibleCpus);
      for (int cell : cellsAndRetiring()) {
        counters.get(cell, perCpu);
        long[] buckets = new long[SharedLayout.LATENCY_BUCKETS];
        Arrays.setAll(
            buckets, bucket -> sum(perCpu, SharedLayout.Counters.WAKEUPS + Long.BYTES * bucket));
        wakeups.put(new CellId(cell), buckets);
      }
    } catch (BpfException e) {
      throw new IllegalStateException("counters cannot be read: " + e.getMessage(), e);
    }
    return wakeups;
  }

  /** How often each was decided, over all CPUs, since it was attached. */
  public SortedMap<Decision, Long> decisions() {
    SortedMap<Decision, Long> decisions = new TreeMap<>();
    try (Arena arena = Arena.ofConfined()) {
      BpfMap counts = object.map("decisions");
      MemorySegment perCpu = arena.allocate((long) Long.BYTES * possibleCpus);
      for (int kind = 0; kind < SharedLayout.DECISIONS; kind++) {
        counts.get(kind, perCpu);
        long sum = 0;
        for (int cpu = 0; cpu < possibleCpus; cpu++) {
          sum += perCpu.getAtIndex(ValueLayout.JAVA_LONG, cpu);
        }
        decisions.put(Decision.values()[kind], sum);
      }
    } catch (BpfException e) {
      throw new IllegalStateException("decisions cannot be read: " + e.getMessage(), e);
    }
    return decisions;
  }

  @Override
  public boolean isDrained(CellId cell) {
    try (Arena arena = Arena.ofConfined()) {
      return object.run("cells_queued", arena.allocateFrom(ValueLayout.JAVA_INT, cell.value()))
          == 0;
    } catch (BpfException e) {
      return false; // asked again at the next interval
    }
  }

  /** Why the kernel ended it; empty while it runs. */
  public Optional<ExitReport> exit() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment exit = arena.allocate(SharedLayout.Exit.SIZE, Long.BYTES);
      object.map("exits").get(0, exit);
      if (exit.get(ValueLayout.JAVA_INT, SharedLayout.Exit.ENDED) == 0) {
        return Optional.empty();
      }
      return Optional.of(
          new ExitReport(
              exit.get(ValueLayout.JAVA_INT, SharedLayout.Exit.KIND),
              exit.get(ValueLayout.JAVA_LONG, SharedLayout.Exit.CODE),
              exit.getString(SharedLayout.Exit.REASON),
              exit.getString(SharedLayout.Exit.MESSAGE),
              exit.getString(SharedLayout.Exit.DUMP)));
    } catch (BpfException e) {
      throw new IllegalStateException("the exit record cannot be read: " + e.getMessage(), e);
    }
  }

  /** Detaches: the kernel's own scheduler takes over, and no task is lost. */
  @Override
  public void close() {
    // The scheduler first: it was attached last.
    links.reversed().forEach(link -> libbpf.run("bpf_link__destroy", link));
    links.clear();
    object.close();
  }
}
