package org.cellsched.sim.metamorphic;

import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.pinned;
import static org.cellsched.sim.TestScenario.randomRunSleep;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.serve;
import static org.cellsched.sim.TestScenario.spin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;

/**
 * Random worlds whose cells live on islands: each cell has a cpuset within one LLC, and the last
 * LLC is the root cell's. Nothing that happens on an island depends on the numbers of another's
 * CPUs.
 *
 * <p>Within an island order matters: idle CPUs are taken, and contested ones dealt, from the lowest
 * number on. So a permutation of CPUs gives the same world if it keeps the order on each island.
 */
final class Islands {

  private static final long DURATION_NS = SECOND;

  private final Random random;
  private final Topology topology;

  /** Whether several cells may claim the same CPUs. */
  private final boolean overlapping;

  private Islands(long seed, boolean overlapping) {
    random = new Random(seed);
    this.overlapping = overlapping;
    topology =
        Topology.regular(
            1,
            1,
            2 + random.nextInt(3),
            2 + random.nextInt(2),
            1 + random.nextInt(2),
            random.nextBoolean() ? SiblingNumbering.ADJACENT : SiblingNumbering.SPLIT);
  }

  /** Of two cells on an island, both may claim the same CPUs: then ids decide who gets which. */
  static Scenario overlapping(long seed) {
    return new Islands(seed, true).scenario(seed);
  }

  /** One cell on each island, whose id decides nothing. */
  static Scenario apart(long seed) {
    return new Islands(seed, false).scenario(seed);
  }

  private Scenario scenario(long seed) {
    TestScenario scenario =
        TestScenario.of(topology)
            .seed(seed)
            .scheduler(random.nextInt(4) == 0 ? SchedulerKind.STATIC_CPUSETS : SchedulerKind.CELLS);
    if (random.nextBoolean()) {
      scenario.rebalancing(new RebalanceConfig(100_000, 200 * MS, 300_000));
    }
    if (random.nextBoolean()) {
      scenario.llcAware();
    }
    for (int llc = 0; llc < topology.llcCount() - 1; llc++) {
      int cells = overlapping ? 1 + random.nextInt(2) : 1;
      for (int cell = 0; cell < cells; cell++) {
        // The first claims it all: what nobody claims would be the root cell's, on many islands.
        CpuMask island = topology.llcMask(llc);
        addCell(scenario, "cell-" + llc + "-" + cell, island, cell == 0 ? island : part(island));
      }
    }
    scenario.tasks(group("daemon", TaskGroup.ROOT, 3, randomRunSleep(2 * MS, 3 * MS)));
    return scenario.scenario(DURATION_NS);
  }

  private void addCell(TestScenario scenario, String name, CpuMask island, CpuMask cpuset) {
    scenario.cell(name, cpuset.toString());
    int groups = 1 + random.nextInt(3);
    for (int index = 0; index < groups; index++) {
      TaskGroup tasks = group(name + "-tasks-" + index, name, 1 + random.nextInt(6), behaviour());
      tasks = random.nextInt(3) == 0 ? niced(tasks, random.nextInt(40) - 20) : tasks;
      tasks = random.nextInt(4) == 0 ? pinned(tasks, part(cpuset).toString()) : tasks;
      scenario.tasks(tasks);
    }
    addEvents(scenario, name, island, cpuset);
  }

  private void addEvents(TestScenario scenario, String cell, CpuMask island, CpuMask cpuset) {
    String tasks = cell + "-tasks-0";
    List<Action> actions = new ArrayList<>();
    actions.add(new Action.SetNice(tasks, random.nextInt(20)));
    actions.add(new Action.TakeCpus(part(island), (1 + random.nextInt(40)) * MS));
    actions.add(new Action.SetAffinity(tasks, part(island)));
    if (!cpuset.equals(island)) {
      actions.add(new Action.SetCpuset(cell, part(island)));
    }
    for (Action action : actions) {
      if (random.nextBoolean()) {
        scenario.at((1 + random.nextInt(900)) * MS, action);
      }
    }
  }

  private Behaviour behaviour() {
    return switch (random.nextInt(5)) {
      case 0 -> spin();
      case 1 -> runSleep(500 * US, 300 * US);
      case 2 -> randomRunSleep(3 * MS, 2 * MS);
      case 3 -> periodic(4 * MS, 20 * MS);
      default -> serve(800, new Distribution.Lognormal(MS, 1_500_000));
    };
  }

  /** Some of the CPUs, at least one. */
  private CpuMask part(CpuMask cpus) {
    int[] all = cpus.toArray();
    int[] some = IntStream.of(all).filter(cpu -> random.nextBoolean()).toArray();
    return some.length == 0 ? CpuMask.of(all[random.nextInt(all.length)]) : CpuMask.of(some);
  }

  /** New numbers for all CPUs, at random but for the order on each island. */
  static int[] keepingOrderOnEach(Topology topology, long seed) {
    Random random = new Random(seed);
    List<Integer> islandOfNumber = new ArrayList<>();
    for (int cpu = 0; cpu < topology.cpuCount(); cpu++) {
      islandOfNumber.add(random.nextInt(islandOfNumber.size() + 1), topology.llcOf(cpu));
    }
    int[] newNumber = new int[topology.cpuCount()];
    int[] next = new int[topology.llcCount()];
    for (int number = 0; number < newNumber.length; number++) {
      int island = islandOfNumber.get(number);
      int[] cpus = topology.llcMask(island).toArray();
      newNumber[cpus[next[island]++]] = number;
    }
    return newNumber;
  }
}
