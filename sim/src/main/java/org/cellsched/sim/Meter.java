package org.cellsched.sim;

import java.util.function.LongSupplier;
import org.cellsched.core.control.PlanCause;
import org.cellsched.sim.check.WaitingChecker;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.metrics.Figures;
import org.cellsched.sim.metrics.Latencies;
import org.cellsched.sim.metrics.RunMetrics;
import org.cellsched.sim.metrics.TenantFigures;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Metric;
import org.cellsched.sim.tenant.Tenants;

/** Reads any metric that an expectation can name, as of now. */
record Meter(
    World world, PlanLog plans, LongSupplier plansComputed, Populace populace, LongSupplier nowNs) {

  private static final long MILLI = 1000;

  Reading read(Operand.Measured measured) {
    return switch (measured.subject()) {
      case Subject.OfCell cell -> ofTenant(tenants().numberOf(cell.name()), measured.metric());
      case Subject.OfGroup group ->
          ofTasks(metrics().group(populace.number(group.name())), measured.metric());
      case Subject.OfPlans plansSubject -> ofPlans(measured.metric());
      case Subject.OfViolations violationsSubject -> Reading.plain(world.violations().count());
      case Subject.OfMachine machine -> ofMachine(measured.metric());
    };
  }

  private Tenants tenants() {
    return world.observers().tenants();
  }

  private RunMetrics metrics() {
    return world.observers().metrics();
  }

  private WaitingChecker waiting() {
    return world.observers().waiting();
  }

  private Reading ofTenant(int tenant, Metric metric) {
    TenantFigures figures = metrics().tenant(tenant);
    return switch (metric) {
      case CPUS -> Reading.plain(world.ownership().ownCpus(tenant).size() * MILLI);
      case ID -> Reading.plain(world.ownership().cellOf(tenant).value());
      case UTILISATION ->
          Reading.ppm(figures.tasks().cpuTimeNs(), figures.capacityNs(nowNs.getAsLong()));
      case DEMAND -> Reading.mean(figures.demandSumMilliCpus(), figures.demandSamples());
      case BORROWED -> Reading.plain(figures.borrowedNs());
      case LENT -> Reading.plain(figures.lentNs());
      case IDLE_WHILE_WAITING ->
          Reading.plain(waiting().idleWhileWaitingNs(tenant, nowNs.getAsLong()));
      default -> ofTasks(figures.tasks(), metric);
    };
  }

  private static Reading ofTasks(Figures figures, Metric metric) {
    return switch (metric) {
      case CPU_TIME -> Reading.plain(figures.cpuTimeNs());
      case THROTTLED -> Reading.plain(figures.throttledNs());
      case SWITCHES -> Reading.plain(figures.switches());
      case MIGRATIONS -> Reading.plain(figures.migrations());
      case WAKEUP_MEAN -> Reading.plain(figures.wakeupLatency().meanNs());
      case WAKEUP_P50 -> quantile(figures.wakeupLatency(), 500);
      case WAKEUP_P90 -> quantile(figures.wakeupLatency(), 900);
      case WAKEUP_P99 -> quantile(figures.wakeupLatency(), 990);
      case WAKEUP_P999 -> quantile(figures.wakeupLatency(), 999);
      case WAKEUP_MAX -> Reading.plain(figures.wakeupLatency().maxNs());
      case WAKEUP_COUNT -> Reading.plain(figures.wakeupLatency().count());
      case REQUEST_MEAN -> Reading.plain(figures.requestLatency().meanNs());
      case REQUEST_P50 -> quantile(figures.requestLatency(), 500);
      case REQUEST_P90 -> quantile(figures.requestLatency(), 900);
      case REQUEST_P99 -> quantile(figures.requestLatency(), 990);
      case REQUEST_P999 -> quantile(figures.requestLatency(), 999);
      case REQUEST_MAX -> Reading.plain(figures.requestLatency().maxNs());
      case REQUEST_COUNT -> Reading.plain(figures.requestLatency().count());
      default -> throw new IllegalArgumentException(metric + " is not a metric of tasks");
    };
  }

  private static Reading quantile(Latencies latencies, int perMille) {
    return Reading.plain(latencies.quantileNs(perMille));
  }

  private Reading ofPlans(Metric metric) {
    return Reading.plain(
        switch (metric) {
          case PLANS_COMPUTED -> plansComputed.getAsLong();
          case PLANS_APPLIED -> plans.applied();
          // The simulated data plane takes every plan that passed the verifier.
          case PLANS_REFUSED -> 0;
          case CPUS_MOVED -> plans.cpusMoved();
          case PLANS_BY_LIFECYCLE -> plans.byCause(PlanCause.LIFECYCLE);
          case PLANS_BY_CPUSET -> plans.byCause(PlanCause.CPUSET);
          case PLANS_BY_DEMAND -> plans.byCause(PlanCause.DEMAND);
          case PLANS_BY_HOTPLUG -> plans.byCause(PlanCause.HOTPLUG);
          default -> throw new IllegalArgumentException(metric + " is not a metric of plans");
        });
  }

  private Reading ofMachine(Metric metric) {
    long now = nowNs.getAsLong();
    return switch (metric) {
      case MACHINE_IDLE -> {
        long idleNs =
            world.kernel().cpus().stream()
                .mapToLong(cpu -> cpu.timeInNs(Cpu.State.IDLE, now))
                .sum();
        yield Reading.ppm(idleNs, now * world.kernel().topology().cpuCount());
      }
      case IDLE_WHILE_WAITING -> Reading.plain(idleWhileWaitingNs(now));
      default -> throw new IllegalArgumentException(metric + " is not a metric of the machine");
    };
  }

  /** Over all tenants, each CPU counted once. */
  long idleWhileWaitingNs(long atNs) {
    return waiting().idleWhileWaitingNs(atNs);
  }
}
