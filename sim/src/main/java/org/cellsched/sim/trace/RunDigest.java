package org.cellsched.sim.trace;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.sim.engine.Mixing;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;

/**
 * A fingerprint of everything that could be observed: who woke, ran and stopped where and when, and
 * which plans were applied. 128 bits in two lanes that mix each event's words differently; written
 * with a version, which changes when what goes in changes.
 *
 * <p>A ladder of fingerprints, one per {@link #RUNG_NS} of simulated time, each covering all that
 * came before it, lets two runs be compared by bisection.
 */
public final class RunDigest implements KernelObserver {

  /** Simulated time between two rungs: 100 ms. */
  public static final long RUNG_NS = 100_000_000;

  private static final String VERSION = "1";
  private static final int WOKE = 1;
  private static final int STARTED = 2;
  private static final int STOPPED_RUNNABLE = 3;
  private static final int STOPPED = 4;
  private static final int PLAN = 5;
  private static final int KIND_BITS = 3;
  private static final int CPU_BITS = 13;

  private long low = Mixing.GOLDEN_GAMMA;
  private long high = ~Mixing.GOLDEN_GAMMA;
  private long nextRungNs = RUNG_NS;
  private final List<String> ladder = new ArrayList<>();

  /** The digest so far, such as {@code 1:0123456789abcdef0123456789abcdef}. */
  public String value() {
    return "%s:%016x%016x".formatted(VERSION, Mixing.mix64(high), Mixing.mix64(low));
  }

  /** The digests at 100 ms, 200 ms, … of simulated time up to the last event. */
  public List<String> ladder() {
    return List.copyOf(ladder);
  }

  /** Adds the rungs up to {@code endNs}. */
  public void finish(long endNs) {
    climb(endNs + 1);
  }

  /** A plan was put in force. */
  public void applied(long nowNs, PublishedPlan plan) {
    add(nowNs, plan.generation() << KIND_BITS | PLAN);
    for (CellAllocation cell : plan.plan().cells()) {
      add(nowNs, cell.id().value());
      addMask(nowNs, cell.primary());
      addMask(nowNs, cell.borrowable());
    }
  }

  private void addMask(long nowNs, CpuMask mask) {
    for (long word : mask.toWords(mask.last() + 64 >>> 6)) {
      add(nowNs, word);
    }
  }

  @Override
  public void woke(long nowNs, Task task) {
    add(nowNs, word(WOKE, 0, task));
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    add(nowNs, word(STARTED, cpu.id(), task));
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    add(nowNs, word(runnable ? STOPPED_RUNNABLE : STOPPED, cpu.id(), task));
  }

  private static long word(int kind, int cpu, Task task) {
    return ((long) task.id() << CPU_BITS | cpu) << KIND_BITS | kind;
  }

  private void add(long nowNs, long word) {
    if (nowNs >= nextRungNs) {
      climb(nowNs);
    }
    // Each lane is a chain of bijections of its own, so both must collide at once.
    low = Mixing.mix64(low ^ word) + nowNs;
    high = (high ^ nowNs) * 0xD6E8FEB86659FD93L;
    high = (high ^ high >>> 32) + Mixing.mix64(word);
  }

  private void climb(long nowNs) {
    while (nowNs >= nextRungNs) {
      ladder.add(value());
      nextRungNs += RUNG_NS;
    }
  }
}
