package org.cellsched.loader.check;

/**
 * One thing that was looked at.
 *
 * @param what in a word or two
 * @param found what is there
 * @param advice what to do; empty where all is well
 */
public record Finding(String what, Verdict verdict, String found, String advice) {

  /** How it stands. */
  public enum Verdict {
    OK("ok"),
    /** The scheduler runs without it, but cannot do all that it could. */
    LIMITED("limited"),
    /** The scheduler cannot run without it. */
    MISSING("MISSING"),
    /** It cannot be told from here, which does not mean that it is missing. */
    UNKNOWN("unknown");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  public static Finding ok(String what, String found) {
    return new Finding(what, Verdict.OK, found, "");
  }

  public static Finding missing(String what, String found, String advice) {
    return new Finding(what, Verdict.MISSING, found, advice);
  }

  public static Finding limited(String what, String found, String advice) {
    return new Finding(what, Verdict.LIMITED, found, advice);
  }

  public static Finding unknown(String what, String found, String advice) {
    return new Finding(what, Verdict.UNKNOWN, found, advice);
  }
}
