package org.cellsched.sim.engine;

/**
 * Random draws by number: draw k of a stream is a function of (seed, name, purpose, k) alone. No
 * state, so who draws first, or draws more, changes nothing for anyone else.
 */
public final class RandomStream {

  /** Spacing of the draws: 2^52 of them at odd multiples of half of it, so neither 0 nor 1. */
  private static final double UNIT = 0x1.0p-52;

  private final long base;

  /**
   * @param name of the drawer, unique and stable, such as a task's
   * @param purpose what the draws are for, such as {@code service}
   */
  public RandomStream(long seed, String name, String purpose) {
    base = Mixing.mix64(Mixing.mix64(seed ^ Mixing.hash(name)) + Mixing.hash(purpose));
  }

  /** Draw {@code index}: 64 random bits. */
  public long bits(long index) {
    return Mixing.mix64(base + (index + 1) * Mixing.GOLDEN_GAMMA);
  }

  /** Draw {@code index}, uniform between 0 and 1, both excluded. */
  public double uniform(long index) {
    return ((bits(index) >>> 12) + 0.5) * UNIT;
  }
}
