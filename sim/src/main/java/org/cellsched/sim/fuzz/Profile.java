package org.cellsched.sim.fuzz;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.cellsched.host.yaml.Scalars;

/** What a campaign leans towards: features that all of its runs have, or none. */
public enum Profile {
  MIXED(
      "a little of everything, other things in each run",
      EnumSet.noneOf(Feature.class),
      EnumSet.noneOf(Feature.class)),
  CHURN(
      "cells and tasks come, move and go",
      EnumSet.of(Feature.CELL_CHURN, Feature.TASK_CHURN, Feature.MOVES, Feature.MANY_EVENTS),
      EnumSet.noneOf(Feature.class)),
  CROWDED(
      "more cells than CPUs, and many tasks",
      EnumSet.of(Feature.MANY_CELLS, Feature.MANY_TASKS),
      EnumSet.noneOf(Feature.class)),
  PINNED(
      "tasks that may not use all CPUs of their cell, or none of them",
      EnumSet.of(Feature.PINNED_TASKS, Feature.AFFINITY_CHANGES, Feature.BORROWING),
      EnumSet.noneOf(Feature.class)),
  OVERLAP(
      "cpusets that overlap and change",
      EnumSet.of(Feature.CPUSETS, Feature.CPUSET_CHANGES),
      EnumSet.of(Feature.NARROW_CPUSETS)),
  HOTPLUG(
      "CPUs come and go",
      EnumSet.of(Feature.HOTPLUG, Feature.MANY_EVENTS),
      EnumSet.noneOf(Feature.class)),
  REALTIME(
      "higher classes and interrupts take CPUs away",
      EnumSet.of(Feature.HIGHER_CLASS, Feature.INTERRUPTS, Feature.BORROWING),
      EnumSet.noneOf(Feature.class)),
  WEIGHTS(
      "weights and nice values far apart",
      EnumSet.of(Feature.NICE_VALUES, Feature.CELL_WEIGHTS, Feature.NESTED_CGROUPS),
      EnumSet.noneOf(Feature.class)),
  LENDING(
      "cells that lend and take back CPUs, and tasks that may not use all",
      EnumSet.of(Feature.BORROWING, Feature.PINNED_TASKS),
      EnumSet.of(
          Feature.NO_RECLAIM,
          Feature.HOTPLUG,
          Feature.INTERRUPTS,
          Feature.HIGHER_CLASS,
          Feature.INTERLEAVING,
          Feature.LONG_SLICES)),
  INTERLEAVED(
      "callbacks of one instant interrupt each other",
      EnumSet.of(Feature.INTERLEAVING, Feature.AT_ONE_INSTANT, Feature.BORROWING),
      EnumSet.noneOf(Feature.class)),
  TIGHT(
      "few CPUs, and plans and callbacks that come at one instant",
      EnumSet.of(
          Feature.SMALL,
          Feature.IN_STEP,
          Feature.INTERLEAVING,
          Feature.CPUSETS,
          Feature.PINNED_TASKS,
          Feature.CPUSET_CHANGES),
      EnumSet.of(
          Feature.SEVERAL_LLCS,
          Feature.SMT,
          Feature.INTERRUPTS,
          Feature.COSTLY_KICKS,
          Feature.LLC_QUEUES,
          Feature.LONG_SLICES,
          Feature.SLOW_DEBOUNCE,
          Feature.LATE_NOTIFICATIONS,
          Feature.SLOW_PLANS,
          Feature.REFUSED_PLANS,
          Feature.MANY_CELLS,
          Feature.MANY_TASKS,
          Feature.REQUESTS,
          Feature.PROGRAMS,
          Feature.FORKS,
          Feature.WEIGHT_CHANGES,
          Feature.NICE_CHANGES,
          Feature.TASK_CHURN,
          Feature.HOTPLUG,
          Feature.HIGHER_CLASS)),
  STRANGERS(
      "tasks of others pinned to CPUs of a cell that lends them",
      EnumSet.of(Feature.STRANGERS, Feature.BORROWING, Feature.NICE_VALUES),
      EnumSet.of(
          Feature.SEVERAL_LLCS,
          Feature.SMT,
          Feature.INTERRUPTS,
          Feature.INTERLEAVING,
          Feature.NO_RECLAIM,
          Feature.EXCLUSION,
          Feature.MANY_CELLS,
          Feature.CELL_CHURN,
          Feature.CPUSET_CHANGES,
          Feature.HOTPLUG,
          Feature.HIGHER_CLASS)),
  HEAVY(
      "tasks of the largest weight beside light ones, in long turns",
      EnumSet.of(Feature.SMALL, Feature.HEAVY_TASKS, Feature.NICE_VALUES),
      EnumSet.of(
          Feature.SEVERAL_LLCS,
          Feature.SMT,
          Feature.INTERRUPTS,
          Feature.LONG_SLICES,
          Feature.PINNED_TASKS,
          Feature.ALL_PINNED,
          Feature.MANY_CELLS,
          Feature.MANY_TASKS,
          Feature.CELL_WEIGHTS,
          Feature.REQUESTS,
          Feature.PROGRAMS,
          Feature.CELL_CHURN,
          Feature.WEIGHT_CHANGES,
          Feature.AFFINITY_CHANGES,
          Feature.NICE_CHANGES,
          Feature.HOTPLUG,
          Feature.HIGHER_CLASS)),
  HOGS(
      "higher classes that have CPUs for up to 400 ms",
      EnumSet.of(Feature.SMALL, Feature.HIGHER_CLASS, Feature.LONG_TAKES),
      EnumSet.of(
          Feature.SEVERAL_LLCS,
          Feature.SMT,
          Feature.LONG_SLICES,
          Feature.REBALANCING,
          Feature.MANY_CELLS,
          Feature.CELL_CHURN,
          Feature.CPUSET_CHANGES,
          Feature.MOVES,
          Feature.HOTPLUG)),
  STEADY(
      "nothing happens but what tasks do",
      EnumSet.noneOf(Feature.class),
      EnumSet.range(Feature.CELL_CHURN, Feature.MANY_EVENTS));

  private final String meaning;
  private final Set<Feature> always;
  private final Set<Feature> never;

  Profile(String meaning, Set<Feature> always, Set<Feature> never) {
    this.meaning = meaning;
    this.always = Collections.unmodifiableSet(always);
    this.never = Collections.unmodifiableSet(never);
  }

  /** How it is called on the command line. */
  public String word() {
    return Scalars.wordOf(this);
  }

  /** The one that is called so. */
  static Profile named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no profile " + word));
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }

  /** What all runs have. */
  Set<Feature> always() {
    return always;
  }

  /** What no run has. */
  Set<Feature> never() {
    return never;
  }

  /** The features of a run. */
  Set<Feature> draw(Dice dice) {
    EnumSet<Feature> drawn = EnumSet.noneOf(Feature.class);
    for (Feature feature : Feature.values()) {
      // Drawn first, so that a profile shifts no other draw; and so does no feature that mixed runs
      // never have.
      boolean chosen = feature.percent() > 0 && dice.percent(feature.percent());
      if (always.contains(feature) || (chosen && !never.contains(feature))) {
        drawn.add(feature);
      }
    }
    return drawn;
  }
}
