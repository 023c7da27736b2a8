package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.LONGEST_NS;

import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.jspecify.annotations.Nullable;

/** How {@link TaskGroup}s are written in YAML. */
final class TaskFormat {

  /** Affinity in a message or table: `all` lifts a restriction. */
  static final ScalarFormat<Optional<CpuMask>> AFFINITY =
      Scalars.cpus().map(Optional::of).orWord("all", "no restriction", Optional.empty());

  private static final int ONE_PER_CPU = 0;

  static final ScalarFormat<Integer> NICE = Scalars.smallNumber(-20, 19);

  static final ObjectFormat<TaskGroup> TASK_GROUP =
      ObjectFormat.of(
          "task group", "Tasks that are alike.", keys -> new TaskFormat(keys, true)::group);

  static final ObjectFormat<Action.Start> STARTED =
      ObjectFormat.of(
          "started task group",
          "Tasks that an event starts: a task group without `start` and `stop`.",
          keys -> {
            TaskFormat format = new TaskFormat(keys, false);
            return values -> new Action.Start(format.group(values));
          });

  private final Key<String> name;
  private final Key<String> cell;
  private final Key<Integer> count;
  private final Key<Behaviour> behaviour;
  private final Key<Integer> nice;
  private final Key<Optional<CpuMask>> affinity;
  private final Key<RequestQueueSharing> queue;
  private final @Nullable Key<Boolean> forked;
  private final @Nullable Key<Long> start;
  private final @Nullable Key<Long> stop;

  private TaskFormat(Keys keys, boolean withTimes) {
    name = keys.required("name", Names.SIMPLE, "worker", "Unique among groups and cells.");
    cell =
        keys.required(
            "cell",
            Names.CELL_PATH,
            "web",
            "Where they live: a cell, a cgroup below one, or `root` for no cell.");
    count =
        keys.optional(
            "count",
            Scalars.smallNumber(1, Limits.MOST_TASKS)
                .orWord("per-cpu", "one pinned to each CPU that they may run on", ONE_PER_CPU),
            "1",
            "How many; of forked tasks, how many at most.");
    behaviour =
        keys.required(
            "behaviour", BehaviourFormat.BEHAVIOUR_OR_WORD, "spin", "What each of them does.");
    nice = keys.optional("nice", NICE, "0", "Nice value, which gives the weight.");
    affinity = keys.optional("affinity", AFFINITY, "all", "The CPUs they may run on.");
    queue =
        keys.optional(
            "queue",
            Scalars.constant(RequestQueueSharing.class),
            "shared",
            "For `serve`: one stream of requests for the group, or one of its own for each task.");
    forked =
        withTimes
            ? keys.optional(
                "forked",
                Scalars.bool(),
                "false",
                "Whether they are not started at a time, but by `fork` in another task's program.")
            : null;
    start =
        withTimes
            ? keys.optional("start", Scalars.duration(0, LONGEST_NS), "0", "When they start.")
            : null;
    stop =
        withTimes
            ? keys.nullable(
                "stop",
                Scalars.duration(0, LONGEST_NS),
                "at the end of the run",
                "When they exit, unless their behaviour ends before.")
            : null;
  }

  private TaskGroup.Members members(Values values) {
    boolean perCpu = values.get(count) == ONE_PER_CPU;
    if (forked == null || !values.get(forked)) {
      return perCpu ? TaskGroup.Members.PER_CPU : TaskGroup.Members.COUNTED;
    }
    if (perCpu) {
      values.refuse(count, "`count` of forked tasks is a number: how many there may be at most");
    }
    if (start != null && values.isWritten(start)) {
      values.refuse(start, "`start` has no meaning for forked tasks; delete it");
    }
    return TaskGroup.Members.FORKED;
  }

  private TaskGroup group(Values values) {
    long startNs = start == null ? 0 : values.get(start);
    Long stopNs = stop == null ? null : values.find(stop);
    if (stop != null && stopNs != null && stopNs <= startNs) {
      values.refuse(
          stop,
          "`stop` (%s) is not after `start` (%s); expected a later time"
              .formatted(Scalars.formatNs(stopNs), Scalars.formatNs(startNs)));
    }
    if (values.isWritten(queue) && !(values.get(behaviour) instanceof Behaviour.Serve)) {
      values.refuse(queue, "`queue` is for tasks that `serve` requests; delete it");
    }
    return new TaskGroup(
        values.get(name),
        values.get(cell),
        Math.max(1, values.get(count)),
        members(values),
        values.get(behaviour),
        values.get(nice),
        values.get(affinity).orElse(null),
        startNs,
        stopNs,
        values.get(queue));
  }
}
