package org.cellsched.sim.fuzz;

import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;

/**
 * How often the tasks of a group wake up over a time, in mean and at most: as if none ever waited
 * for a CPU, shared one or met another. O(steps of a program).
 */
final class Wakeups {

  private static final long KILOSECOND_NS = 1_000_000_000_000L;

  private Wakeups() {}

  static long within(long spanNs, TaskGroup group, Topology machine) {
    long tasks = group.taskCount(machine);
    return switch (group.behaviour()) {
      // It may begin in this time.
      case Behaviour.Spin _, Behaviour.RunOnce _ -> tasks;
      case Behaviour.RunSleep(var run, var sleep) ->
          tasks * Math.ceilDiv(spanNs, run.meanNs() + sleep.meanNs());
      case Behaviour.Periodic periodic -> tasks * Math.ceilDiv(spanNs, periodic.everyNs());
      // Each part of a request wakes one task, however many share the queue.
      case Behaviour.Serve serve -> serve.fanOut() * requests(spanNs, serve);
      case Behaviour.Follow(Program program) -> tasks * within(spanNs, program);
    };
  }

  private static long requests(long spanNs, Behaviour.Serve serve) {
    return switch (serve.arrivals()) {
      case Arrivals.Poisson(long rate) -> Math.ceilDiv(spanNs * rate, KILOSECOND_NS);
      case Arrivals.Bursts(long rate, var _, var _) -> Math.ceilDiv(spanNs * rate, KILOSECOND_NS);
      case Arrivals.Every(var between) -> Math.ceilDiv(spanNs, between.meanNs());
      case Arrivals.Clients(int count, var think) ->
          count * Math.ceilDiv(spanNs, think.meanNs() + serve.service().meanNs());
    };
  }

  /** Who is pushed off its CPU by a phase's affinity looks for one as if it had woken up. */
  private static long within(long spanNs, Program program) {
    long wakeups = 0;
    for (Program.Phase phase : program.phases()) {
      long blocking = phase.steps().stream().filter(Wakeups::maySleep).count();
      wakeups += phase.loops() * blocking + (phase.affinity() == null ? 0 : 1);
    }
    return wakeups * Math.ceilDiv(spanNs, roundNs(program));
  }

  /** Whether it runs or sleeps at all, by itself: how often another one wakes up is unlimited. */
  static boolean takesTime(Program program) {
    return roundNs(program) > 0;
  }

  private static long roundNs(Program program) {
    return program.phases().stream().mapToLong(phase -> phase.loops() * passNs(phase)).sum();
  }

  private static boolean maySleep(Program.Step step) {
    return switch (step) {
      case Program.Run _, Program.Yield _, Program.Fork _ -> false;
      case Program.Unlock _, Program.Signal _, Program.Broadcast _, Program.Resume _ -> false;
      case Program.Sleep _, Program.Timer _, Program.Suspend _, Program.Barrier _ -> true;
      case Program.Lock _, Program.Await _, Program.Read _, Program.Write _ -> true;
    };
  }

  /** What one pass through the steps takes in mean; a timer counts from when it was last due. */
  private static long passNs(Program.Phase phase) {
    long stepsNs = 0;
    long periodNs = 0;
    for (Program.Step step : phase.steps()) {
      if (step instanceof Program.Run(var time)) {
        stepsNs += time.meanNs();
      } else if (step instanceof Program.Sleep(var time)) {
        stepsNs += time.meanNs();
      } else if (step instanceof Program.Timer timer) {
        periodNs = Math.max(periodNs, timer.periodNs());
      }
    }
    return Math.max(stepsNs, periodNs);
  }
}
