package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.cgroup.CgroupTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoopTest {

  private long intervalNs = 2_000_000;

  /**
   * The clock goes 50 ms at each turn, for 1.5 s in all unless a test wants more: nothing waits for
   * real time.
   */
  private long turnNs = 50_000_000;

  private int turns = 30;

  @TempDir private Path mount;
  private FakeFiles files;
  private final Topology topology = Topology.regular(1, 1, 1, 4, 1, SiblingNumbering.ADJACENT);
  private final List<ControllerInput> inputs = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private FakeDataPlane dataPlane = new FakeDataPlane();
  private CpuMask online = CpuList.parse("0-3");
  private CellController controller;
  private long nowNs = 1_000_000_000;
  private ControlLoop.End end;

  @BeforeEach
  void machineOfFourCpus() {
    files = new FakeFiles(mount).folder("w/a").folder("w/b");
    controller = new CellController(config(), topology, online);
  }

  private static ControllerConfig config() {
    return new ControllerConfig(
        new ProportionalPlanner(),
        0,
        false,
        new TreeSet<>(),
        new DebounceConfig(0, 0),
        null,
        60_000_000_000L);
  }

  /** Runs the loop; {@code atTurn} is called before each turn with its number. */
  private void run(IntConsumer atTurn) throws Exception {
    CgroupTree cgroups = new CgroupTree(mount);
    LoopObserver observer =
        new LoopObserver() {
          @Override
          public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
            inputs.add(input);
          }

          @Override
          public void reported(long nowNs, ControllerEffect.Report report) {
            reports.add(report.text());
          }
        };
    int[] turn = {0};
    end =
        new ControlLoop(
                controller,
                dataPlane,
                new ControlLoop.Setup(cgroups, "/w", intervalNs, () -> online, () -> nowNs),
                CpuList.parse("0-3"),
                observer)
            .run(() -> {
              atTurn.accept(turn[0]);
              nowNs += turnNs;
              return turn[0]++ < turns;
            });
  }

  private int cellsOfLastPlan() {
    return dataPlane.published.getLast().assignments().size();
  }

  @Test
  void firstPlanWaitsForAnInterval() throws Exception {
    run(turn -> {
      if (turn == 0) {
        assertThat(dataPlane.published).hasSize(1);
      }
    });

    assertThat(cellsOfLastPlan()).isEqualTo(2);
    assertThat(inputs.get(1)).isEqualTo(new ControllerInput.PlanApplied(1));
  }

  @Test
  void newCgroupGetsNoCellOrALostOneKeepsIt() throws Exception {
    turns = 70; // what inotify is slow to tell is seen within 1 s: 20 turns
    run(turn -> {
      try {
        if (turn == 5) {
          files.folder("w/c");
        } else if (turn == 35) {
          assertThat(cellsOfLastPlan()).isEqualTo(3);
          Files.delete(mount.resolve("w/a"));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });

    assertThat(cellsOfLastPlan()).isEqualTo(2);
    assertThat(inputs).contains(new ControllerInput.CellDrained(new CellId(1)));
  }

  @Test
  void cellThatIsNotDrainedIsReported() throws Exception {
    dataPlane.drained = false;
    run(turn -> {
      try {
        if (turn == 5) {
          Files.delete(mount.resolve("w/a"));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });

    assertThat(dataPlane.published.getLast().retiring()).containsExactly(new CellId(1));
    assertThat(inputs).noneMatch(input -> input instanceof ControllerInput.CellDrained);
  }

  @Test
  void refusedPlanCountsAsApplied() throws Exception {
    dataPlane.refusals = 1;
    run(turn -> {});

    assertThat(inputs).contains(new ControllerInput.PlanRefused(1, "no room for it"));
    assertThat(inputs).noneMatch(input -> input.equals(new ControllerInput.PlanApplied(1)));
    assertThat(reports).anyMatch(text -> text.contains("no room for it"));
  }

  @Test
  void samplesNameAPlanThatIsNotInForce() throws Exception {
    run(turn -> {});

    assertThat(inputs.stream().filter(ControllerInput.DemandSampled.class::isInstance))
        .hasSizeGreaterThan(5)
        .allSatisfy(input ->
            assertThat(((ControllerInput.DemandSampled) input).sample().generation()).isEqualTo(1));
  }

  @Test
  void endOfTheCellParentIsTakenForAnEmptyOne() throws Exception {
    assertThatThrownBy(() ->
            run(turn -> {
              try {
                if (turn == 5) {
                  Files.delete(mount.resolve("w/a"));
                  Files.delete(mount.resolve("w/b"));
                  Files.delete(mount.resolve("w"));
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void wishThatCameLastIsUndoneByTheOneBefore() throws Exception {
    // A plan asks to be woken for its timeout, in a minute; its refusal for the next try, in 1 s.
    turns = 12;
    turnNs = 600_000_000;
    intervalNs = 3_600_000_000_000L; // a sample, too, would make the controller look at its plans
    run(turn -> {
      if (turn == 2) {
        dataPlane.refusals = 1;
        files.folder("w/c");
      }
    });

    assertThat(inputs).contains(new ControllerInput.PlanRefused(2, "no room for it"));
    assertThat(dataPlane.published).hasSize(2);
  }

  @Test
  void schedulerIsAttachedTooEarlyOrNever() throws Exception {
    dataPlane.refusals = 1; // FakeDataPlane minds being attached without a plan
    run(turn -> {});

    assertThat(dataPlane.attached).isTrue();
  }

  @Test
  void equalListingsFillTheJournal() throws Exception {
    run(turn -> {});

    assertThat(inputs.stream().filter(ControllerInput.CgroupsListed.class::isInstance)).hasSize(1);
  }

  @Test
  void restartReshufflesTheMachine() throws Exception {
    run(turn -> {});
    PublishedPlan before = dataPlane.published.getLast();
    controller = CellController.restore(config(), topology, controller.checkpoint());
    dataPlane = new FakeDataPlane();
    inputs.clear();
    run(turn -> {});

    assertThat(dataPlane.published).containsExactly(before);
    assertThat(dataPlane.attached).isTrue();
    assertThat(((ControllerInput.DemandSampled) inputs.getFirst()).sample().generation())
        .as("the new counters are not compared with those from before")
        .isZero();
  }

  @Test
  void cpuGoesDuringARestart() throws Exception {
    run(turn -> {});
    long before = dataPlane.published.getLast().generation();
    controller = CellController.restore(config(), topology, controller.checkpoint());
    dataPlane = new FakeDataPlane();
    online = CpuList.parse("0-2");
    run(turn -> {});

    assertThat(dataPlane.published)
        .singleElement()
        .satisfies(plan -> {
          assertThat(plan.generation()).isEqualTo(before + 1);
          assertThat(plan.plan().cells())
              .allSatisfy(cell -> assertThat(cell.primary().contains(3)).isFalse());
        });
  }

  @Test
  void cpuThatTheTopologyDoesNotKnowIsUsed() throws Exception {
    online = CpuList.parse("0-4");
    run(turn -> {});

    assertThat(end).isEqualTo(ControlLoop.End.TOPOLOGY_OUTDATED);
  }
}
