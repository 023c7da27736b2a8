package org.cellsched.sim.scheduler;

import java.util.Arrays;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.kernel.Kfuncs;

/**
 * The cell scheduler's queues and their clocks: one queue per cell (per cell and LLC if LLC-aware)
 * for cell-wide tasks, one per CPU for restricted ones.
 *
 * <p>A queue's clock is the virtual time that its service has reached: that of the task it started
 * last. Where a task stands relative to its queue's clock is its lag; queues of different clocks
 * are compared by lag.
 */
final class CellQueues {

  private static final int FOREIGN_PROBE = 8;

  private final long sliceNs;
  private final int llcSlots;
  private final int[] llcSlotOfCpu;

  /** By LLC slot: the CPUs, as machine words. */
  private final long[][] cpusOfSlot;

  private final int firstCpuQueue;
  private final int firstCellQueue;
  private final long[] clockNs;

  /** By queue: virtual time before which nobody joins it. */
  private final long[] floorNs;

  /** By queue: the weights of the tasks bound to it that run or wait, summed up. */
  private final int[] load;

  private final long[] nextLookNs;
  private final long longestWaitNs;
  private final long overdueLookNs;
  private final int[] dispatches;

  /** CPUs in whose queues somebody may wait: others that serve the same cell look there. */
  private final CpuMarks waiting;

  /** CPUs in whose queues strangers may wait: looked through by CPUs with nothing else to do. */
  private final CpuMarks strangers;

  CellQueues(Kfuncs kernel, DataPlaneConfig config) {
    boolean llcAware = config.llcAware();
    sliceNs = config.sliceNs();
    Topology topology = kernel.topology();
    llcSlots = llcAware ? topology.llcCount() : 1;
    llcSlotOfCpu = new int[topology.cpuCount()];
    cpusOfSlot = new long[llcSlots][topology.cpuCount() + 63 >>> 6];
    dispatches = new int[topology.cpuCount()];
    for (int cpu = 0; cpu < topology.cpuCount(); cpu++) {
      int slot = llcAware ? topology.llcOf(cpu) : 0;
      llcSlotOfCpu[cpu] = slot;
      cpusOfSlot[slot][cpu >>> 6] |= 1L << cpu;
    }
    firstCpuQueue = createQueues(kernel, topology.cpuCount());
    firstCellQueue = createQueues(kernel, CellId.MAX_CELLS * llcSlots);
    clockNs = new long[firstCellQueue + CellId.MAX_CELLS * llcSlots];
    floorNs = new long[clockNs.length];
    Arrays.fill(floorNs, -sliceNs);
    load = new int[clockNs.length];
    nextLookNs = new long[clockNs.length];
    longestWaitNs = Vtime.longestWaitNs(kernel.watchdogNs());
    overdueLookNs = Vtime.overdueLookNs(kernel.watchdogNs());
    waiting = new CpuMarks(topology.cpuCount());
    strangers = new CpuMarks(topology.cpuCount());
  }

  /** Makes queues with numbers in a row and answers the first. */
  private static int createQueues(Kfuncs kernel, int count) {
    int first = kernel.createQueue();
    for (int made = 1; made < count; made++) {
      kernel.createQueue();
    }
    return first;
  }

  int llcSlots() {
    return llcSlots;
  }

  int ofCpu(int cpu) {
    return firstCpuQueue + cpu;
  }

  /** The queue of a cell for the LLC of {@code cpu}. */
  int ofCell(int cell, int cpu) {
    return ofCellSlot(cell, llcSlotOfCpu[cpu]);
  }

  int ofCellSlot(int cell, int slot) {
    return firstCellQueue + cell * llcSlots + slot;
  }

  boolean isCpuQueue(int queue) {
    return queue < firstCellQueue;
  }

  /** The CPU whose queue this is. */
  int cpuOf(int cpuQueue) {
    return cpuQueue - firstCpuQueue;
  }

  long clockNs(int queue) {
    return clockNs[queue];
  }

  /** A task of this queue starts: service has reached its virtual time. */
  void reached(int queue, long vtimeNs) {
    clockNs[queue] = Vtime.later(clockNs[queue], vtimeNs);
  }

  /** A task that runs or waits is bound to this queue from now on; negative: no longer. */
  void addLoad(int queue, int weight) {
    load[queue] += weight;
  }

  /** The virtual time before which nobody joins the queue, whatever the credit. */
  long floorNs(int queue) {
    return floorNs[queue];
  }

  /**
   * A task of this queue used credit beside others: the floor of those that join rises as the clock
   * would if all had had their share of this time (generalized processor sharing: time by the sum
   * of weights). Without it, tasks that come with credit from other clocks again and again hold the
   * clock back, and somebody who waits at it waits for ever.
   */
  void creditUsed(int queue, int weight, long ranNs) {
    if (load[queue] > weight) {
      long leastNs = clockNs[queue] - Vtime.mostCreditNs(sliceNs, weight);
      floorNs[queue] = Vtime.later(floorNs[queue], leastNs) + Vtime.charge(ranNs, load[queue]);
    }
  }

  /** Whether the queue is to be looked through for overdue tasks. Nobody is, without a watchdog. */
  boolean isLookDue(int queue, long nowNs) {
    return nowNs >= nextLookNs[queue] && longestWaitNs != KernelConfig.NO_WATCHDOG;
  }

  /** Nobody is overdue for now. */
  void looked(int queue, long nowNs) {
    nextLookNs[queue] = nowNs + overdueLookNs;
  }

  boolean isOverdue(long waitedNs) {
    return waitedNs > longestWaitNs;
  }

  /**
   * The CPU served its cell's queue for this much virtual time: those bound to the CPU fall behind.
   */
  void servedCellWide(int cpu, long vtimeNs) {
    clockNs[ofCpu(cpu)] += vtimeNs;
  }

  /**
   * The CPU, which {@code cell} owns, served a task bound to it: the cell's queue, which all its
   * CPUs serve, falls behind by one CPU's part. Without this, bound tasks that wake with credit
   * again and again would starve it.
   */
  void servedRestricted(PlanTables plan, int cell, int cpu, long vtimeNs) {
    int queue = ofCell(cell, cpu);
    clockNs[queue] += vtimeNs / Math.max(1, servers(plan, cell, cpu));
  }

  /**
   * Whether this dispatch looks at the cell's queues of other LLCs first: every {@value
   * #FOREIGN_PROBE}th one does, so that what was queued where the cell has lost its last CPU is
   * reached even if there is always work nearer by.
   */
  boolean probesForeign(int cpu) {
    return llcSlots > 1 && ++dispatches[cpu] % FOREIGN_PROBE == 0;
  }

  /** CPUs in whose queues somebody may wait. */
  CpuMarks waiting() {
    return waiting;
  }

  /** CPUs in whose queues strangers may wait. */
  CpuMarks strangers() {
    return strangers;
  }

  /** How many CPUs of the cell serve its queue for the LLC of {@code cpu}. O(CPUs / 64). */
  private int servers(PlanTables plan, int cell, int cpu) {
    long[] primary = plan.primary[cell];
    long[] near = cpusOfSlot[llcSlotOfCpu[cpu]];
    int count = 0;
    for (int word = 0; word < primary.length; word++) {
      count += Long.bitCount(primary[word] & near[word]);
    }
    return count;
  }
}
