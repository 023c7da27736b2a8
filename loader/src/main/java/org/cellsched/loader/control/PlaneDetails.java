package org.cellsched.loader.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.dispatch.Decision;

/**
 * What a data plane tells beyond what the controller wants to know.
 *
 * @param decisions how often each was made since it was attached; empty where none are counted
 * @param wakeups by cell, latencies from a wakeup to a CPU: number n counts those below 2^n ns and
 *     not below half of that
 * @param lastMoved waiting tasks that the last plan moved to other queues
 * @param lastKicked CPUs that the last plan gave to another cell
 * @param lastReplacedNs how long it took to re-place what the last plan left in the wrong place
 */
public record PlaneDetails(
    SortedMap<Decision, Long> decisions,
    SortedMap<CellId, long[]> wakeups,
    int lastMoved,
    int lastKicked,
    long lastReplacedNs) {

  public static final PlaneDetails NONE =
      new PlaneDetails(new TreeMap<>(), new TreeMap<>(), 0, 0, 0);

  public PlaneDetails {
    decisions = Collections.unmodifiableSortedMap(new TreeMap<>(decisions));
    wakeups = Collections.unmodifiableSortedMap(new TreeMap<>(wakeups));
  }
}
