package org.cellsched.host.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyReader;

/** Tells a controller, and perhaps a journal, every kind of input. One seed, one history. */
final class RandomHost {

  static final Topology TOPOLOGY = Topology.regular(1, 1, 2, 2, 2, SiblingNumbering.ADJACENT);

  private final Random random;
  final PolicyConfig policy;
  final CellController controller;
  private long nowNs = 5;
  private long generation;

  RandomHost(long seed) throws Exception {
    random = new Random(seed);
    policy =
        PolicyReader.parse(
            "{borrowing: true, rebalancing: {cooldown: 10ms}, debounce: {quiet: 5ms}}",
            "test",
            List.of());
    controller = new CellController(policy.controllerConfig(), TOPOLOGY, TOPOLOGY.cpus());
  }

  long nowNs() {
    return nowNs;
  }

  /** Tells the next input; answers what a journal writes of it. */
  JournalEntry step() {
    nowNs += random.nextInt(8_000_000);
    ControllerInput input = input();
    List<ControllerEffect> effects = controller.on(input, nowNs);
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan plan) {
        generation = plan.plan().generation();
      }
    }
    return new JournalEntry(nowNs, input, effects);
  }

  private ControllerInput input() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new ControllerInput.CgroupsListed(children());
      case 2 -> new ControllerInput.CpusOnline(mask());
      case 3, 4 -> new ControllerInput.DemandSampled(sample());
      case 5, 6 -> new ControllerInput.PlanApplied(generation);
      case 7 ->
          random.nextBoolean()
              ? new ControllerInput.PlanRefused(generation, "no \"room\"\n\u00fcberall")
              : new ControllerInput.CellDrained(new CellId(1 + random.nextInt(4)));
      default -> new ControllerInput.Woken();
    };
  }

  private List<CgroupState> children() {
    List<CgroupState> children = new ArrayList<>();
    for (String name : List.of("a", "b\u00e9", "c d", "e")) {
      if (random.nextInt(3) > 0) {
        CgroupIdentity identity = new CgroupIdentity("/w/" + name, 1 + random.nextInt(3));
        children.add(new CgroupState(identity, reading()));
      }
    }
    return children;
  }

  private CpusetReading reading() {
    return switch (random.nextInt(5)) {
      case 0 -> new CpusetReading.Unreadable("gone");
      case 1 -> new CpusetReading.Limited(mask());
      default -> new CpusetReading.NotSet();
    };
  }

  private CpuMask mask() {
    CpuMask mask = CpuMask.of(random.nextInt(8));
    for (int more = random.nextInt(8); more > 0; more--) {
      mask = mask.with(random.nextInt(8));
    }
    return mask;
  }

  /** Counters that a host would never read among them: a journal judges nothing. */
  private DemandSample sample() {
    TreeSet<Integer> cells = new TreeSet<>(List.of(0));
    cells.add(random.nextInt(5));
    List<CellCounters> counters = new ArrayList<>();
    for (int cell : cells) {
      long ns = random.nextInt(20) == 0 ? random.nextLong() : random.nextLong(1_000_000_000_000L);
      counters.add(new CellCounters(new CellId(cell), ns, ns / 2, 0, ns / 3, 7));
    }
    return new DemandSample(random.nextInt(3) == 0 ? 0 : generation, nowNs, counters);
  }
}
