package org.cellsched.sim;

import java.util.EnumMap;
import java.util.Map;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.control.DataPlane;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.check.AccountsChecker;
import org.cellsched.sim.check.Bounds;
import org.cellsched.sim.check.ControlChecker;
import org.cellsched.sim.check.CpuMaxWatch;
import org.cellsched.sim.check.LivenessChecker;
import org.cellsched.sim.check.SafetyChecker;
import org.cellsched.sim.check.Violations;
import org.cellsched.sim.check.WaitingChecker;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.explain.WorstWaits;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.CgroupTree;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.kernel.KernelCosts;
import org.cellsched.sim.kernel.Overlap;
import org.cellsched.sim.kernel.Scheduler;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.scheduler.CellScheduler;
import org.cellsched.sim.scheduler.GlobalVtimeScheduler;
import org.cellsched.sim.scheduler.fair.FairConfig;
import org.cellsched.sim.scheduler.fair.FairScheduler;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunDigest;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.workload.Interrupts;
import org.cellsched.sim.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * The modelled machine with a scheduler attached and everyone watching, before anything happens.
 *
 * @param cellParent cgroup whose children are cells
 * @param system cgroup of what belongs to no cell
 * @param dataPlane the scheduler's side towards the control plane; null for one without cells
 */
record World(
    Kernel kernel,
    Workload workload,
    Interrupts interrupts,
    Observers observers,
    Ownership ownership,
    Violations violations,
    Cgroup cellParent,
    Cgroup system,
    @Nullable DataPlane dataPlane) {

  private static final String CELL_PARENT = "workloads";
  private static final String SYSTEM = "system";

  /** The cgroup at a path below the cell parent, or the one of what is in no cell; or null. */
  @Nullable Cgroup cgroup(String path) {
    return path.equals(TaskGroup.ROOT) ? system : kernel.cgroups().find(cellParent, path);
  }

  static World boot(
      Scenario scenario, EventQueue events, Numbers numbers, Overlap overlap, RunObserver visitor) {
    Topology topology = scenario.machine().topology();
    CgroupTree cgroups = new CgroupTree();
    Cgroup cellParent = cgroups.create(cgroups.root(), CELL_PARENT);
    Cgroup system = cgroups.create(cgroups.root(), SYSTEM);
    Tenants tenants = new Tenants(cellParent);
    Ownership ownership = new Ownership(topology, tenants);
    Violations violations = new Violations();
    Observers observers = watch(scenario, tenants, ownership, violations, visitor);
    Workload workload = new Workload(events, numbers.arrivals(), scenario.seed(), observers);
    Scheduler scheduler = scheduler(scenario, cgroups);
    Kernel kernel =
        new Kernel(
            kernelConfig(scenario),
            cgroups,
            events,
            numbers.kernel(),
            scheduler,
            workload,
            observers,
            overlap);
    visitor.begins(kernel, tenants, ownership);
    Interrupts interrupts =
        new Interrupts(
            events, numbers.interrupts(), kernel, scenario.machine().irqs(), scenario.seed());
    DataPlane dataPlane = scheduler instanceof DataPlane plane ? plane : null;
    return new World(
        kernel,
        workload,
        interrupts,
        observers,
        ownership,
        violations,
        cellParent,
        system,
        dataPlane);
  }

  private static Observers watch(
      Scenario scenario,
      Tenants tenants,
      Ownership ownership,
      Violations violations,
      RunObserver visitor) {
    int cpuCount = scenario.machine().topology().cpuCount();
    Bounds bounds = bounds(scenario);
    return new Observers(
        tenants,
        new RunMetrics(tenants, ownership),
        new RunDigest(),
        new SafetyChecker(cpuCount, tenants, ownership, violations, bounds),
        new WaitingChecker(cpuCount, tenants, ownership, violations, bounds),
        new LivenessChecker(tenants, ownership, violations, bounds),
        new WorstWaits(cpuCount, tenants, ownership),
        new CpuMaxWatch(cpuCount, bounds),
        new AccountsChecker(cpuCount, violations, bounds),
        new ControlChecker(violations),
        visitor);
  }

  private static Scheduler scheduler(Scenario scenario, CgroupTree cgroups) {
    PolicyConfig policy = scenario.policy();
    return switch (scenario.scheduler()) {
      case CELLS, STATIC_CPUSETS -> new CellScheduler(policy.dataPlane());
      case GLOBAL_VTIME -> new GlobalVtimeScheduler(policy.dataPlane().sliceNs());
      case FAIR ->
          new FairScheduler(
              fairConfig(scenario), Kernel.tickNs(scenario.machine().hz()), cgroups.root());
    };
  }

  private static FairConfig fairConfig(Scenario scenario) {
    return scenario.fair().config(scenario.machine().topology().cpuCount());
  }

  private static KernelConfig kernelConfig(Scenario scenario) {
    MachineSpec machine = scenario.machine();
    return new KernelConfig(
        machine.topology(),
        machine.hz(),
        costs(machine.costs()),
        machine.smtThroughputPpm(),
        scenario.scheduler() == SchedulerKind.FAIR
            ? KernelConfig.NO_WATCHDOG
            : machine.watchdogNs());
  }

  private static KernelCosts costs(CostSpec spec) {
    Map<CpuDistance, Long> migrationNs = new EnumMap<>(CpuDistance.class);
    for (CpuDistance distance : CpuDistance.values()) {
      migrationNs.put(distance, spec.migration().of(distance));
    }
    return new KernelCosts(spec.switchNs(), spec.kickNs(), spec.callbackNs(), migrationNs);
  }

  private static Bounds bounds(Scenario scenario) {
    CheckSpec checks = scenario.checks();
    boolean reclaims =
        scenario.scheduler() == SchedulerKind.CELLS
            && scenario.policy().borrowing()
            && scenario.policy().dataPlane().reclaim();
    return new Bounds(
        checks.maxWaitNs(),
        checks.handOverNs(),
        reclaims ? checks.reclaimNs() : null,
        checks.idleStretchNs(),
        scenario.scheduler() == SchedulerKind.FAIR
            ? fairConfig(scenario).sliceNs()
            : scenario.policy().dataPlane().sliceNs(),
        Kernel.tickNs(scenario.machine().hz()),
        scenario.policy().dataPlane().llcAware() ? scenario.machine().topology() : null,
        scenario.scheduler() == SchedulerKind.FAIR,
        scenario.interleaving().overlaps());
  }
}
