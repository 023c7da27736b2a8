package org.cellsched.sim.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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
 * The load that the simulator's speed is measured with: eight cells of alike tasks that run and
 * sleep, under the cell scheduler, borrowing on.
 *
 * @param tasksPerCpu tasks for each CPU; they are dealt to the cells in turn
 * @param sleepNs 0 for tasks that never sleep
 * @param durationNs simulated time
 */
public record UniformLoad(int cpus, int tasksPerCpu, long runNs, long sleepNs, long durationNs) {

  private static final int CELLS = 8;
  private static final int CORES_PER_LLC = 8;
  private static final int HZ = 250;

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
    List<CellDeclaration> cells = new ArrayList<>();
    List<TaskGroup> groups = new ArrayList<>();
    int tasks = cpus * tasksPerCpu;
    for (int cell = 0; cell < CELLS; cell++) {
      int count = tasks / CELLS + (cell < tasks % CELLS ? 1 : 0);
      cells.add(
          new CellDeclaration("cell" + cell, null, CellDeclaration.DEFAULT_CPU_WEIGHT, List.of()));
      if (count > 0) {
        groups.add(
            new TaskGroup(
                "load" + cell,
                "cell" + cell,
                count,
                TaskGroup.Members.COUNTED,
                behaviour,
                0,
                null,
                0,
                null,
                RequestQueueSharing.SHARED));
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
        cells,
        groups,
        List.of(),
        List.of());
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
