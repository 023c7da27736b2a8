package org.cellsched.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.cellsched.sim.workload.Workload;
import org.jspecify.annotations.Nullable;

/** The task groups of a run and the tasks in each: who is meant by a group's name. */
final class Populace {

  /** A group by name: what it counts under, its common request stream, its tasks so far. */
  private static final class Members {
    final int number;
    final List<Task> tasks = new ArrayList<>();
    int sharedStream = NO_STREAM;

    Members(int number) {
      this.number = number;
    }
  }

  private static final int NO_STREAM = -1;

  private final EventQueue events;
  private final Kernel kernel;
  private final Workload workload;
  private final RunMetrics metrics;
  private final Map<String, Members> byName = new LinkedHashMap<>();

  Populace(EventQueue events, Kernel kernel, Workload workload, RunMetrics metrics) {
    this.events = events;
    this.kernel = kernel;
    this.workload = workload;
    this.metrics = metrics;
  }

  /** How many streams of requests a list of starts needs at most. */
  static int requestStreams(List<TaskGroup> starts, Topology topology) {
    return starts.stream()
        .filter(group -> group.behaviour() instanceof Behaviour.Serve)
        .mapToInt(group -> hasOneStream(group) ? 1 : group.taskCount(topology))
        .sum();
  }

  /** Requests that fan out go to several queues, and yet they are one stream. */
  private static boolean hasOneStream(TaskGroup group) {
    return group.queue() == RequestQueueSharing.SHARED
        || group.behaviour() instanceof Behaviour.Serve serve && serve.fanOut() > 1;
  }

  /** Makes a group known, so that it has its figures even if it never starts. */
  void declare(String name) {
    byName.computeIfAbsent(name, unknown -> new Members(metrics.createGroup()));
  }

  /** Starts the tasks of a group in a cgroup; a group that starts again grows. */
  void start(TaskGroup group, Cgroup cgroup) {
    if (group.members() == TaskGroup.Members.PER_CPU) {
      group
          .possibleCpus(kernel.topology())
          .forEach(cpu -> startOne(group, cgroup, group.name() + "/" + cpu, CpuMask.of(cpu)));
    } else {
      for (int i = 0; i < group.count(); i++) {
        startNext(group, cgroup);
      }
    }
  }

  /** Starts one more task of a group. */
  void startNext(TaskGroup group, Cgroup cgroup) {
    String name = group.name() + "/" + members(group.name()).tasks.size();
    startOne(group, cgroup, name, group.affinity());
  }

  private void startOne(TaskGroup group, Cgroup cgroup, String name, @Nullable CpuMask affinity) {
    Members members = members(group.name());
    Task task = kernel.declare(name, cgroup, group.nice(), affinity);
    if (group.behaviour() instanceof Behaviour.Serve serve) {
      assignServer(task, group, serve, members);
    } else {
      workload.assign(task, group.behaviour());
    }
    members.tasks.add(task);
    metrics.assign(task, members.number);
    kernel.start(task);
  }

  private void assignServer(Task task, TaskGroup group, Behaviour.Serve serve, Members members) {
    int tasks = group.taskCount(kernel.topology());
    int number = members.tasks.size();
    if (!hasOneStream(group)) {
      Arrivals arrivals = serve.ofOwnQueue(number % tasks, tasks);
      int stream = workload.createStream(arrivals, serve, task.name(), 1, events.nowNs());
      workload.assignServer(task, serve, stream, 0);
      return;
    }
    boolean shared = group.queue() == RequestQueueSharing.SHARED;
    int queues = shared ? 1 : tasks;
    if (members.sharedStream == NO_STREAM) {
      members.sharedStream =
          workload.createStream(
              serve.ofSharedQueue(tasks), serve, group.name(), queues, events.nowNs());
    }
    workload.assignServer(task, serve, members.sharedStream, number % queues);
  }

  /** The tasks of a group that have been started, ended ones included. */
  List<Task> tasks(String group) {
    return members(group).tasks;
  }

  /** Names of all groups, in the order in which they were declared. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  int number(String group) {
    return members(group).number;
  }

  private Members members(String group) {
    Members members = byName.get(group);
    if (members == null) {
      throw new IllegalArgumentException("no task group " + group);
    }
    return members;
  }
}
