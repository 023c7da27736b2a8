package org.cellsched.sim.explain;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;

/**
 * What every CPU did all through a run, from starts, stops and idleness alone, and the plainest
 * arithmetic on it: what explanations are compared with.
 */
final class CpuDiary implements RunObserver {

  private static final int IDLE = -1;

  /** Neither idle nor a task's: a higher class has it, or it is offline. */
  private static final int GONE = -2;

  private record Entry(long timeNs, int occupant, int tenant, long runsFromNs) {}

  /** What {@link CpuTime} says, interrupts apart: they are in whoever's time they came. */
  record Spent(long ownCellNs, long otherCellsNs, long switchingNs, long idleNs, long goneNs) {}

  private final List<List<Entry>> byCpu = new ArrayList<>();
  private Tenants tenants;

  @SuppressWarnings("NullAway.Init")
  CpuDiary() {}

  @Override
  public void begins(Kernel kernel, Tenants known, Ownership ownership) {
    tenants = known;
    for (int cpu = 0; cpu < kernel.topology().cpuCount(); cpu++) {
      byCpu.add(new ArrayList<>(List.of(new Entry(0, IDLE, -1, 0))));
    }
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    byCpu.get(cpu.id()).add(new Entry(nowNs, task.id(), tenants.of(task), runsFromNs));
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    byCpu.get(cpu.id()).add(new Entry(nowNs, GONE, -1, nowNs));
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    byCpu.get(cpu.id()).add(new Entry(nowNs, IDLE, -1, nowNs));
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    byCpu.get(cpu.id()).add(new Entry(nowNs, GONE, -1, nowNs));
  }

  /** What became of these CPUs' time between two times, as a task of {@code cell} sees it. */
  Spent spent(CpuMask cpus, String cell, long fromNs, long toNs) {
    int tenant = tenants.numberOf(cell);
    long[] spent = new long[5];
    for (int cpu : cpus.toArray()) {
      List<Entry> entries = byCpu.get(cpu);
      for (int i = 0; i < entries.size(); i++) {
        Entry entry = entries.get(i);
        long endNs = i + 1 < entries.size() ? entries.get(i + 1).timeNs() : Long.MAX_VALUE;
        if (entry.occupant() >= 0) {
          long runsFromNs = Math.min(entry.runsFromNs(), endNs);
          spent[2] += overlap(entry.timeNs(), runsFromNs, fromNs, toNs);
          spent[entry.tenant() == tenant ? 0 : 1] += overlap(runsFromNs, endNs, fromNs, toNs);
        } else {
          spent[entry.occupant() == IDLE ? 3 : 4] += overlap(entry.timeNs(), endNs, fromNs, toNs);
        }
      }
    }
    return new Spent(spent[0], spent[1], spent[2], spent[3], spent[4]);
  }

  private static long overlap(long fromNs, long toNs, long otherFromNs, long otherToNs) {
    return Math.max(0, Math.min(toNs, otherToNs) - Math.max(fromNs, otherFromNs));
  }
}
