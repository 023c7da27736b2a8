package org.cellsched.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.RequestQueueSharing;

/**
 * The load that the simulator's speed is measured with: cells of alike tasks that run and sleep,
 * under the cell scheduler, borrowing on.
 *
 * @param cgroupsPerCell cgroups below each cell's own, which have its tasks; 0 if it has none
 * @param tasksPerCpu tasks for each CPU; they are dealt to the cgroups in turn
 * @param sleepNs 0 for tasks that never sleep
 * @param durationNs simulated time
 */
public record UniformLoad(
    int cpus,
    int cells,
    int cgroupsPerCell,
    int tasksPerCpu,
    long runNs,
    long sleepNs,
    long durationNs) {

  /** How many cells there are if nobody says. */
  public static final int DEFAULT_CELLS = 8;

  private static final int CORES_PER_LLC = 8;
  private static final int HZ = 250;

  /** Eight cells, whose tasks are in their own cgroups. */
  public UniformLoad(int cpus, int tasksPerCpu, long runNs, long sleepNs, long durationNs) {
    this(cpus, DEFAULT_CELLS, 0, tasksPerCpu, runNs, sleepNs, durationNs);
  }

  /** The machine: LLCs of 8 cores without SMT where that divides, one LLC otherwise. */
  private Topology topology() {
    int coresPerLlc = cpus % CORES_PER_LLC == 0 ? CORES_PER_LLC : cpus;
    return Topology.regular(1, 1, cpus / coresPerLlc, coresPerLlc, 1, SiblingNumbering.ADJACENT);
  }

  /** The same for the same values. */
  public Scenario scenario() {
    Behaviour behaviour =
        sleepNs == 0
            ? new Behaviour.Spin()
            : new Behaviour.RunSleep(
                new Distribution.Constant(runNs), new Distribution.Constant(sleepNs));
    List<CellDeclaration> declared = new ArrayList<>();
    List<TaskGroup> groups = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      String name = "cell" + cell;
      declared.add(cgroup(name, cgroupsBelow()));
      if (cgroupsPerCell == 0) {
        addTasks(groups, name, cell, cells, behaviour);
      }
      for (int below = 0; below < cgroupsPerCell; below++) {
        int number = cell * cgroupsPerCell + below;
        addTasks(groups, name + "/group" + below, number, cells * cgroupsPerCell, behaviour);
      }
    }
    return new Scenario(
        "bench",
        "",
        1,
        durationNs,
        SchedulerKind.CELLS,
        new MachineSpec(topology(), HZ, CostSpec.DEFAULT),
        policy(),
        FairSpec.DEFAULT,
        ControlSpec.DEFAULT,
        CheckSpec.DEFAULT,
        Interleaving.NONE,
        declared,
        groups,
        List.of(),
        List.of());
  }

  private List<CellDeclaration> cgroupsBelow() {
    return IntStream.range(0, cgroupsPerCell)
        .mapToObj(number -> cgroup("group" + number, List.of()))
        .toList();
  }

  private static CellDeclaration cgroup(String name, List<CellDeclaration> below) {
    return new CellDeclaration(name, null, CellDeclaration.DEFAULT_CPU_WEIGHT, below);
  }

  /** The part of the tasks that the cgroup with this number has, of so many. */
  private void addTasks(
      List<TaskGroup> groups, String cgroup, int number, int cgroups, Behaviour behaviour) {
    int tasks = cpus * tasksPerCpu;
    int count = tasks / cgroups + (number < tasks % cgroups ? 1 : 0);
    if (count == 0) {
      return;
    }
    groups.add(
        new TaskGroup(
            "load" + number,
            cgroup,
            count,
            TaskGroup.Members.COUNTED,
            behaviour,
            0,
            null,
            0,
            null,
            RequestQueueSharing.SHARED));
  }

  private static PolicyConfig policy() {
    PolicyConfig defaults = PolicyConfig.DEFAULT;
    return new PolicyConfig(
        defaults.planner(),
        true,
        defaults.rootMinCpus(),
        new TreeSet<>(),
        defaults.intervalNs(),
        null,
        DebounceConfig.DEFAULT,
        defaults.applyTimeoutNs(),
        DataPlaneConfig.DEFAULT);
  }
}
