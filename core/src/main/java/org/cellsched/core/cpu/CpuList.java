package org.cellsched.core.cpu;

/**
 * CPU sets in the kernel's list format ({@code 0-3,8,10-11}; see Documentation/admin-guide/
 * kernel-parameters.rst, "cpu lists", and lib/bitmap.c, bitmap_parselist).
 *
 * <p>Written in ascending order with the longest ranges, so that equal sets have equal texts and
 * {@code parse(format(m))} is {@code m}. The empty set is written {@code none}; reading accepts
 * that and the empty text, which is how the kernel's own files show it. Not accepted: strides
 * ({@code 0-31:2/4}) and {@code all}, which those files never contain.
 */
public final class CpuList {

  /** The empty set, written out so that a person sees that nothing is missing. */
  public static final String NONE = "none";

  private CpuList() {}

  /** The list of {@code mask}, {@code none} if it is empty. O(CPUs). */
  public static String format(CpuMask mask) {
    if (mask.isEmpty()) {
      return NONE;
    }
    StringBuilder text = new StringBuilder();
    for (int first = mask.first(); first >= 0; ) {
      int last = first;
      while (mask.contains(last + 1)) {
        last++;
      }
      if (!text.isEmpty()) {
        text.append(',');
      }
      text.append(first);
      if (last > first) {
        text.append('-').append(last);
      }
      first = mask.next(last + 1);
    }
    return text.toString();
  }

  /**
   * Reads a list. White space around it is ignored, inside it is an error. Ranges may overlap and
   * come in any order, as the kernel allows.
   *
   * @throws CpuListException if malformed, or if a number exceeds {@link CpuMask#MAX_CPUS} - 1
   */
  public static CpuMask parse(String text) {
    String list = text.strip();
    if (list.isEmpty() || list.equals(NONE)) {
      return CpuMask.none();
    }
    return new Parser(list).parse();
  }

  /** One pass over the characters; {@code position} is the next one. */
  private static final class Parser {
    private final String list;
    private int position;

    Parser(String list) {
      this.list = list;
    }

    CpuMask parse() {
      MutableCpuMask mask = new MutableCpuMask(0);
      while (true) {
        range(mask);
        if (position == list.length()) {
          return mask.toImmutable();
        }
        if (list.charAt(position) != ',') {
          throw error(position, "expected ',' or '-', saw " + seen(position));
        }
        position++;
      }
    }

    private void range(MutableCpuMask mask) {
      int start = position;
      int first = number();
      int last = first;
      if (position < list.length() && list.charAt(position) == '-') {
        position++;
        last = number();
      }
      if (last < first) {
        throw error(
            start, "range " + first + "-" + last + " runs backwards; write " + last + "-" + first);
      }
      mask.setRange(first, last);
    }

    private int number() {
      int start = position;
      int value = 0;
      while (position < list.length() && isDigit(list.charAt(position))) {
        value = value * 10 + list.charAt(position) - '0';
        position++;
        if (value >= CpuMask.MAX_CPUS) {
          throw error(start, "CPU number is too large; the highest is " + (CpuMask.MAX_CPUS - 1));
        }
      }
      if (position == start) {
        throw error(start, "expected a CPU number, saw " + seen(start));
      }
      return value;
    }

    private static boolean isDigit(char character) {
      return character >= '0' && character <= '9';
    }

    private String seen(int at) {
      return at == list.length() ? "the end" : "'" + list.charAt(at) + "'";
    }

    private CpuListException error(int at, String problem) {
      return new CpuListException(list, at, problem);
    }
  }
}
