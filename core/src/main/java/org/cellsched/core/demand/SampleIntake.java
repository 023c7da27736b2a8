package org.cellsched.core.demand;

/**
 * What became of a sample.
 *
 * @param intervalNs length of the interval measured; 0 unless measured
 * @param explanation why nothing was measured; empty if something was
 */
public record SampleIntake(Outcome outcome, long intervalNs, String explanation) {

  /** What a sample can be used for. */
  public enum Outcome {
    /** The interval since the sample before was measured. */
    MEASURED,
    /** No interval could be measured; the next one counts from this sample. */
    REBASED,
    /** Not newer than the sample before: dropped. */
    IGNORED
  }

  static SampleIntake measured(long intervalNs) {
    return new SampleIntake(Outcome.MEASURED, intervalNs, "");
  }

  static SampleIntake rebased(String explanation) {
    return new SampleIntake(Outcome.REBASED, 0, explanation);
  }

  static SampleIntake ignored(String explanation) {
    return new SampleIntake(Outcome.IGNORED, 0, explanation);
  }

  public boolean isMeasured() {
    return outcome == Outcome.MEASURED;
  }
}
