package org.cellsched.sim.scheduler;

import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Vtime;
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

  private final int llcSlots;
  private final int[] llcSlotOfCpu;
  private final int firstCpuQueue;
  private final int firstCellQueue;
  private final long[] clockNs;

  CellQueues(Kfuncs kernel, boolean llcAware) {
    Topology topology = kernel.topology();
    llcSlots = llcAware ? topology.llcCount() : 1;
    llcSlotOfCpu = new int[topology.cpuCount()];
    firstCpuQueue = kernel.createQueue();
    for (int cpu = 1; cpu < topology.cpuCount(); cpu++) {
      kernel.createQueue();
    }
    for (int cpu = 0; cpu < topology.cpuCount(); cpu++) {
      llcSlotOfCpu[cpu] = llcAware ? topology.llcOf(cpu) : 0;
    }
    firstCellQueue = firstCpuQueue + topology.cpuCount();
    for (int queue = 0; queue < CellId.MAX_CELLS * llcSlots; queue++) {
      kernel.createQueue();
    }
    clockNs = new long[firstCellQueue + CellId.MAX_CELLS * llcSlots];
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

  /** The CPU served others for this much virtual time: those who wait for it alone gain lag. */
  void served(int queue, long vtimeNs) {
    clockNs[queue] += vtimeNs;
  }
}
