package org.cellsched.core.demand;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * Turns cumulative counters into each cell's utilisation and demand.
 *
 * <p><b>Which intervals count.</b> A cell's utilisation is per CPU it owned, so an interval counts
 * only if one plan was in force all through it: the samples at both ends and the plan known to be
 * applied carry the same generation. Any other sample only becomes the start of the next interval.
 * A change of plan so costs at most one interval of measurement; nothing is measured while plans
 * change faster than samples come, and the averages then stay as they are.
 *
 * <p><b>What is missing.</b> A cell of the plan that a sample leaves out was idle: its counters
 * stay what they were, its difference is zero and its average decays. A cell whose counters were
 * never seen is not measured until its second sample. Differences below zero (counters moved with a
 * CPU's owner) count as zero.
 *
 * <p><b>New and gone cells.</b> A new cell starts at the average of the others, so that it is not
 * starved to the floor; a cell that is no longer in the plan is forgotten, so that its id's next
 * owner does not inherit its demand. Until something was measured there is no average and no value.
 *
 * <p>O(cells · log cells) a sample. Not thread-safe.
 */
public final class DemandTracker {

  /**
   * No utilisation is higher: all CPUs of the largest machine, used by a cell that owns one. Keeps
   * broken counters from overflowing averages.
   */
  public static final long MAX_UTILISATION_PPM = CpuMask.MAX_CPUS * FixedPoint.MILLION;

  private static final long MILLI_PER_CPU = 1_000;
  private static final long MAX_MILLI_CPUS = CpuMask.MAX_CPUS * MILLI_PER_CPU;

  private final int smoothingPpm;
  private final TreeMap<CellId, CellDemand> demands = new TreeMap<>();

  /** The start of the current interval: the last sample, completed by cells that it left out. */
  private @Nullable DemandSample baseline;

  /** A tracker that has seen nothing. {@code smoothingPpm}: weight of the newest interval. */
  public DemandTracker(int smoothingPpm) {
    this(smoothingPpm, new Checkpoint(null, List.of()));
  }

  /** The tracker that {@code checkpoint} was taken of. */
  public DemandTracker(int smoothingPpm, Checkpoint checkpoint) {
    this.smoothingPpm = smoothingPpm;
    this.baseline = checkpoint.baseline();
    checkpoint.demands().forEach(demand -> demands.put(demand.id(), demand));
  }

  /** The whole state; {@code demands} ascending by id. */
  public record Checkpoint(@Nullable DemandSample baseline, List<CellDemand> demands) {
    public Checkpoint {
      demands = List.copyOf(demands);
    }
  }

  public Checkpoint checkpoint() {
    return new Checkpoint(baseline, List.copyOf(demands.values()));
  }

  /** What is known, by cell; cells of which nothing is known are missing. A view. */
  public SortedMap<CellId, CellDemand> demands() {
    return Collections.unmodifiableSortedMap(demands);
  }

  /** A plan with exactly these cells came into force: forgets the others, seeds new ones. */
  public void planApplied(SortedSet<CellId> cells) {
    demands.keySet().retainAll(cells);
    if (demands.isEmpty()) {
      return;
    }
    long average = averageMicroPpm(demands.values());
    for (CellId cell : cells) {
      demands.computeIfAbsent(cell, id -> CellDemand.seeded(id, average));
    }
  }

  /**
   * Takes a sample.
   *
   * @param appliedGeneration of the plan known to be in force, 0 if none is
   * @param capacities of the cells of that plan
   */
  public SampleIntake take(
      DemandSample sample, long appliedGeneration, List<CellCapacity> capacities) {
    DemandSample start = baseline;
    if (start != null && sample.takenAtNs() <= start.takenAtNs()) {
      return SampleIntake.ignored(
          "taken at " + sample.takenAtNs() + " ns, not after the one at " + start.takenAtNs());
    }
    TreeMap<CellId, CellCounters> before = countersOf(start);
    TreeMap<CellId, CellCounters> after = new TreeMap<>(before);
    after.putAll(countersOf(sample));
    baseline =
        new DemandSample(sample.generation(), sample.takenAtNs(), new ArrayList<>(after.values()));
    if (start == null) {
      return SampleIntake.rebased("the first sample");
    } else if (start.generation() != sample.generation()
        || sample.generation() != appliedGeneration) {
      return SampleIntake.rebased(
          "plan %s at its start, %s at its end, %s applied: no one plan held through the interval"
              .formatted(start.generation(), sample.generation(), appliedGeneration));
    }
    long intervalNs = sample.takenAtNs() - start.takenAtNs();
    for (CellCapacity capacity : capacities) {
      measure(capacity, before.get(capacity.id()), after.get(capacity.id()), intervalNs);
    }
    return SampleIntake.measured(intervalNs);
  }

  private static TreeMap<CellId, CellCounters> countersOf(@Nullable DemandSample sample) {
    TreeMap<CellId, CellCounters> counters = new TreeMap<>();
    if (sample != null) {
      sample.cells().forEach(cell -> counters.put(cell.id(), cell));
    }
    return counters;
  }

  private void measure(
      CellCapacity capacity,
      @Nullable CellCounters before,
      @Nullable CellCounters after,
      long intervalNs) {
    if (before == null && after != null) {
      return; // Its counters' past is unknown: an earlier owner of the id may have filled them.
    }
    long ranNs = before == null || after == null ? 0 : grown(before.runNs(), after.runNs());
    long waitedNs = before == null || after == null ? 0 : grown(before.waitNs(), after.waitNs());
    long utilisationPpm = utilisationPpm(ranNs, capacity.ownCpus(), intervalNs);
    CellDemand known = demands.get(capacity.id());
    long sampleMicroPpm = utilisationPpm * FixedPoint.MILLION;
    long smoothed =
        known == null
            ? sampleMicroPpm
            : FixedPoint.movingAverage(known.smoothedMicroPpm(), sampleMicroPpm, smoothingPpm);
    long running =
        Math.min(FixedPoint.multiplyDivide(ranNs, MILLI_PER_CPU, intervalNs), MAX_MILLI_CPUS);
    long waiting = FixedPoint.multiplyDivide(waitedNs, MILLI_PER_CPU, intervalNs);
    demands.put(
        capacity.id(),
        new CellDemand(
            capacity.id(),
            utilisationPpm,
            smoothed,
            running,
            waiting,
            demandMilliCpus(running, waiting, capacity)));
  }

  private static long utilisationPpm(long ranNs, int ownCpus, long intervalNs) {
    long perInterval = FixedPoint.multiplyDivide(ranNs, FixedPoint.MILLION, intervalNs);
    return Math.min(perInterval / ownCpus, MAX_UTILISATION_PPM);
  }

  /**
   * Running, and waiting up to the growth cap, and never more than the cell could use. Waiting
   * overstates what more CPUs would be used for (it is a queue's length): at most half of the own
   * CPUs, and at least one, count at a time; the next interval shows whether they were.
   */
  private static long demandMilliCpus(long running, long waiting, CellCapacity capacity) {
    long growthCap = Math.max(MILLI_PER_CPU, capacity.ownCpus() * MILLI_PER_CPU / 2);
    long wanted = running + Math.min(waiting, growthCap);
    // What ran, ran: borrowed time may pass what the cpuset of this moment allows.
    return Math.max(running, Math.min(wanted, capacity.usableCpus() * MILLI_PER_CPU));
  }

  private static long grown(long before, long after) {
    return Math.max(0, after - before);
  }

  /** The mean of the moving averages, rounded down; 0 for no cells. */
  public static long averageMicroPpm(Collection<CellDemand> demands) {
    long sum = 0;
    for (CellDemand demand : demands) {
      sum += demand.smoothedMicroPpm();
    }
    return demands.isEmpty() ? 0 : sum / demands.size();
  }
}
