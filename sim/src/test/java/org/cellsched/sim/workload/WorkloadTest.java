package org.cellsched.sim.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.periodic;
import static org.cellsched.sim.TestScenario.runSleep;
import static org.cellsched.sim.TestScenario.serve;
import static org.cellsched.sim.TestScenario.spin;

import org.assertj.core.data.Offset;
import org.cellsched.sim.RunResult.LatencyResult;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.TestScenario.Outcome;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.TaskGroup;
import org.junit.jupiter.api.Test;

/** What tasks do, in whole simulations without costs. */
class WorkloadTest {

  private static TaskGroup owning(TaskGroup group) {
    return new TaskGroup(
        group.name(),
        group.cell(),
        group.count(),
        group.members(),
        group.behaviour(),
        group.nice(),
        group.affinity(),
        group.startNs(),
        group.stopNs(),
        RequestQueueSharing.OWN);
  }

  @Test
  void runAndSleepDriftOrSwapPlaces() {
    Outcome run =
        TestScenario.cpus(1).free().tasks("a", "root", 1, runSleep(3 * MS, 7 * MS)).run(SECOND);
    assertThat(run.ranMs("a")).isEqualTo(300);
    assertThat(run.group("a").wakeupLatencyNs().count()).isEqualTo(100 + 1);
  }

  @Test
  void sleepOfZeroEndsTheRun() {
    Outcome run = TestScenario.cpus(1).free().tasks("a", "root", 1, runSleep(MS, 0)).run(SECOND);
    assertThat(run.ranMs("a")).isEqualTo(1_000);
  }

  @Test
  void periodStretchesWithTheRun() {
    Outcome run =
        TestScenario.cpus(1).free().tasks("a", "root", 1, periodic(3 * MS, 10 * MS)).run(SECOND);
    assertThat(run.ranMs("a")).isEqualTo(300);
  }

  @Test
  void jobsDueDuringAWaitAreSkipped() {
    // 200 ms without a CPU: 20 jobs are overdue and follow at once.
    Outcome run =
        TestScenario.cpus(1)
            .free()
            .tasks("a", "root", 1, periodic(3 * MS, 10 * MS))
            .at(105 * MS, new Action.TakeCpus(TestScenario.mask("0"), 200 * MS))
            .run(SECOND);
    assertThat(run.ranMs("a")).isEqualTo(300);
  }

  @Test
  void phaseIsIgnored() {
    Behaviour late = new Behaviour.Periodic(new Distribution.Constant(MS), 10 * MS, 5 * MS);
    Outcome run =
        TestScenario.cpus(2)
            .free()
            .tasks("on-time", "root", 1, periodic(MS, 10 * MS))
            .tasks("late", "root", 1, late)
            .run(4 * MS);
    assertThat(run.ranMs("on-time")).isEqualTo(1);
    assertThat(run.ranMs("late")).isZero();
  }

  @Test
  void runOnceRunsAgain() {
    Behaviour once = new Behaviour.RunOnce(new Distribution.Constant(30 * MS));
    Outcome run = TestScenario.cpus(1).free().tasks("a", "root", 3, once).run(SECOND);
    assertThat(run.ranMs("a")).isEqualTo(90);
    assertThat(run.result().machineTimeNs().idle()).isEqualTo(910 * MS);
  }

  @Test
  void requestsAreLostInTheQueue() {
    // 1000 a second of 5 ms on 2 servers: most wait, and those served come one after the other.
    Outcome run =
        TestScenario.cpus(2)
            .free()
            .tasks("server", "root", 2, serve(1_000, new Distribution.Constant(5 * MS)))
            .run(2 * SECOND);
    LatencyResult latency = run.group("server").requestLatencyNs();
    assertThat(latency).isNotNull();
    assertThat(latency.count()).isBetween(797L, 800L);
    assertThat(latency.max()).isBetween(SECOND, 2 * SECOND);
  }

  @Test
  void ownQueuesShareOneStream() {
    TaskGroup servers = group("server", "root", 4, serve(100, new Distribution.Constant(MS)));
    Outcome own = TestScenario.cpus(4).free().tasks(owning(servers)).run(5 * SECOND);
    Outcome shared = TestScenario.cpus(4).free().tasks(servers).run(5 * SECOND);
    assertThat(own.group("server").requestLatencyNs().count())
        .isCloseTo(2_000L, Offset.offset(140L));
    assertThat(shared.group("server").requestLatencyNs().count())
        .isCloseTo(500L, Offset.offset(70L));
  }

  @Test
  void requestOfAKilledServerIsForgotten() {
    // Half of the servers end; the others take all that comes.
    Outcome run =
        TestScenario.cpus(4)
            .free()
            .tasks("server", "root", 2, serve(100, new Distribution.Constant(MS)))
            .at(2 * SECOND, new Action.Start(group("server", "root", 2, serve(100, MS_LONG))))
            .at(4 * SECOND, new Action.Stop("server"))
            .run(6 * SECOND);
    assertThat(run.broken()).isEmpty();
    assertThat(run.group("server").requestLatencyNs().count()).isCloseTo(400L, Offset.offset(60L));
  }

  private static final Distribution MS_LONG = new Distribution.Constant(MS);

  @Test
  void slowSchedulerSlowsTheArrivals() {
    // Open loop: requests come on their own time, whether or not anybody serves them.
    Outcome busy =
        TestScenario.cpus(1)
            .free()
            .tasks("server", "root", 1, serve(200, new Distribution.Constant(100 * US)))
            .tasks("spinners", "root", 1, spin())
            .run(10 * SECOND);
    Outcome calm =
        TestScenario.cpus(1)
            .free()
            .tasks("server", "root", 1, serve(200, new Distribution.Constant(100 * US)))
            .run(10 * SECOND);
    assertThat(busy.group("server").requestLatencyNs().count())
        .isCloseTo(calm.group("server").requestLatencyNs().count(), Offset.offset(5L));
  }
}
