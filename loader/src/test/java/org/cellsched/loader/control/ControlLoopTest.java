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
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.host.control.DataPlane;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.cgroup.CgroupTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLoopTest {

  private static final long INTERVAL_NS = 2_000_000;

  @TempDir private Path mount;
  private FakeFiles files;
  private final Topology topology = Topology.regular(1, 1, 1, 4, 1, SiblingNumbering.ADJACENT);
  private final List<ControllerInput> inputs = new ArrayList<>();
  private final List<String> reports = new ArrayList<>();
  private final FakeDataPlane dataPlane = new FakeDataPlane();
  private CpuMask online = CpuList.parse("0-3");
  private CellController controller;

  /** Takes plans, or does not, and counts what it is told to. */
  private static final class FakeDataPlane implements DataPlane {
    final List<PublishedPlan> published = new ArrayList<>();
    int refusals;
    boolean drained = true;

    @Override
    public void publish(PublishedPlan plan) {
      if (refusals > 0) {
        refusals--;
        throw new RefusedException("no room for it");
      }
      published.add(plan);
    }

    @Override
    public List<CellCounters> counters() {
      return List.of(new CellCounters(CellId.ROOT, 1, 0, 0, 0, 0));
    }

    @Override
    public boolean isDrained(CellId cell) {
      return drained;
    }
  }

  @BeforeEach
  void machineOfFourCpus() {
    files = new FakeFiles(mount).folder("w/a").folder("w/b");
    controller =
        new CellController(
            new ControllerConfig(
                new ProportionalPlanner(),
                0,
                false,
                new TreeSet<>(),
                new DebounceConfig(0, 0),
                null,
                1_000_000_000L),
            topology,
            online);
  }

  /** Runs the loop; {@code atTurn} is called before each turn with its number, until 30. */
  private void run(IntConsumer atTurn) throws IOException, InterruptedException {
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
    try (ControlLoop loop =
        new ControlLoop(
            controller,
            dataPlane,
            new ControlLoop.Setup(cgroups, "/w", INTERVAL_NS),
            online,
            () -> online,
            observer,
            System::nanoTime)) {
      loop.begin();
      loop.run(() -> {
        atTurn.accept(turn[0]);
        return turn[0]++ < 30;
      });
    }
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
    run(turn -> {
      try {
        if (turn == 5) {
          files.folder("w/c");
        } else if (turn == 15) {
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
}
