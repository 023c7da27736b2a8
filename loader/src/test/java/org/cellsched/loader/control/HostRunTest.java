package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRunTest {

  private static final ExitReport HOTPLUG =
      new ExitReport(66, 1L << 48 | 1L << 32, "unregistered from the main kernel", "", "");
  private static final ExitReport STALL =
      new ExitReport(1026, 0, "runnable task stall", "sh[12] failed to run for 5 s", "dump");

  /** The clock goes on by itself at each turn; all is looked at anew within ten turns. */
  private static final long TURN_NS = 100_000_000;

  private static final int TURNS = 40;

  @TempDir private Path root;
  private FakeFiles files;
  private final List<FakeDataPlane> dataPlanes = new ArrayList<>();
  private final List<MachineTopology> machines = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private @Nullable ControllerCheckpoint settled;
  private long nowNs = 1_000_000_000;
  private int turn;

  @BeforeEach
  void machineOfFourCpus() {
    files = new FakeFiles(root).folder("cg/w/a").folder("cg/w/b");
    online("0-3");
  }

  private void online(String cpus) {
    files
        .with("sys/devices/system/cpu/possible", "0-3")
        .with("sys/devices/system/cpu/online", cpus);
  }

  /** Runs; {@code atTurn} is called before each turn, with the data plane of then. */
  private @Nullable ExitReport run(@Nullable ControllerCheckpoint kept, AtTurn atTurn)
      throws Exception {
    LoopObserver observer =
        new LoopObserver() {
          @Override
          public void begins(
              long nowNs,
              MachineTopology machine,
              CellController controller,
              AttachableDataPlane dataPlane) {
            machines.add(machine);
          }

          @Override
          public void settled(long nowNs, CellController controller) {
            settled = controller.checkpoint();
          }

          @Override
          public void reported(long nowNs, ControllerEffect.Report report) {
            reports.add(report.text());
          }
        };
    HostRun.Setup setup =
        new HostRun.Setup(
            new ControllerConfig(
                new ProportionalPlanner(),
                0,
                false,
                new TreeSet<>(),
                new DebounceConfig(0, 0),
                null,
                1_000_000_000L),
            new CgroupTree(root.resolve("cg")),
            "/w",
            1_000_000,
            new SysfsTopology(root.resolve("sys")),
            machine -> {
              dataPlanes.add(new FakeDataPlane());
              return dataPlanes.getLast();
            },
            () -> nowNs);
    turn = 0;
    return new HostRun(setup, kept, observer)
        .run(() -> {
          atTurn.at(turn, dataPlanes.getLast());
          nowNs += TURN_NS;
          return turn++ < TURNS;
        });
  }

  private interface AtTurn {
    void at(int turn, FakeDataPlane dataPlane);
  }

  @Test
  void stoppedSchedulerStaysAttached() throws Exception {
    assertThat(run(null, (at, dataPlane) -> {})).isNull();

    assertThat(dataPlanes)
        .singleElement()
        .satisfies(dataPlane -> assertThat(dataPlane.attached && dataPlane.closed).isTrue());
  }

  @Test
  void hotplugEndsTheLoaderOrReshufflesTheMachine() throws Exception {
    ExitReport end =
        run(
            null,
            (at, dataPlane) -> {
              if (at == 5) {
                online("0-2");
                dataPlane.exit = HOTPLUG;
              }
            });

    assertThat(end).isNull();
    assertThat(dataPlanes).hasSize(2).allSatisfy(each -> assertThat(each.closed).isTrue());
    assertThat(dataPlanes.getLast().attached).isTrue();
    assertThat(dataPlanes.getLast().published.getFirst().generation())
        .isGreaterThan(dataPlanes.getFirst().published.getLast().generation());
    assertThat(reports).anyMatch(text -> text.contains("CPUs came or went"));
  }

  @Test
  void stallIsTriedAgain() throws Exception {
    ExitReport end =
        run(
            null,
            (at, dataPlane) -> {
              if (at == 5) {
                dataPlane.exit = STALL;
              }
            });

    assertThat(end).isEqualTo(STALL);
    assertThat(dataPlanes).singleElement().satisfies(each -> assertThat(each.closed).isTrue());
  }

  @Test
  void cpuThatComesOnlineIsAStrangerForEver() throws Exception {
    online("0-1");
    run(
        null,
        (at, dataPlane) -> {
          if (at == 2) {
            online("0-3");
          }
        });

    assertThat(machines)
        .extracting(machine -> machine.online().toString())
        .containsExactly("0-1", "0-3");
    assertThat(dataPlanes).hasSize(2);
  }

  @Test
  void newLoaderForgetsWhatTheOldOneHeld() throws Exception {
    run(null, (at, dataPlane) -> {});
    ControllerCheckpoint kept = settled;
    run(kept, (at, dataPlane) -> {});

    assertThat(dataPlanes.getLast().published)
        .containsExactly(dataPlanes.getFirst().published.getLast());
  }

  @Test
  void checkpointOfAnotherMachineEndsTheLoader() throws Exception {
    run(null, (at, dataPlane) -> {});
    ControllerCheckpoint kept = settled;
    files
        .with("sys/devices/system/cpu/possible", "0-1")
        .with("sys/devices/system/cpu/online", "0-1");
    run(kept, (at, dataPlane) -> {});

    assertThat(dataPlanes.getLast().published.getFirst().generation()).isEqualTo(1);
    assertThat(reports).anyMatch(text -> text.contains("0-3") && text.contains("0-1"));
  }

  @Test
  void checkpointWithoutCpusEndsTheLoader() throws Exception {
    run(null, (at, dataPlane) -> {});
    ControllerCheckpoint kept = Objects.requireNonNull(settled);
    run(
        new ControllerCheckpoint(
            kept.listed(),
            CpuMask.none(),
            kept.registry(),
            kept.cpusets(),
            kept.plans(),
            kept.debounce(),
            kept.backoff(),
            kept.notices(),
            kept.demand(),
            kept.rebalancer(),
            kept.lastRebalanceDecision(),
            kept.enforcedHoldout(),
            kept.plansComputed(),
            kept.wakeAtNs()),
        (at, dataPlane) -> {});

    assertThat(reports).anyMatch(text -> text.contains("starting without it"));
  }
}
