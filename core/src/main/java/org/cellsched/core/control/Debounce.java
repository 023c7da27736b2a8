package org.cellsched.core.control;

/**
 * Gathers changes: see {@link DebounceConfig}. An immutable value; what happened answers the next
 * value.
 *
 * @param pending whether a change waits to be planned
 * @param pendingSinceNs when the oldest such change came; 0 unless pending
 * @param quietUntilNs a change before this time is gathered, one from then on is planned at once
 * @param dueNs when the pending changes are to be planned; 0 unless pending
 */
public record Debounce(boolean pending, long pendingSinceNs, long quietUntilNs, long dueNs) {

  /** Nothing has changed yet: the first change is due at once, at whatever time. */
  public static final Debounce INITIAL = new Debounce(false, 0, Long.MIN_VALUE, 0);

  /** Something changed now. */
  Debounce changed(DebounceConfig config, long nowNs) {
    long sinceNs = pending ? pendingSinceNs : nowNs;
    long quietNs = nowNs + config.quietNs();
    if (nowNs >= quietUntilNs) {
      return new Debounce(true, sinceNs, quietNs, nowNs);
    }
    return new Debounce(true, sinceNs, quietNs, Math.min(quietNs, sinceNs + config.maxDelayNs()));
  }

  /** All that waited is planned now; what follows soon is gathered again. */
  Debounce planned(DebounceConfig config, long nowNs) {
    return new Debounce(false, 0, nowNs + config.quietNs(), 0);
  }

  /** What waited has cancelled itself out, or is planned already. */
  Debounce settled() {
    return pending ? new Debounce(false, 0, quietUntilNs, 0) : this;
  }
}
