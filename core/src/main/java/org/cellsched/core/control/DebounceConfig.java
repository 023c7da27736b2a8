package org.cellsched.core.control;

/**
 * How changes of the set of cells are gathered: the first is applied at once; later ones wait until
 * nothing has changed for {@code quietNs}, but never longer than {@code maxDelayNs}.
 */
public record DebounceConfig(long quietNs, long maxDelayNs) {

  /** 1 s of quiet, 5 s at most. */
  public static final DebounceConfig DEFAULT = new DebounceConfig(1_000_000_000L, 5_000_000_000L);
}
