package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;

/**
 * How changes of the set of cells are gathered: the first is applied at once; later ones wait until
 * nothing has changed for {@code quietNs}, but never longer than {@code maxDelayNs}.
 *
 * @param quietNs 0 (nothing is gathered) or more
 * @param maxDelayNs at least {@code quietNs}, at most {@link #MAX_DELAY_NS}
 */
public record DebounceConfig(long quietNs, long maxDelayNs) {

  /** 1 s of quiet, 5 s at most. */
  public static final DebounceConfig DEFAULT = new DebounceConfig(1_000_000_000L, 5_000_000_000L);

  /** An hour; a new cgroup that waits longer for its cell is a mistaken unit. */
  public static final long MAX_DELAY_NS = 3_600_000_000_000L;

  /** What is out of range, a sentence each with the value seen; empty if all is well. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (quietNs < 0) {
      problems.add("quiet time is " + quietNs + " ns; it must be at least 0 ns");
    }
    if (maxDelayNs < quietNs || maxDelayNs > MAX_DELAY_NS) {
      problems.add(
          "longest delay is %s ns; it must be the quiet time (%s ns) to %s ns"
              .formatted(maxDelayNs, quietNs, MAX_DELAY_NS));
    }
    return problems;
  }
}
