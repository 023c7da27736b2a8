package org.cellsched.sim.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.report.Report.Moment;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.jspecify.annotations.Nullable;

/** What a scenario does to the machine and its tenants, in words. */
final class EventWords {

  /** Of what happens again and again, so much is shown. */
  private static final int MOST_MOMENTS = 500;

  private EventWords() {}

  /** In order of time, and no later than the end of the run. */
  static List<Moment> of(Scenario scenario) {
    List<Moment> moments = new ArrayList<>();
    for (ScenarioEvent event : scenario.events()) {
      for (int i = 0; i < Math.min(event.times(), MOST_MOMENTS); i++) {
        if (event.timeNs(i) <= scenario.durationNs()) {
          moments.add(new Moment(event.timeNs(i), words(event.action())));
        }
      }
    }
    return moments.stream()
        .sorted(Comparator.comparingLong(Moment::atNs))
        .limit(MOST_MOMENTS)
        .toList();
  }

  private static String words(Action action) {
    return switch (action) {
      case Action.CreateCell create -> "cell " + create.cell().name() + " is created";
      case Action.RemoveCell(String cell) -> "cell " + cell + " is removed";
      case Action.SetCpuset set ->
          "cpuset of " + set.cell() + " becomes " + cpus(set.cpuset(), "empty");
      case Action.SetCpuWeight set -> "cpu.weight of " + set.cell() + " becomes " + set.cpuWeight();
      case Action.SetCpuMax set -> "cpu.max of " + set.cell() + " becomes " + limit(set);
      case Action.Start start ->
          "%s starts in %s".formatted(start.group().name(), start.group().cell());
      case Action.Stop(String group) -> group + " stops";
      case Action.Move move -> move.group() + " moves to " + move.cell();
      case Action.SetAffinity set ->
          set.group() + " may run on CPUs " + cpus(set.affinity(), "of any number");
      case Action.SetNice set -> "nice of " + set.group() + " becomes " + set.nice();
      case Action.TakeCpus take ->
          "a higher class takes CPUs %s for %s"
              .formatted(take.cpus(), Amounts.duration(take.forNs()));
      case Action.Offline(CpuMask cpus) -> "CPUs " + cpus + " go offline";
      case Action.Online(CpuMask cpus) -> "CPUs " + cpus + " come online";
    };
  }

  private static String cpus(@Nullable CpuMask cpus, String none) {
    return cpus == null ? none : cpus.toString();
  }

  private static String limit(Action.SetCpuMax set) {
    CpuMax limit = set.cpuMax();
    return limit == null
        ? "unlimited"
        : "%s in %s"
            .formatted(Amounts.duration(limit.quotaNs()), Amounts.duration(limit.periodNs()));
  }
}
