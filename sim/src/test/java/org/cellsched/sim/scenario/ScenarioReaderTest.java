package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MachinePresets;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.RequestQueueSharing;
import org.junit.jupiter.api.Test;

class ScenarioReaderTest {

  private static final String SMALLEST =
      """
      scenario: smallest
      duration: 1s
      machine: {coresPerLlc: 2}
      """;

  private static final String EVERY_ACTION =
      """
      scenario: actions
      duration: 20s
      machine: {coresPerLlc: 4}
      cells: {web: {}}
      tasks: [{name: a, cell: web, behaviour: spin}]
      events:
        - {at: 0, createCell: {name: burst, cpuset: 1, cpuWeight: 7, children: {x: {}}}}
        - {at: 1s, setCpuset: {cell: burst/x, cpuset: 2-3}}
        - {at: 2s, setCpuset: {cell: burst, cpuset: none}}
        - {at: 3s, setCpuWeight: {cell: burst, cpuWeight: 50}}
        - {at: 3s, setCpuMax: {cell: burst, quota: 30ms, period: 10ms}}
        - {at: 3s, setCpuMax: {cell: burst, quota: max}}
        - {at: 4s, start: {name: b, cell: burst, behaviour: spin}}
        - {at: 5s, move: {group: b, to: root}}
        - {at: 6s, setAffinity: {group: b, affinity: 1}}
        - {at: 7s, setAffinity: {group: b, affinity: all}}
        - {at: 8s, setNice: {group: b, nice: 19}}
        - {at: 9s, every: 10ms, times: 4, takeCpus: {cpus: 0-1, for: 5ms}}
        - {at: 10s, offline: 3}
        - {at: 11s, online: 3}
        - {at: 12s, stop: b}
        - {at: 13s, removeCell: burst}
      """;

  private static final Path OVERSUBSCRIBED = Golden.repository("scenarios/oversubscribed.yaml");

  private static Scenario parse(String text, String... settings) throws ScenarioException {
    return ScenarioReader.parse(
        text, "test.yaml", Stream.of(settings).map(Setting::parse).toList());
  }

  private static Scenario withTasks(String task) throws ScenarioException {
    return parse(SMALLEST + "cells: {web: {children: {page: {}}}}\ntasks:\n  - " + task + "\n");
  }

  @Test
  void whatIsNotWrittenHasTheDefaultsOfTheRecords() throws ScenarioException {
    Topology topology = Topology.regular(1, 1, 1, 2, 1, SiblingNumbering.ADJACENT);

    assertThat(parse(SMALLEST))
        .isEqualTo(
            new Scenario(
                "smallest",
                "",
                1,
                1_000_000_000,
                SchedulerKind.CELLS,
                new MachineSpec(topology, 250, CostSpec.DEFAULT),
                PolicyConfig.DEFAULT,
                FairSpec.DEFAULT,
                ControlSpec.DEFAULT,
                CheckSpec.DEFAULT,
                Interleaving.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of()));
  }

  @Test
  void emptySectionsMeanTheSameAsMissingOnes() throws ScenarioException {
    String empty =
        "policy: {}\n"
            + "control:\n"
            + "checks: {}\n"
            + "cells:\n"
            + "tasks: []\n"
            + "events:\n"
            + "expect: []\n"
            + "description: ''\n";

    assertThat(parse(SMALLEST + empty)).isEqualTo(parse(SMALLEST));
  }

  @Test
  void presetGivesTheTopology() throws ScenarioException {
    Scenario scenario =
        parse("{scenario: x, duration: 1s, machine: {preset: epyc-9654, hz: 1000}}");

    assertThat(scenario.machine().topology()).isEqualTo(MachinePresets.all().get("epyc-9654"));
    assertThat(scenario.machine().hz()).isEqualTo(1000);
  }

  @Test
  void timesAreExactInEveryUnit() throws ScenarioException {
    assertThat(parse(SMALLEST, "duration=1.5min").durationNs()).isEqualTo(90_000_000_000L);
    assertThat(parse(SMALLEST, "control.notificationDelay=7ns").control())
        .isEqualTo(new ControlSpec(7, 1_000_000));
    assertThat(parse(SMALLEST, "control.notificationDelay=0.1us").control().notificationDelayNs())
        .isEqualTo(100);
    assertThat(
            parse(SMALLEST, "control.notificationDelay=1.1\u00B5s").control().notificationDelayNs())
        .isEqualTo(1100);
    assertThat(
            parse(SMALLEST, "control.notificationDelay=2.000001 ms")
                .control()
                .notificationDelayNs())
        .isEqualTo(2_000_001);
  }

  @Test
  void everyBehaviourIsRead() throws ScenarioException {
    assertThat(behaviour("spin")).isEqualTo(new Behaviour.Spin());
    assertThat(behaviour("{runSleep: {run: 1ms, sleep: {exponential: {mean: 2ms}}}}"))
        .isEqualTo(
            new Behaviour.RunSleep(
                new Distribution.Constant(1_000_000), new Distribution.Exponential(2_000_000)));
    assertThat(behaviour("{periodic: {run: {uniform: {min: 1ms, max: 3ms}}, every: 100ms}}"))
        .isEqualTo(
            new Behaviour.Periodic(new Distribution.Uniform(1_000_000, 3_000_000), 100_000_000, 0));
    assertThat(
            behaviour(
                "{serve: {arrivals: {poisson: {perSecond: 0.5}},"
                    + " service: {lognormal: {mean: 1ms, cv: 150%}}}}"))
        .isEqualTo(
            new Behaviour.Serve(
                new Arrivals.Poisson(500),
                new Distribution.Lognormal(1_000_000, 1_500_000),
                1,
                null));
    assertThat(behaviour("{runOnce: {run: 10ms}}"))
        .isEqualTo(new Behaviour.RunOnce(new Distribution.Constant(10_000_000)));
  }

  private static Behaviour behaviour(String text) throws ScenarioException {
    return withTasks("{name: a, cell: root, behaviour: " + text + "}")
        .tasks()
        .getFirst()
        .behaviour();
  }

  @Test
  void everyKeyOfATaskGroupIsRead() throws ScenarioException {
    Scenario scenario =
        withTasks(
            "{name: a, cell: web/page, count: 3, nice: -5, affinity: 1, start: 1ms, stop: 2ms,"
                + " queue: own, behaviour: {serve: {arrivals: {poisson: {perSecond: 1}},"
                + " service: 1ms}}}");

    assertThat(scenario.tasks())
        .containsExactly(
            new TaskGroup(
                "a",
                "web/page",
                3,
                TaskGroup.Members.COUNTED,
                new Behaviour.Serve(
                    new Arrivals.Poisson(1000), new Distribution.Constant(1_000_000), 1, null),
                -5,
                CpuMask.of(1),
                1_000_000,
                2_000_000L,
                RequestQueueSharing.OWN));
  }

  @Test
  void everyActionIsRead() throws ScenarioException {
    Scenario scenario = parse(EVERY_ACTION);

    assertThat(scenario.events().stream().map(ScenarioEvent::action))
        .containsExactly(
            new Action.CreateCell(
                new CellDeclaration(
                    "burst",
                    CpuMask.of(1),
                    7,
                    List.of(new CellDeclaration("x", null, 100, List.of())))),
            new Action.SetCpuset("burst/x", CpuMask.range(2, 3)),
            new Action.SetCpuset("burst", null),
            new Action.SetCpuWeight("burst", 50),
            new Action.SetCpuMax("burst", new CpuMax(30_000_000, 10_000_000)),
            new Action.SetCpuMax("burst", null),
            new Action.Start(
                new TaskGroup(
                    "b",
                    "burst",
                    1,
                    TaskGroup.Members.COUNTED,
                    new Behaviour.Spin(),
                    0,
                    null,
                    0,
                    null,
                    RequestQueueSharing.SHARED)),
            new Action.Move("b", "root"),
            new Action.SetAffinity("b", CpuMask.of(1)),
            new Action.SetAffinity("b", null),
            new Action.SetNice("b", 19),
            new Action.TakeCpus(CpuMask.range(0, 1), 5_000_000),
            new Action.Offline(CpuMask.of(3)),
            new Action.Online(CpuMask.of(3)),
            new Action.Stop("b"),
            new Action.RemoveCell("burst"));
    ScenarioEvent repeated = scenario.events().get(11);
    assertThat(repeated.times()).isEqualTo(4);
    assertThat(repeated.timeNs(3)).isEqualTo(9_030_000_000L).isEqualTo(repeated.lastNs());
    assertThat(repeated.location()).isEqualTo(new Location("test.yaml", 18, 5));
  }

  @Test
  void aCellThatAnEventCreatesMayBeUsedFromThenOn() throws ScenarioException {
    Scenario scenario =
        parse(
            SMALLEST
                + """
                tasks: [{name: late, cell: burst, behaviour: spin, start: 500ms}]
                events: [{at: 500ms, createCell: {name: burst}}]
                expect: [burst.cpus == 1 at end]
                """);

    assertThat(scenario.expectations()).hasSize(1);
  }

  @Test
  void aCrashLoopMayCreateAndRemoveACellAgainAndAgain() throws ScenarioException {
    Scenario scenario =
        parse(
            SMALLEST
                + """
                events:
                  - {at: 100ms, every: 20ms, times: 40, createCell: {name: crash}}
                  - {at: 100ms, every: 20ms, times: 40, start: {name: init, cell: crash, behaviour: spin}}
                  - {at: 110ms, every: 20ms, times: 40, removeCell: crash}
                """);

    assertThat(scenario.events()).hasSize(3);
  }

  @Test
  void settingsChangeWhatTheFileSays() throws ScenarioException {
    Scenario scenario =
        ScenarioReader.read(
            OVERSUBSCRIBED,
            Stream.of(
                    "policy.borrowing=false",
                    "policy.rebalancing.cooldown=3s",
                    "policy.slice=5ms",
                    "tasks.crunch.count=4",
                    "tasks.0.behaviour.serve.arrivals.poisson.perSecond=100",
                    "cells.web.cpuset=0-3",
                    "cells.extra={cpuWeight: 10}",
                    "expect=[]",
                    "seed=7")
                .map(Setting::parse)
                .toList());

    assertThat(scenario.seed()).isEqualTo(7);
    assertThat(scenario.policy().borrowing()).isFalse();
    assertThat(scenario.policy().dataPlane().sliceNs()).isEqualTo(5_000_000);
    assertThat(scenario.policy().rebalancing())
        .isNotNull()
        .extracting(config -> config.cooldownNs())
        .isEqualTo(3_000_000_000L);
    assertThat(scenario.tasks().get(1).count()).isEqualTo(4);
    assertThat(scenario.cells().getFirst().cpuset()).isEqualTo(CpuMask.range(0, 3));
    assertThat(scenario.cells().getLast().name()).isEqualTo("extra");
    assertThat(scenario.expectations()).isEmpty();
  }

  @Test
  void mistakesInSettingsNameTheOption() {
    assertThatThrownBy(() -> parse(SMALLEST, "policy.borrowing=maybe"))
        .hasMessage(
            "--set policy.borrowing=maybe: `borrowing` is \"maybe\"; expected true or false");
    assertThatThrownBy(() -> parse(SMALLEST, "policy.borowing=true"))
        .hasMessage(
            "--set policy.borowing=true: unknown key \"borowing\" in `policy`;"
                + " did you mean `borrowing`?");
    assertThatThrownBy(() -> parse(SMALLEST, "scenario.name=x"))
        .hasMessage(
            "--set scenario.name=x: `scenario` is \"smallest\" (test.yaml:1:11) and has no key"
                + " `name`; set `scenario` as a whole");
    assertThatThrownBy(() ->
            ScenarioReader.read(OVERSUBSCRIBED, List.of(Setting.parse("tasks.crunhc.count=4"))))
        .hasMessageContaining("has no item `crunhc`")
        .hasMessageContaining("did you mean `crunch`?");
    assertThatThrownBy(() -> parse(SMALLEST, "cells={web: "))
        .hasMessageStartingWith("--set cells={web: :");
    assertThatThrownBy(() -> Setting.parse("policy.borrowing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected path=value");
  }

  @Test
  void aShortenedRunMayEndBeforeItsEventsAndExpectations() throws ScenarioException {
    Scenario scenario = ScenarioReader.read(OVERSUBSCRIBED, List.of(Setting.parse("duration=5s")));

    assertThat(scenario.durationNs()).isEqualTo(5_000_000_000L);
    assertThat(scenario.events()).hasSize(3);
  }

  @Test
  void filesThatCannotBeReadAreComplainedAbout() {
    assertThatThrownBy(() -> ScenarioReader.read(Path.of("no/such.yaml"), List.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("no/such.yaml: no such file");
    assertThatThrownBy(() -> ScenarioReader.read(Path.of("src"), List.of()))
        .isInstanceOf(ScenarioException.class)
        .hasMessage("src: is a directory; expected a file");
  }
}
