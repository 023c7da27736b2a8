package org.cellsched.sim.kernel;

/**
 * Time that a CPU spends on the kernel's own work, in stretches. The last one may still go on, or
 * lie ahead behind another; it may be cut short.
 */
final class Overhead {

  private long totalNs;

  /** The last stretch, with those that it follows without a gap. */
  private long stretchNs;

  private long endNs;

  /** Adds a stretch; {@code fromNs} is not before the end of the last one. */
  void add(long fromNs, long ns) {
    stretchNs = (fromNs == endNs ? stretchNs : 0) + ns;
    endNs = fromNs + ns;
    totalNs += ns;
  }

  /** When the last stretch ends or ended. */
  long endNs() {
    return endNs;
  }

  /** When the stretch that is going on began; {@code nowNs} if none is. */
  long beganNs(long nowNs) {
    return endNs > nowNs ? Math.min(nowNs, endNs - stretchNs) : nowNs;
  }

  /** Time spent up to {@code nowNs}. */
  long upToNs(long nowNs) {
    return totalNs - aheadNs(nowNs);
  }

  /** Nothing of it is left to do after {@code nowNs}. */
  void cut(long nowNs) {
    long aheadNs = aheadNs(nowNs);
    totalNs -= aheadNs;
    stretchNs -= aheadNs;
    endNs = Math.min(endNs, nowNs);
  }

  private long aheadNs(long nowNs) {
    return Math.min(stretchNs, Math.max(0, endNs - nowNs));
  }
}
