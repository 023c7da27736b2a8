package org.cellsched.core.cpu;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * An immutable set of CPU numbers, held as machine words (64 CPUs a word, lowest number in the
 * lowest bit).
 *
 * <p>Made for plan scale: every operation that answers a mask allocates one. The event path uses
 * {@link MutableCpuMask}. Operations cost O(highest CPU / 64). Equality is by content; {@link
 * #toString} writes the kernel's list format, so a mask in a message reads as an operator would
 * write it.
 */
public final class CpuMask {

  /** Largest CPU number plus one that a mask holds; Linux's NR_CPUS limit on x86 is 8192. */
  public static final int MAX_CPUS = 8192;

  private static final CpuMask NONE = new CpuMask(new long[0]);

  /** No trailing zero words, so that equal sets have equal arrays. */
  private final long[] words;

  private CpuMask(long[] words) {
    this.words = words;
  }

  /** The empty set. */
  public static CpuMask none() {
    return NONE;
  }

  /** The set of exactly these CPUs. Throws IllegalArgumentException outside 0..8191. */
  public static CpuMask of(int... cpus) {
    MutableCpuMask mask = new MutableCpuMask(0);
    for (int cpu : cpus) {
      mask.set(cpu);
    }
    return mask.toImmutable();
  }

  /** The CPUs {@code first} to {@code last}, both included; empty if {@code last < first}. */
  public static CpuMask range(int first, int last) {
    MutableCpuMask mask = new MutableCpuMask(0);
    mask.setRange(first, last);
    return mask.toImmutable();
  }

  /** The CPUs 0 to {@code count - 1}: a whole machine without holes. */
  public static CpuMask firstCpus(int count) {
    return range(0, count - 1);
  }

  /** Takes a copy of {@code words} without its trailing zeros. */
  static CpuMask copyOfWords(long[] words) {
    int length = words.length;
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    return length == 0 ? NONE : new CpuMask(Arrays.copyOf(words, length));
  }

  /** Whether {@code cpu} is in the set; false for any number outside the mask's range. */
  public boolean contains(int cpu) {
    int word = cpu >>> 6;
    return word < words.length && (words[word] >>> cpu & 1) != 0;
  }

  public boolean isEmpty() {
    return words.length == 0;
  }

  /** Number of CPUs in the set. */
  public int size() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** The lowest CPU, or -1 if empty. */
  public int first() {
    return next(0);
  }

  /** The highest CPU, or -1 if empty. */
  public int last() {
    return words.length == 0
        ? -1
        : words.length * 64 - 1 - Long.numberOfLeadingZeros(words[words.length - 1]);
  }

  /** The lowest CPU that is {@code from} or higher, or -1 if there is none. */
  public int next(int from) {
    int word = from >>> 6;
    if (word >= words.length) {
      return -1;
    }
    long bits = words[word] & -1L << from;
    while (bits == 0) {
      if (++word == words.length) {
        return -1;
      }
      bits = words[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  public CpuMask and(CpuMask other) {
    long[] result = Arrays.copyOf(words, Math.min(words.length, other.words.length));
    for (int i = 0; i < result.length; i++) {
      result[i] &= other.words[i];
    }
    return copyOfWords(result);
  }

  public CpuMask or(CpuMask other) {
    long[] result = Arrays.copyOf(words, Math.max(words.length, other.words.length));
    for (int i = 0; i < other.words.length; i++) {
      result[i] |= other.words[i];
    }
    return copyOfWords(result);
  }

  /** The CPUs of this set that are not in {@code other}. */
  public CpuMask andNot(CpuMask other) {
    long[] result = words.clone();
    for (int i = 0; i < Math.min(result.length, other.words.length); i++) {
      result[i] &= ~other.words[i];
    }
    return copyOfWords(result);
  }

  public CpuMask with(int cpu) {
    return or(of(cpu));
  }

  public CpuMask without(int cpu) {
    return andNot(of(cpu));
  }

  /**
   * Whether every CPU of this set is in {@code other}. The empty set is a subset of anything: ask
   * {@link #isEmpty} first where that would mislead (an empty cell mask once made every task look
   * unrestricted).
   */
  public boolean isSubsetOf(CpuMask other) {
    for (int i = 0; i < words.length; i++) {
      long otherWord = i < other.words.length ? other.words[i] : 0;
      if ((words[i] & ~otherWord) != 0) {
        return false;
      }
    }
    return true;
  }

  public boolean intersects(CpuMask other) {
    for (int i = 0; i < Math.min(words.length, other.words.length); i++) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Calls {@code action} with each CPU in ascending order. */
  public void forEach(IntConsumer action) {
    for (int cpu = first(); cpu >= 0; cpu = next(cpu + 1)) {
      action.accept(cpu);
    }
  }

  /** The CPUs in ascending order. */
  public int[] toArray() {
    int[] cpus = new int[size()];
    int index = 0;
    for (int cpu = first(); cpu >= 0; cpu = next(cpu + 1)) {
      cpus[index++] = cpu;
    }
    return cpus;
  }

  /** A copy of the words, {@code wordCount} of them: shorter sets are padded with zeros. */
  public long[] toWords(int wordCount) {
    if (words.length > wordCount) {
      throw new IllegalArgumentException("CPU " + last() + " does not fit " + wordCount + " words");
    }
    return Arrays.copyOf(words, wordCount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuMask mask && Arrays.equals(words, mask.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  /** The set in list format, {@code none} if empty: see {@link CpuList}. */
  @Override
  public String toString() {
    return CpuList.format(this);
  }
}
