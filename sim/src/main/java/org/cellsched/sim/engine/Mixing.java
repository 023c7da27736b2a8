package org.cellsched.sim.engine;

/** Bit mixing for draws and digests: bijections on 64 bits in which every input bit matters. */
public final class Mixing {

  /** 2^64 divided by the golden ratio, odd: steps of a Weyl sequence. */
  public static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Mixing() {}

  /** Stafford's variant 13 of the MurmurHash3 finalizer, as in SplitMix64 (Steele et al., 2014). */
  public static long mix64(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** A 64-bit hash of a text, the same on every machine and version: FNV-1a over UTF-16, mixed. */
  public static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix64(hash);
  }
}
