package org.cellsched.host.policy;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.dispatch.SliceCut;
import org.cellsched.core.plan.Planners;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.yaml.EitherFormat;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;

/** How a {@link PolicyConfig} is written in YAML. */
public final class PolicyFormat {

  private static final long MICROSECOND_NS = 1_000;
  private static final long MILLISECOND_NS = 1_000_000;
  private static final long SECOND_NS = 1_000_000_000;

  /** Longer ones once overflowed a 16-bit field of milliseconds, and nobody wants them. */
  private static final long LONGEST_NS = 60 * SECOND_NS;

  /** The largest machine that is planned for. */
  private static final int MOST_CPUS = 4096;

  /** Base name of a cgroup directory: the kernel forbids the slash only. */
  private static final ScalarFormat<String> CGROUP_NAME =
      Scalars.matching("the base name of a cgroup, without `/`", "[^/]+", 255);

  /** {@code rebalancing} as a mapping. */
  public static final ObjectFormat<RebalanceConfig> REBALANCING =
      ObjectFormat.of(
          "rebalancing", "When CPUs follow demand from cell to cell.", PolicyFormat::rebalancing);

  /** {@code debounce}. */
  public static final ObjectFormat<DebounceConfig> DEBOUNCE =
      ObjectFormat.of(
          "debounce",
          "How changes of the set of cells are gathered: the first is applied at once.",
          PolicyFormat::debounce);

  /** {@code sliceCut}. */
  public static final ObjectFormat<SliceCut> SLICE_CUT =
      ObjectFormat.of(
          "slice cut",
          "How short the slice of a running task is cut for one that waits for this CPU alone: to"
              + " twice what the waiter usually runs, within limits.",
          PolicyFormat::sliceCut);

  private static final Format<Optional<RebalanceConfig>> REBALANCING_OR_SWITCH =
      new EitherFormat<>(
          Scalars.bool(),
          on -> on ? Optional.of(RebalanceConfig.DEFAULT) : Optional.empty(),
          REBALANCING,
          Optional::of);

  /** A whole policy. */
  public static final ObjectFormat<PolicyConfig> POLICY =
      ObjectFormat.of(
          "policy", "How cells are scheduled: what an operator may choose.", PolicyFormat::policy);

  private PolicyFormat() {}

  private static Maker<RebalanceConfig> rebalancing(Keys keys) {
    Key<Integer> threshold =
        keys.optional(
            "threshold",
            Scalars.percent(10_000, 10_000_000),
            "20%",
            "Difference between the highest and the lowest smoothed utilisation of a cell from"
                + " which on CPUs are moved.");
    Key<Long> cooldown =
        keys.optional(
            "cooldown",
            Scalars.duration(MILLISECOND_NS, LONGEST_NS),
            "5s",
            "Least time between two plans for demand.");
    Key<Integer> smoothing =
        keys.optional(
            "smoothing",
            Scalars.ratio(1, 1_000_000),
            "0.3",
            "Weight of the newest sample in the moving average; 1 is no smoothing.");
    return values ->
        new RebalanceConfig(values.get(threshold), values.get(cooldown), values.get(smoothing));
  }

  private static Maker<DebounceConfig> debounce(Keys keys) {
    Key<Long> quiet =
        keys.optional(
            "quiet",
            Scalars.duration(0, LONGEST_NS),
            "1s",
            "How long nothing must change before gathered changes are applied; 0: at once.");
    Key<Long> maxDelay =
        keys.optional(
            "maxDelay", Scalars.duration(0, LONGEST_NS), "5s", "How long a change waits at most.");
    return values -> {
      if (values.get(maxDelay) < values.get(quiet)) {
        values.refuse(
            values.isWritten(maxDelay) ? maxDelay : quiet,
            "`maxDelay` (%s) is less than `quiet` (%s); expected at least as much"
                .formatted(
                    Scalars.formatNs(values.get(maxDelay)), Scalars.formatNs(values.get(quiet))));
      }
      return new DebounceConfig(values.get(quiet), values.get(maxDelay));
    };
  }

  private static Maker<SliceCut> sliceCut(Keys keys) {
    Key<Long> shortest =
        keys.optional(
            "shortest",
            Scalars.duration(MICROSECOND_NS, SECOND_NS),
            "500us",
            "At least so much is left.");
    Key<Long> longest =
        keys.optional(
            "longest",
            Scalars.duration(MICROSECOND_NS, SECOND_NS),
            "4ms",
            "At most so much is left.");
    return values -> {
      if (values.get(longest) < values.get(shortest)) {
        values.refuse(
            values.isWritten(longest) ? longest : shortest,
            "`longest` (%s) is less than `shortest` (%s); expected at least as much"
                .formatted(
                    Scalars.formatNs(values.get(longest)), Scalars.formatNs(values.get(shortest))));
      }
      return new SliceCut(values.get(shortest), values.get(longest));
    };
  }

  private static Function<Values, DataPlaneConfig> dataPlane(Keys keys) {
    Key<Long> slice =
        keys.optional(
            "slice",
            Scalars.duration(100 * MICROSECOND_NS, SECOND_NS),
            "20ms",
            "How long a task runs before others get their turn.");
    Key<Boolean> llcAware =
        keys.optional(
            "llcAware",
            Scalars.bool(),
            "false",
            "One queue per last-level cache of a cell instead of one per cell.");
    Key<Long> lenderProtection =
        keys.optional(
            "lenderProtection",
            Scalars.duration(0, SECOND_NS),
            "200us",
            "How long a CPU is not lent again after its owner took it back.");
    Key<Boolean> reclaim =
        keys.optional(
            "reclaim",
            Scalars.bool(),
            "true",
            "Whether an owner's waking task takes a lent CPU back at once, not after the slice.");
    Key<SliceCut> sliceCut =
        keys.optional(
            "sliceCut",
            SLICE_CUT,
            "{}",
            "How short a slice is cut for a task that waits for one CPU alone.");
    return values ->
        new DataPlaneConfig(
            values.get(slice),
            values.get(llcAware),
            values.get(lenderProtection),
            values.get(reclaim),
            values.get(sliceCut));
  }

  private static Maker<PolicyConfig> policy(Keys keys) {
    Key<String> planner =
        keys.optional(
            "planner",
            Scalars.word(List.copyOf(Planners.all().keySet()), name -> name),
            "proportional",
            "The planner that is tried first.");
    Key<Boolean> borrowing =
        keys.optional(
            "borrowing", Scalars.bool(), "false", "Whether cells may use idle CPUs of others.");
    Key<Integer> rootMinCpus =
        keys.optional(
            "rootMinCpus",
            Scalars.smallNumber(0, MOST_CPUS),
            "0",
            "CPUs held out for the root cell.");
    Key<List<Located<String>>> exclude =
        keys.optional(
            "exclude",
            new ListFormat<>("cgroup names", CGROUP_NAME),
            "[]",
            "Children of the cell parent cgroup that stay in the root cell.");
    Key<Long> interval =
        keys.optional(
            "interval",
            Scalars.duration(MILLISECOND_NS, LONGEST_NS),
            "1s",
            "Time between two samples of demand.");
    Key<Optional<RebalanceConfig>> rebalancing =
        keys.optional(
            "rebalancing",
            REBALANCING_OR_SWITCH,
            "false",
            "Whether, and when, CPUs follow demand; `true` is a mapping with all defaults.");
    Key<DebounceConfig> debounce =
        keys.optional("debounce", DEBOUNCE, "{}", "How changes of the set of cells are gathered.");
    Key<Long> applyTimeout =
        keys.optional(
            "applyTimeout",
            Scalars.duration(MILLISECOND_NS, LONGEST_NS),
            "5s",
            "How long an unanswered plan is waited for before it counts as refused.");
    Function<Values, DataPlaneConfig> dataPlane = dataPlane(keys);
    return values ->
        new PolicyConfig(
            values.get(planner),
            values.get(borrowing),
            values.get(rootMinCpus),
            new TreeSet<>(values.get(exclude).stream().map(Located::value).toList()),
            values.get(interval),
            values.get(rebalancing).orElse(null),
            values.get(debounce),
            values.get(applyTimeout),
            dataPlane.apply(values));
  }
}
