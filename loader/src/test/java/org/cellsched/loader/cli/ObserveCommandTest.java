package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.loader.cgroup.CgroupMount;
import org.junit.jupiter.api.Test;

/** On this machine's own cgroups, where they may be made; its own scheduler runs the tasks. */
class ObserveCommandTest {

  private static final int COLUMNS = 80;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  private int loader(String... args) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err, true), true, false);
    return Main.run(console, args);
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Path mount() throws IOException {
    Path mount = CgroupMount.find(Path.of("/proc/self/mountinfo"));
    assumeTrue(mount != null, "cgroup2 is not mounted here");
    return mount;
  }

  @Test
  void busyCgroupLooksIdle() throws Exception {
    Path mount = mount();
    assumeTrue(Files.isWritable(mount), "cgroups cannot be made in " + mount);
    Path parent = mount.resolve("cellsched-test-" + ProcessHandle.current().pid());
    Path busy = parent.resolve("busy");
    Process spinner = null;
    try {
      Files.createDirectories(busy);
      spinner = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
      Files.writeString(busy.resolve("cgroup.procs"), Long.toString(spinner.pid()));

      int status =
          loader(
              "observe",
              "--cell-parent-cgroup",
              "/" + parent.getFileName(),
              "--interval",
              "50ms",
              "--duration",
              "600ms");

      assertThat(status).as(err.toString()).isEqualTo(ExitStatus.FINE);
      assertThat(stdout()).contains("would apply plan 1", "busy");
      assertThat(stdout().lines()).allMatch(line -> line.length() <= COLUMNS);
      // A machine busy with other things gives the spinner less than a CPU, but not nothing.
      assertThat(stdout()).doesNotContainPattern("busy +\\S+ +0\\.0 %");
    } finally {
      end(spinner);
      Files.deleteIfExists(busy);
      Files.deleteIfExists(parent);
    }
  }

  @Test
  void endOfTheCellParentIsCalledADefect() throws Exception {
    Path mount = mount();
    assumeTrue(Files.isWritable(mount), "cgroups cannot be made in " + mount);
    Path parent = mount.resolve("cellsched-gone-" + ProcessHandle.current().pid());
    Files.createDirectory(parent);
    Thread remover =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(300);
            Files.delete(parent);
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });

    int status =
        loader("observe", "--cell-parent-cgroup", "/" + parent.getFileName(), "--duration", "20s");
    remover.join();

    assertThat(status).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("cannot go on", parent + " does not exist");
    assertThat(stdout()).contains("Watched for");
  }

  private static void end(Process process) throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
      Thread.sleep(100); // the kernel takes it out of its cgroup a moment later
    }
  }

  @Test
  void cgroupThatDoesNotExistIsObserved() throws IOException {
    mount();

    assertThat(loader("observe", "--cell-parent-cgroup", "/no/such/cgroup"))
        .isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("there is no cgroup /no/such/cgroup").contains("/ has");
    assertThat(stdout()).isEmpty();
  }

  @Test
  void policyOutOfRangeIsAccepted() {
    int status =
        loader(
            "observe",
            "--cell-parent-cgroup",
            "/",
            "--interval",
            "0",
            "--set",
            "debounce.quite=1s",
            "--root-min-cpus",
            "-1");

    assertThat(status).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString())
        .contains("--interval 0", "did you mean `quiet`?", "--root-min-cpus -1")
        .doesNotContain("\tat ");
  }

  @Test
  void checkHasNoVerdict() {
    int status = loader("check");

    assertThat(status).isIn(ExitStatus.FINE, ExitStatus.CHECK_FAILED);
    assertThat(stdout()).contains("kernel", "libbpf", "cgroup2");
    assertThat(stdout().lines()).allMatch(line -> line.length() <= COLUMNS);
    assertThat(stdout().contains("MISSING")).isEqualTo(status == ExitStatus.CHECK_FAILED);
  }
}
