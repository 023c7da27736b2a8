package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.host.policy.DataPlaneConfig;
import org.cellsched.loader.bpf.DataPlaneSetup;
import org.cellsched.loader.bpf.KernelDataPlane;
import org.cellsched.loader.bpf.Libbpf;
import org.cellsched.loader.bpf.LoadException;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.topology.MachineTopology;
import org.cellsched.loader.topology.SysfsTopology;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vm")
class KernelDataPlaneVmTest {

  private static final Path OBJECT = Path.of("/cellsched/cells.bpf.o");
  private static final Path SCHED_EXT = Path.of("/sys/kernel/sched_ext");

  @Test
  void attachAndDetachLeaveATrace() throws Exception {
    MachineTopology machine = new SysfsTopology(Path.of("/sys")).read();
    try (KernelDataPlane plane =
        KernelDataPlane.load(
            Libbpf.open().orElseThrow(),
            new DataPlaneSetup(
                OBJECT,
                DataPlaneConfig.DEFAULT,
                machine.topology(),
                machine.hotplugSeq(),
                "/w",
                5_000_000_000L))) {
      plane.publish(
          new PublishedPlan(
              1,
              new CellPlan(
                  List.of(new CellAllocation(CellId.ROOT, machine.online(), CpuMask.none())),
                  false),
              List.of(),
              List.of()));
      plane.attach();
      assertThat(KernelFile.read(SCHED_EXT.resolve("state"))).isEqualTo("enabled");
      Thread.sleep(2000);
      assertThat(plane.exit()).isEmpty();
      System.out.println(plane.counters());
    } catch (LoadException e) {
      throw new AssertionError(e.log().substring(Math.max(0, e.log().length() - 3000)), e);
    }
    assertThat(KernelFile.read(SCHED_EXT.resolve("state"))).isEqualTo("disabled");
  }
}
