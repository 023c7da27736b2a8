package org.cellsched.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.cellsched.sim.workload.Workload;

/** The task groups of a run and the tasks in each: who is meant by a group's name. */
final class Populace {

  /** A group by name: what it counts under, its shared request queue, its tasks so far. */
  private static final class Members {
    final int number;
    final List<Task> tasks = new ArrayList<>();
    int sharedQueue = NO_QUEUE;

    Members(int number) {
      this.number = number;
    }
  }

  private static final int NO_QUEUE = -1;

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

  /** How many request queues a list of starts needs at most. */
  static int requestQueues(List<TaskGroup> starts) {
    return starts.stream()
        .filter(group -> group.behaviour() instanceof Behaviour.Serve)
        .mapToInt(group -> group.queue() == RequestQueueSharing.SHARED ? 1 : group.count())
        .sum();
  }

  /** Makes a group known, so that it has its figures even if it never starts. */
  void declare(String name) {
    byName.computeIfAbsent(name, unknown -> new Members(metrics.createGroup()));
  }

  /** Starts the tasks of a group in a cgroup; a group that starts again grows. */
  void start(TaskGroup group, Cgroup cgroup) {
    Members members = members(group.name());
    for (int i = 0; i < group.count(); i++) {
      String name = group.name() + "/" + members.tasks.size();
      Task task = kernel.declare(name, cgroup, group.nice(), group.affinity());
      kernel.setPolicy(task, group.policy());
      members.tasks.add(task);
      metrics.assign(task, members.number);
      workload.assign(task, group.behaviour(), requestQueue(group, members, name));
      kernel.start(task);
    }
  }

  private int requestQueue(TaskGroup group, Members members, String taskName) {
    if (!(group.behaviour() instanceof Behaviour.Serve serve)) {
      return NO_QUEUE;
    }
    if (group.queue() == RequestQueueSharing.OWN) {
      return workload.createRequestQueue(serve, taskName, events.nowNs());
    }
    if (members.sharedQueue == NO_QUEUE) {
      members.sharedQueue = workload.createRequestQueue(serve, group.name(), events.nowNs());
    }
    return members.sharedQueue;
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
