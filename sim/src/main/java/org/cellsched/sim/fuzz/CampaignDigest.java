package org.cellsched.sim.fuzz;

import org.cellsched.sim.engine.Mixing;

/**
 * The digest of a set of runs: it does not depend on the order in which they were added, so that
 * several workers give the same as one. Two sums of 64 bits of what each run mixes.
 */
public final class CampaignDigest {

  private long low;
  private long high;

  /** Adds a run, by its number and the digest of what could be observed in it. */
  public void add(long run, String digest) {
    long mixed = Mixing.mix64(Mixing.hash(digest) + run * Mixing.GOLDEN_GAMMA);
    low += mixed;
    high += Mixing.mix64(mixed ^ Mixing.GOLDEN_GAMMA);
  }

  /** Adds the runs of another one. */
  public void add(CampaignDigest other) {
    low += other.low;
    high += other.high;
  }

  /** 32 hexadecimal digits. */
  public String hex() {
    return "%016x%016x".formatted(high, low);
  }
}
