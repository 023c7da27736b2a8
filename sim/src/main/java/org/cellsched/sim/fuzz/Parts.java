package org.cellsched.sim.fuzz;

import java.util.List;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.ControlSpec;
import org.cellsched.sim.scenario.Expectation;
import org.cellsched.sim.scenario.FairSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;

/** The parts of a scenario, to make another one that differs in some. */
final class Parts {

  private String name;
  private String description;
  private long seed;
  private long durationNs;
  private final SchedulerKind scheduler;
  private MachineSpec machine;
  private PolicyConfig policy;
  private final FairSpec fair;
  private ControlSpec control;
  private final CheckSpec checks;
  private Interleaving interleaving;
  private List<CellDeclaration> cells;
  private List<TaskGroup> tasks;
  private List<ScenarioEvent> events;
  private List<Expectation> expectations;

  private Parts(Scenario scenario) {
    name = scenario.name();
    description = scenario.description();
    seed = scenario.seed();
    durationNs = scenario.durationNs();
    scheduler = scenario.scheduler();
    machine = scenario.machine();
    policy = scenario.policy();
    fair = scenario.fair();
    control = scenario.control();
    checks = scenario.checks();
    interleaving = scenario.interleaving();
    cells = scenario.cells();
    tasks = scenario.tasks();
    events = scenario.events();
    expectations = scenario.expectations();
  }

  static Parts of(Scenario scenario) {
    return new Parts(scenario);
  }

  static MachineSpec withWatchdog(MachineSpec machine, long watchdogNs) {
    return new MachineSpec(
        machine.topology(),
        machine.hz(),
        machine.costs(),
        machine.smtThroughputPpm(),
        machine.irqs(),
        watchdogNs);
  }

  Parts withName(String newName, String newDescription) {
    name = newName;
    description = newDescription;
    return this;
  }

  Parts withSeed(long newSeed) {
    seed = newSeed;
    return this;
  }

  Parts withDurationNs(long newDurationNs) {
    durationNs = newDurationNs;
    return this;
  }

  Parts withMachine(MachineSpec newMachine) {
    machine = newMachine;
    return this;
  }

  Parts withPolicy(PolicyConfig newPolicy) {
    policy = newPolicy;
    return this;
  }

  Parts withInterleaving(Interleaving newInterleaving) {
    interleaving = newInterleaving;
    return this;
  }

  Parts withControl(ControlSpec newControl) {
    control = newControl;
    return this;
  }

  Parts withCells(List<CellDeclaration> newCells) {
    cells = newCells;
    return this;
  }

  Parts withTasks(List<TaskGroup> newTasks) {
    tasks = newTasks;
    return this;
  }

  Parts withEvents(List<ScenarioEvent> newEvents) {
    events = newEvents;
    return this;
  }

  Parts withExpectations(List<Expectation> newExpectations) {
    expectations = newExpectations;
    return this;
  }

  Scenario scenario() {
    return new Scenario(
        name,
        description,
        seed,
        durationNs,
        scheduler,
        machine,
        policy,
        fair,
        control,
        checks,
        interleaving,
        cells,
        tasks,
        events,
        expectations);
  }
}
