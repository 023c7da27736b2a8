package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;

/** Draws what tasks do: a few hundred wakeups a second at most, so that a run stays short. */
final class BehaviourDraw {

  private static final long MICROSECOND_NS = 1_000;
  private static final long MILLISECOND_NS = 1_000_000;

  private final Dice dice;
  private final Set<Feature> features;
  private final int cpuCount;

  BehaviourDraw(Dice dice, Set<Feature> features, int cpuCount) {
    this.dice = dice;
    this.features = features;
    this.cpuCount = cpuCount;
  }

  Behaviour behaviour() {
    if (features.contains(Feature.PROGRAMS) && dice.oneIn(2)) {
      return new Behaviour.Follow(program());
    }
    if (features.contains(Feature.REQUESTS) && dice.oneIn(2)) {
      return serving();
    }
    return switch (dice.below(8)) {
      case 0, 1 -> new Behaviour.Spin();
      case 2 -> new Behaviour.RunOnce(time(run()));
      case 3 -> new Behaviour.Periodic(time(run()), sleep(), dice.oneIn(2) ? 0 : run());
      default -> new Behaviour.RunSleep(time(run()), time(sleep()));
    };
  }

  /** Runs for a while and ends. */
  Behaviour shortLived() {
    return new Behaviour.RunOnce(time(run()));
  }

  /** Runs for a moment, and sleeps for some. */
  Behaviour wakingOften() {
    return new Behaviour.RunSleep(
        time(dice.timeNs(500 * MICROSECOND_NS, 8 * MILLISECOND_NS)),
        time(dice.timeNs(2 * MILLISECOND_NS, 20 * MILLISECOND_NS)));
  }

  private long run() {
    return features.contains(Feature.HEAVY_TASKS)
        ? dice.timeNs(20 * MILLISECOND_NS, 400 * MILLISECOND_NS)
        : dice.timeNs(200 * MICROSECOND_NS, 60 * MILLISECOND_NS);
  }

  private long sleep() {
    long mostNs = features.contains(Feature.IN_STEP) ? 20 * MILLISECOND_NS : 80 * MILLISECOND_NS;
    return dice.timeNs(2 * MILLISECOND_NS, mostNs);
  }

  private Distribution time(long meanNs) {
    if (features.contains(Feature.IN_STEP)) {
      return new Distribution.Constant(meanNs);
    }
    return switch (dice.below(6)) {
      case 0 -> new Distribution.Exponential(meanNs);
      case 1 -> new Distribution.Uniform(meanNs / 2, meanNs + meanNs / 2);
      default -> new Distribution.Constant(meanNs);
    };
  }

  private Behaviour serving() {
    Arrivals arrivals =
        switch (dice.below(4)) {
          case 0 -> new Arrivals.Every(time(sleep()));
          case 1 -> new Arrivals.Clients(dice.between(1, 6), time(sleep()));
          case 2 ->
              new Arrivals.Bursts(dice.between(20, 400) * 1_000L, time(sleep()), time(sleep()));
          default -> new Arrivals.Poisson(dice.between(10, 200) * 1_000L);
        };
    long serviceNs = dice.timeNs(100 * MICROSECOND_NS, 8 * MILLISECOND_NS);
    return new Behaviour.Serve(arrivals, time(serviceNs), dice.oneIn(5) ? 2 : 1, null);
  }

  /** Forks a task of a group so many times, and ends. */
  Behaviour forking(String forked, int times) {
    List<Program.Step> steps =
        List.of(
            new Program.Run(time(run())),
            new Program.Fork(forked),
            new Program.Sleep(time(sleep())));
    return new Behaviour.Follow(
        new Program(times, List.of(new Program.Phase(1, null, null, null, steps))));
  }

  private Program program() {
    return switch (dice.below(7)) {
      case 0 ->
          program(
              new Program.Run(time(run())), new Program.Yield(), new Program.Sleep(time(sleep())));
      case 1 ->
          program(
              new Program.Lock("m"),
              new Program.Run(time(run())),
              new Program.Unlock("m"),
              new Program.Sleep(time(sleep())));
      case 2 ->
          program(
              new Program.Run(time(run())),
              new Program.Resume("r"),
              new Program.Sleep(time(sleep())));
      case 3 ->
          program(
              new Program.Run(time(run())),
              new Program.Timer("tick", sleep(), dice.oneIn(2), false));
      case 4 ->
          program(
              new Program.Run(time(run())),
              new Program.Barrier("b"),
              new Program.Sleep(time(sleep())));
      case 5 -> new Program(Program.FOR_EVER, List.of(wanderer(), wanderer(), wanderer()));
      default ->
          program(
              new Program.Write("p"),
              new Program.Run(time(run())),
              new Program.Read("p"),
              new Program.Sleep(time(sleep())));
    };
  }

  private static Program program(Program.Step... steps) {
    return new Program(
        Program.FOR_EVER, List.of(new Program.Phase(1, null, null, null, List.of(steps))));
  }

  /** A phase with an affinity and a nice value of its own. */
  private Program.Phase wanderer() {
    List<Program.Step> steps = new ArrayList<>();
    steps.add(new Program.Run(time(run())));
    if (dice.oneIn(2)) {
      steps.add(new Program.Sleep(time(sleep())));
    }
    Optional<CpuMask> affinity =
        dice.oneIn(4) ? Optional.empty() : Optional.of(dice.cpusOf(CpuMask.firstCpus(cpuCount)));
    return new Program.Phase(
        dice.between(1, 3), affinity, dice.oneIn(3) ? dice.between(-20, 19) : null, null, steps);
  }
}
