package org.cellsched.sim;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Surroundings;

/** What the programs of tasks do to the world, done. */
final class TaskSurroundings implements Surroundings {

  private final World world;
  private final Populace populace;

  /** By name: groups whose tasks are forked, and how many of each may still be. */
  private final Map<String, TaskGroup> forked = new TreeMap<>();

  private final Map<String, Integer> forksLeft = new TreeMap<>();

  TaskSurroundings(Scenario scenario, World world, Populace populace) {
    this.world = world;
    this.populace = populace;
    for (TaskGroup group : scenario.tasks()) {
      if (group.members() == TaskGroup.Members.FORKED) {
        forked.put(group.name(), group);
        forksLeft.put(group.name(), group.count());
      }
    }
  }

  private Kernel kernel() {
    return world.kernel();
  }

  @Override
  public void wake(Task task) {
    kernel().wake(task);
  }

  @Override
  public void setAffinity(Task task, Optional<CpuMask> affinity) {
    kernel().setAffinity(task, affinity.orElse(kernel().topology().cpus()));
  }

  @Override
  public void setNice(Task task, int nice) {
    kernel().setNice(task, nice);
  }

  @Override
  public void move(Task task, String cell) {
    kernel().move(task, cgroup(cell));
  }

  @Override
  public void fork(String group) {
    TaskGroup child = forked.get(group);
    int left = forksLeft.getOrDefault(group, 0);
    if (child == null || left == 0) {
      throw new ScenarioFault(
          0,
          "more tasks of the group %s are forked than its `count` allows; raise it"
              .formatted(group));
    }
    forksLeft.put(group, left - 1);
    populace.startNext(child, cgroup(child.cell()));
  }

  private Cgroup cgroup(String path) {
    Cgroup cgroup = world.cgroup(path);
    if (cgroup == null) {
      throw new ScenarioFault(
          0, "cell %s does not exist any more when a task wants to be in it".formatted(path));
    }
    return cgroup;
  }
}
