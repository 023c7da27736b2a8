package org.cellsched.sim.fuzz;

import java.util.List;
import java.util.Set;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.scenario.CostSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.MigrationCosts;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.InterruptSource;

/** Draws machines: small ones, since what breaks on many CPUs mostly breaks on few. */
final class MachineDraw {

  private static final long MICROSECOND_NS = 1_000;
  private static final long MILLISECOND_NS = 1_000_000;
  private static final List<Integer> TICKS_PER_SECOND = List.of(100, 250, 250, 300, 1000);

  /** What is drawn in step comes with a tick. */
  private static final int IN_STEP_TICKS_PER_SECOND = 250;

  private final Dice dice;
  private final Set<Feature> features;

  MachineDraw(Dice dice, Set<Feature> features) {
    this.dice = dice;
    this.features = features;
  }

  MachineSpec machine() {
    return new MachineSpec(
        topology(),
        features.contains(Feature.IN_STEP)
            ? IN_STEP_TICKS_PER_SECOND
            : dice.oneOf(TICKS_PER_SECOND),
        costs(),
        dice.oneIn(4)
            ? dice.between(1_000_000, 2_000_000)
            : KernelConfig.DEFAULT_SMT_THROUGHPUT_PPM,
        irqs(),
        KernelConfig.DEFAULT_WATCHDOG_NS);
  }

  private Topology topology() {
    int smt = features.contains(Feature.SMT) ? 2 : 1;
    int llcs = 1;
    int nodes = 1;
    int sockets = 1;
    if (features.contains(Feature.SEVERAL_LLCS)) {
      llcs = dice.between(1, 3);
      nodes = dice.oneIn(4) ? 2 : 1;
      sockets = dice.oneIn(4) ? 2 : 1;
    }
    int others = smt * llcs * nodes * sockets;
    if (features.contains(Feature.STRANGERS)) {
      return Topology.regular(1, 1, 1, dice.between(4, 6), 1, SiblingNumbering.ADJACENT);
    }
    int most = features.contains(Feature.SMALL) ? 4 : 10;
    int cores = dice.between(others == 1 ? 2 : 1, Math.max(2, most / others));
    return Topology.regular(
        sockets,
        nodes,
        llcs,
        cores,
        smt,
        dice.oneIn(2) ? SiblingNumbering.ADJACENT : SiblingNumbering.SPLIT);
  }

  private CostSpec costs() {
    if (features.contains(Feature.IN_STEP)) {
      // What costs time puts tasks out of step.
      return new CostSpec(0, 0, 0, new MigrationCosts(0, 0, 0, 0, 0));
    }
    if (features.contains(Feature.INTERLEAVING) && dice.oneIn(2)) {
      // What is asked for is due at the same instant, so that more can overlap.
      return new CostSpec(0, 0, 0, MigrationCosts.DEFAULT);
    }
    if (!features.contains(Feature.COSTLY_KICKS)) {
      return CostSpec.DEFAULT;
    }
    return new CostSpec(
        dice.timeNs(MICROSECOND_NS, 8 * MICROSECOND_NS),
        dice.timeNs(MICROSECOND_NS, 40 * MICROSECOND_NS),
        dice.oneIn(2) ? 0 : MICROSECOND_NS,
        MigrationCosts.DEFAULT);
  }

  private List<InterruptSource> irqs() {
    if (!features.contains(Feature.INTERRUPTS)) {
      return List.of();
    }
    return List.of(
        new InterruptSource(
            null,
            new Distribution.Exponential(dice.timeNs(2 * MILLISECOND_NS, 20 * MILLISECOND_NS)),
            new Distribution.Constant(dice.timeNs(2 * MICROSECOND_NS, 200 * MICROSECOND_NS))));
  }
}
