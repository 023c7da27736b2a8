package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.LONGEST_NS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/** How {@link ScenarioEvent}s are written in YAML: when, and one key that says what. */
final class EventFormat {

  static final ObjectFormat<Action.SetCpuset> SET_CPUSET =
      ObjectFormat.of(
          "setCpuset",
          "`cpuset.cpus` of a cgroup is written.",
          keys -> {
            Key<String> cell = cell(keys);
            Key<Optional<CpuMask>> cpuset =
                keys.required(
                    "cpuset",
                    Scalars.cpus()
                        .map(Optional::of)
                        .orWord("none", "clearing it", Optional.empty()),
                    "0-3",
                    "The new value.");
            return values ->
                new Action.SetCpuset(values.get(cell), values.get(cpuset).orElse(null));
          });

  static final ObjectFormat<Action.SetCpuWeight> SET_CPU_WEIGHT =
      ObjectFormat.of(
          "setCpuWeight",
          "`cpu.weight` of a cgroup is written.",
          keys -> {
            Key<String> cell = cell(keys);
            Key<Integer> weight =
                keys.required("cpuWeight", CellFormat.CPU_WEIGHT, "200", "The new value.");
            return values -> new Action.SetCpuWeight(values.get(cell), values.get(weight));
          });

  static final ObjectFormat<Action.SetCpuMax> SET_CPU_MAX =
      ObjectFormat.of(
          "setCpuMax",
          "`cpu.max` of a cgroup is written.",
          keys -> {
            Key<String> cell = cell(keys);
            Key<Optional<Long>> quota =
                keys.required(
                    "quota",
                    CellFormat.QUOTA.map(Optional::of).orWord("max", "no limit", Optional.empty()),
                    "50ms",
                    "CPU time that its tasks may use …");
            Key<Long> period = CellFormat.period(keys);
            return values ->
                new Action.SetCpuMax(
                    values.get(cell),
                    values
                        .get(quota)
                        .map(quotaNs -> new CpuMax(quotaNs, values.get(period)))
                        .orElse(null));
          });

  static final ObjectFormat<Action.Move> MOVE =
      ObjectFormat.of(
          "move",
          "All tasks of a group go to another cgroup.",
          keys -> {
            Key<String> group = group(keys);
            Key<String> to =
                keys.required("to", Names.CELL_PATH, "batch", "Where they go; `root`: no cell.");
            return values -> new Action.Move(values.get(group), values.get(to));
          });

  static final ObjectFormat<Action.SetAffinity> SET_AFFINITY =
      ObjectFormat.of(
          "setAffinity",
          "All tasks of a group get another affinity.",
          keys -> {
            Key<String> group = group(keys);
            Key<Optional<CpuMask>> affinity =
                keys.required("affinity", TaskFormat.AFFINITY, "0-3", "The new value.");
            return values ->
                new Action.SetAffinity(values.get(group), values.get(affinity).orElse(null));
          });

  static final ObjectFormat<Action.SetNice> SET_NICE =
      ObjectFormat.of(
          "setNice",
          "All tasks of a group get another nice value.",
          keys -> {
            Key<String> group = group(keys);
            Key<Integer> nice = keys.required("nice", TaskFormat.NICE, "10", "The new value.");
            return values -> new Action.SetNice(values.get(group), values.get(nice));
          });

  static final ObjectFormat<Action.TakeCpus> TAKE_CPUS =
      ObjectFormat.of(
          "takeCpus",
          "A higher scheduling class occupies CPUs for a while.",
          keys -> {
            Key<CpuMask> cpus = keys.required("cpus", Scalars.cpus(), "0-1", "Which.");
            Key<Long> length =
                keys.required(
                    "for", Scalars.duration(Limits.MICROSECOND_NS, LONGEST_NS), "5ms", "How long.");
            return values -> new Action.TakeCpus(values.get(cpus), values.get(length));
          });

  static final ObjectFormat<ScenarioEvent> EVENT =
      ObjectFormat.of(
          "event",
          "Something that happens: a time, and one of the keys that say what.",
          keys -> new EventFormat(keys)::event);

  private final Key<Long> at;
  private final Key<Long> every;
  private final Key<Integer> times;
  private final Maker<Action> action;

  private EventFormat(Keys keys) {
    at = keys.required("at", Scalars.duration(0, LONGEST_NS), "10s", "When it happens.");
    every =
        keys.nullable(
            "every",
            Scalars.duration(Limits.MICROSECOND_NS, LONGEST_NS),
            "once",
            "Time from one repetition to the next.");
    times =
        keys.optional(
            "times",
            Scalars.smallNumber(1, Limits.MOST_EVENTS),
            "1",
            "How often it happens; needs `every`.");
    action = actions(keys);
  }

  private static Maker<Action> actions(Keys keys) {
    List<Key<? extends Action>> actions = new ArrayList<>();
    actions.add(keys.alternative("createCell", CellFormat.CREATED, "A cell appears."));
    actions.add(
        keys.alternative(
            "removeCell",
            Names.SIMPLE.map(Action.RemoveCell::new),
            "The cell of this name goes; its tasks exit first."));
    actions.add(keys.alternative("setCpuset", SET_CPUSET, "A cpuset is written or cleared."));
    actions.add(keys.alternative("setCpuWeight", SET_CPU_WEIGHT, "A weight is written."));
    actions.add(keys.alternative("setCpuMax", SET_CPU_MAX, "A limit of CPU time is written."));
    actions.add(
        keys.alternative(
            "start", TaskFormat.STARTED, "Tasks start; repeated, as many again join the group."));
    actions.add(
        keys.alternative(
            "stop",
            Names.SIMPLE.map(Action.Stop::new),
            "All tasks of the group of this name exit."));
    actions.add(keys.alternative("move", MOVE, "Tasks go to another cgroup."));
    actions.add(keys.alternative("setAffinity", SET_AFFINITY, "Tasks get another affinity."));
    actions.add(keys.alternative("setNice", SET_NICE, "Tasks get another nice value."));
    actions.add(keys.alternative("takeCpus", TAKE_CPUS, "A higher class occupies CPUs."));
    actions.add(
        keys.alternative(
            "offline", Scalars.cpus().map(Action.Offline::new), "CPUs are unplugged."));
    actions.add(
        keys.alternative(
            "online", Scalars.cpus().map(Action.Online::new), "CPUs are plugged in again."));
    return ObjectFormat.oneOf(actions);
  }

  private @Nullable ScenarioEvent event(Values values) {
    Long everyNs = values.find(every);
    if (everyNs == null && values.isWritten(times)) {
      values.refuse(times, "`times` without `every`; add for example `every: 300ms`");
    } else if (everyNs != null && !values.isWritten(times)) {
      values.refuse(every, "`every` without `times`; add for example `times: 40`");
    }
    Action what = action.make(values);
    return what == null
        ? null
        : new ScenarioEvent(
            values.get(at),
            everyNs == null ? 0 : everyNs,
            values.get(times),
            what,
            values.node().location());
  }

  private static Key<String> cell(Keys keys) {
    return keys.required("cell", Names.CELL_PATH, "web", "The cell, or the cgroup below one.");
  }

  private static Key<String> group(Keys keys) {
    return keys.required("group", Names.SIMPLE, "worker", "The name of the group.");
  }
}
