package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.limited;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.randomRunSleep;
import static org.cellsched.sim.TestScenario.spin;

import java.util.List;
import java.util.Random;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.SchedulerKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The fair class while everything that can change does, at random times. */
class FairStressTest {

  private static final int SEEDS = 25;
  private static final int CHANGES = 150;
  private static final int CPUS = 8;
  private static final List<String> GROUPS = List.of("front", "back", "batch", "system");
  private static final List<String> CGROUPS = List.of("web", "web/front", "web/back", "batch");
  private static final List<String> HOMES =
      List.of("web", "web/front", "web/back", "batch", "root");

  static List<Integer> seeds() {
    return new Random(7).ints(SEEDS, 1, 1_000_000).boxed().toList();
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static CpuMask someCpus(Random random) {
    int first = random.nextInt(CPUS);
    return CpuMask.range(first, Math.min(CPUS - 1, first + random.nextInt(CPUS)));
  }

  private static Action change(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> new Action.SetCpuWeight(one(random, CGROUPS), 1 + random.nextInt(1_000));
      case 1 ->
          new Action.SetCpuMax(
              one(random, CGROUPS),
              random.nextInt(4) == 0
                  ? null
                  : new CpuMax((1 + random.nextInt(300)) * MS, (5 + random.nextInt(200)) * MS));
      case 2 -> new Action.SetNice(one(random, GROUPS), random.nextInt(40) - 20);
      case 3 -> new Action.SetAffinity(one(random, GROUPS), someCpus(random));
      case 4 -> new Action.Move(one(random, GROUPS), one(random, HOMES));
      case 5 -> new Action.SetCpuset(one(random, CGROUPS), someCpus(random));
      case 6 -> new Action.TakeCpus(someCpus(random), (1 + random.nextInt(30_000)) * US);
      default ->
          random.nextBoolean()
              ? new Action.Offline(CpuMask.of(random.nextInt(CPUS)))
              : new Action.Online(CpuMask.range(0, CPUS - 1));
    };
  }

  private static TestScenario scenario(int seed) {
    Random random = new Random(seed);
    TestScenario scenario =
        TestScenario.of(Topology.regular(1, 1, 2, 2, 2, SiblingNumbering.ADJACENT))
            .scheduler(SchedulerKind.FAIR)
            .seed(seed)
            .hz(one(random, List.of(100, 250, 1_000)))
            .cell(
                limited(
                    "web",
                    (20 + random.nextInt(500)) * MS,
                    limited("front", (10 + random.nextInt(200)) * MS),
                    new CellDeclaration("back", null, 300, List.of())))
            .cell("batch")
            .tasks("front", "web/front", 5, randomRunSleep(3 * MS, 2 * MS))
            .tasks("back", "web/back", 3, randomRunSleep(20 * MS, 500 * US))
            .tasks(niced(group("batch", "batch", 4, spin()), random.nextInt(40) - 20))
            .tasks("system", "root", 2, randomRunSleep(50 * US, 700 * US));
    for (int i = 0; i < CHANGES; i++) {
      scenario.at(random.nextLong(4 * SECOND), change(random));
    }
    return scenario.at(4 * SECOND, new Action.Stop("back"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tasksAreLostOrStarvedByChanges(int seed) {
    Outcome run = scenario(seed).run(5 * SECOND);
    assertThat(run.result().violations()).isEmpty();
    assertThat(run.result().complete()).isTrue();
    for (String each : GROUPS) {
      assertThat(run.group(each).cpuTimeNs()).as(each).isPositive();
    }
    assertThat(scenario(seed).run(5 * SECOND).result()).isEqualTo(run.result());
  }
}
