package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerConfig;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.DebounceConfig;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.ProportionalPlanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeeperTest {

  @TempDir private Path root;
  private final List<String> complaints = new ArrayList<>();
  private final CellController controller =
      new CellController(
          new ControllerConfig(
              new ProportionalPlanner(),
              0,
              false,
              new TreeSet<>(),
              new DebounceConfig(0, 0),
              null,
              1_000_000_000L),
          Topology.regular(1, 1, 1, 2, 1, SiblingNumbering.ADJACENT),
          CpuMask.firstCpus(2));

  private CheckpointKeeper keeper() {
    return new CheckpointKeeper(
        new CheckpointFile(root.resolve("run/checkpoint"), "b1"),
        (nowNs, report) -> complaints.add(report.text()));
  }

  @Test
  void unchangedStateIsWrittenAgainAndAgain() throws Exception {
    Path file = root.resolve("run/checkpoint");
    CheckpointKeeper keeper = keeper();
    keeper.settled(1, controller);
    Files.delete(file);
    keeper.settled(2, controller);
    assertThat(file).doesNotExist();
    controller.on(new ControllerInput.CgroupsListed(List.of()), 3);
    keeper.settled(3, controller);

    assertThat(file).exists();
    assertThat(keeper.read()).isEqualTo(controller.checkpoint());
  }

  @Test
  void fullDiskEndsTheSchedulerOrFillsTheLog() throws IOException {
    CheckpointKeeper keeper = keeper();
    Files.writeString(root.resolve("run"), "a file where a folder is wanted");
    keeper.settled(1, controller);
    keeper.settled(2, controller);
    assertThat(complaints).singleElement().asString().contains("no checkpoint is kept");
    Files.delete(root.resolve("run"));
    keeper.settled(3, controller);

    assertThat(complaints).hasSize(2).last().asString().contains("kept again");
    assertThat(root.resolve("run/checkpoint")).content().contains("\"plansComputed\":0");
  }
}
