package org.cellsched.sim.metamorphic;

import java.util.List;
import java.util.stream.LongStream;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.InterruptSource;
import org.cellsched.sim.workload.Program;

/**
 * A scenario like another, whose random times come out exactly twice as long when their means do.
 * Most distributions go through rounding to nanoseconds, and twice a rounded time is not the
 * rounded time of twice the mean. Those become a choice of a few times: as random, as long, and
 * exact.
 */
final class ExactTimes {

  private static final long NS_PER_KILOSECOND = 1_000_000_000_000L;

  /** Times are whole multiples of it, so that what is derived from them can be divided exactly. */
  private static final long UNIT_NS = 1_000;

  private ExactTimes() {}

  static Scenario of(Scenario scenario, long durationNs) {
    return new Scenario(
        scenario.name(),
        scenario.description(),
        scenario.seed(),
        durationNs,
        scenario.scheduler(),
        machine(scenario.machine()),
        scenario.policy(),
        scenario.fair(),
        scenario.control(),
        scenario.checks(),
        scenario.interleaving(),
        scenario.cells(),
        scenario.tasks().stream().map(ExactTimes::group).toList(),
        scenario.events().stream().map(ExactTimes::event).toList(),
        scenario.expectations());
  }

  private static MachineSpec machine(MachineSpec machine) {
    List<InterruptSource> irqs =
        machine.irqs().stream()
            .map(irq -> new InterruptSource(irq.cpus(), exact(irq.every()), exact(irq.takes())))
            .toList();
    return new MachineSpec(
        machine.topology(),
        machine.hz(),
        machine.costs(),
        machine.smtThroughputPpm(),
        irqs,
        machine.watchdogNs());
  }

  private static ScenarioEvent event(ScenarioEvent event) {
    return event.action() instanceof Action.Start(TaskGroup group)
        ? new ScenarioEvent(
            event.atNs(),
            event.everyNs(),
            event.times(),
            new Action.Start(group(group)),
            event.location())
        : event;
  }

  private static TaskGroup group(TaskGroup group) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        behaviour(group.behaviour()),
        group.nice(),
        group.affinity(),
        group.startNs(),
        group.stopNs(),
        group.queue(),
        group.policy());
  }

  private static Behaviour behaviour(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.Spin spin -> spin;
      case Behaviour.RunSleep(Distribution run, Distribution sleep) ->
          new Behaviour.RunSleep(exact(run), exact(sleep));
      case Behaviour.Periodic(Distribution run, long everyNs, long phaseNs) ->
          new Behaviour.Periodic(exact(run), everyNs, phaseNs);
      case Behaviour.Serve serve -> serve(serve);
      case Behaviour.RunOnce(Distribution run) -> new Behaviour.RunOnce(exact(run));
      case Behaviour.Follow(Program program) -> new Behaviour.Follow(program(program));
    };
  }

  /** Of whom the rate was one does not matter here. */
  private static Behaviour serve(Behaviour.Serve serve) {
    Arrivals arrivals =
        switch (serve.arrivals()) {
          case Arrivals.Poisson(long rate) ->
              new Arrivals.Every(choice(NS_PER_KILOSECOND / rate, 1, 2, 4, 9));
          case Arrivals.Every(Distribution between) -> new Arrivals.Every(exact(between));
          case Arrivals.Bursts(long rate, Distribution on, Distribution off) ->
              new Arrivals.Every(
                  new Distribution.Choice(
                      List.of(
                          multiple(NS_PER_KILOSECOND / rate),
                          multiple(NS_PER_KILOSECOND / rate / 2),
                          multiple(off.meanNs() / 8))));
          case Arrivals.Clients(int count, Distribution think) ->
              new Arrivals.Clients(count, exact(think));
        };
    return new Behaviour.Serve(arrivals, exact(serve.service()), serve.fanOut(), null);
  }

  private static Program program(Program program) {
    return new Program(
        program.loops(),
        program.phases().stream()
            .map(phase ->
                new Program.Phase(
                    phase.loops(),
                    phase.affinity(),
                    phase.nice(),
                    phase.cell(),
                    phase.steps().stream().map(ExactTimes::step).toList()))
            .toList());
  }

  private static Program.Step step(Program.Step step) {
    return switch (step) {
      case Program.Run(Distribution time) -> new Program.Run(exact(time));
      case Program.Sleep(Distribution time) -> new Program.Sleep(exact(time));
      default -> step;
    };
  }

  private static Distribution exact(Distribution distribution) {
    return switch (distribution) {
      case Distribution.Constant constant -> constant;
      case Distribution.Choice choice -> choice;
      case Distribution.Uniform(long minNs, long maxNs) ->
          new Distribution.Choice(
              List.of(multiple(minNs), multiple((minNs + maxNs) / 2), multiple(maxNs)));
      case Distribution.Exponential(long meanNs) -> choice(meanNs, 1, 2, 4, 9);
      case Distribution.Lognormal(long meanNs, int cvPpm) -> choice(meanNs, 1, 1, 3, 11);
      case Distribution.Pareto(long meanNs, int shapePpm) -> choice(meanNs, 1, 1, 1, 13);
    };
  }

  /** Quarters of a mean, each as likely. */
  private static Distribution choice(long meanNs, long... quarters) {
    return new Distribution.Choice(
        LongStream.of(quarters).map(parts -> multiple(meanNs * parts / 4)).boxed().toList());
  }

  private static long multiple(long ns) {
    return Math.max(1, ns / UNIT_NS) * UNIT_NS;
  }
}
