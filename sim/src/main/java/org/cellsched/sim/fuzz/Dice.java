package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.engine.RandomStream;

/** The draws of one run, in integers alone; a function of the campaign's seed and the run. */
final class Dice {

  private static final long MICROSECOND_NS = 1_000;

  private final RandomStream stream;
  private long drawn;
  private long grainNs = MICROSECOND_NS;

  Dice(long seed, long run) {
    stream = new RandomStream(seed, "run " + run, "fuzz");
  }

  /** From here on all times are multiples of this one. */
  void inStepsOf(long ns) {
    grainNs = ns;
  }

  long bits() {
    return stream.bits(drawn++);
  }

  /** From 0 to {@code end}, which is positive and excluded. */
  int below(int end) {
    return (int) Long.remainderUnsigned(bits(), end);
  }

  /** Both included. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }

  boolean oneIn(int count) {
    return below(count) == 0;
  }

  boolean percent(int chance) {
    return below(100) < chance;
  }

  <T> T oneOf(List<T> items) {
    return items.get(below(items.size()));
  }

  /** One of them, if there is any. */
  <T> T oneOf(List<T> items, T otherwise) {
    return items.isEmpty() ? otherwise : oneOf(items);
  }

  /**
   * A time between the two, each magnitude as likely as the others: powers of two of {@code
   * leastNs} and what lies between them, in whole microseconds; or in whole steps, one at least.
   */
  long timeNs(long leastNs, long mostNs) {
    int octaves = 64 - Long.numberOfLeadingZeros(Math.max(1, mostNs / leastNs));
    long ns = leastNs << below(octaves);
    ns += Long.remainderUnsigned(bits(), ns);
    return inSteps(Math.max(leastNs, Math.min(mostNs, ns)));
  }

  /** The time rounded down to whole steps, but to one at least. */
  long inSteps(long ns) {
    return Math.max(grainNs, ns / grainNs * grainNs);
  }

  /** A weight of a cgroup: by default, or of any magnitude. */
  int weight() {
    return oneIn(3) ? 100 : Math.min(10_000, 1 + below(1 << between(1, 14)));
  }

  /** Some of these CPUs, at least one, few as often as many. */
  CpuMask cpusOf(CpuMask cpus) {
    List<Integer> left = new ArrayList<>();
    cpus.forEach(left::add);
    int count = between(1, left.size());
    int[] chosen = new int[count];
    for (int index = 0; index < count; index++) {
      chosen[index] = left.remove(below(left.size()));
    }
    return CpuMask.of(chosen);
  }

  /** CPUs in a row: how cpusets are mostly written. */
  CpuMask rangeOf(int cpuCount) {
    int first = below(cpuCount);
    return CpuMask.range(first, between(first, cpuCount - 1));
  }
}
