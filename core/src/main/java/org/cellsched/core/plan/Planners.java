package org.cellsched.core.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The planners that can be chosen by name. A new one is added here and nowhere else. */
public final class Planners {

  private static final SortedMap<String, CellPlanner> BY_NAME = new TreeMap<>();

  static {
    register(new ProportionalPlanner());
    register(new MatchingPlanner());
  }

  private Planners() {}

  private static void register(CellPlanner planner) {
    BY_NAME.put(planner.name(), planner);
  }

  /** All planners, sorted by name; unmodifiable. */
  public static SortedMap<String, CellPlanner> all() {
    return Collections.unmodifiableSortedMap(BY_NAME);
  }
}
