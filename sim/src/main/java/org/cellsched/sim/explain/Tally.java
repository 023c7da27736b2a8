package org.cellsched.sim.explain;

import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.tenant.Tenants;

/**
 * Adds up who had the CPUs that a waiting task could have used: by CPU, and by task. Every
 * nanosecond of every such CPU is counted once.
 */
final class Tally extends CpuTimeTally {

  /** What one task had. */
  static final class Share {
    long ranNs;
    long longestNs;
    int turns;
    CpuMask cpus = CpuMask.none();
  }

  private final SortedMap<Integer, long[]> byCpu = new TreeMap<>();
  private final SortedMap<Integer, Share> byTask = new TreeMap<>();

  /** For a task of this tenant. */
  Tally(Tenants tenants, int tenant) {
    super(tenants, tenant);
  }

  @Override
  void count(int cpu, int part, long ns) {
    super.count(cpu, part, ns);
    byCpu.computeIfAbsent(cpu, unknown -> newParts())[part] += ns;
  }

  @Override
  void ran(int cpu, int task, long ns) {
    Share share = byTask.computeIfAbsent(task, unknown -> new Share());
    share.ranNs += ns;
    share.longestNs = Math.max(share.longestNs, ns);
    share.turns++;
    share.cpus = share.cpus.with(cpu);
  }

  @Override
  void interrupted(int task, long ns) {
    byTask.computeIfAbsent(task, unknown -> new Share()).ranNs -= ns;
  }

  /** By CPU, what became of its time. */
  SortedMap<Integer, CpuTime> timeByCpu() {
    SortedMap<Integer, CpuTime> times = new TreeMap<>();
    byCpu.forEach((cpu, parts) -> times.put(cpu, time(parts)));
    return times;
  }

  /** By number of the task, what it had. */
  SortedMap<Integer, Share> shares() {
    return byTask;
  }
}
