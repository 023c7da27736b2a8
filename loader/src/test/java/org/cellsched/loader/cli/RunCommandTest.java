package org.cellsched.loader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Program;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.journal.Replay;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.FakeFiles;
import org.cellsched.loader.bpf.ExitReport;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.control.AttachableDataPlane;
import org.cellsched.loader.control.FakeDataPlane;
import org.cellsched.loader.topology.MachineTopology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** On a machine that is made of files, with a kernel that does as it is told. */
class RunCommandTest {

  private static final ExitReport STALL =
      new ExitReport(
          1026,
          0,
          "runnable task stall",
          "sh[12] failed to run for 5.1 s",
          "CPU 3\n  queue: sh[12]");
  private static final ExitReport SYSRQ = new ExitReport(67, 0, "disabled by sysrq-S", "", "");

  @TempDir private Path root;
  private FakeFiles files;
  private final FakeKernel kernel = new FakeKernel();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  /** Has one data plane for each time that it is asked. */
  private static final class FakeKernel implements RunCommand.Kernel {
    final List<FakeDataPlane> loaded = new ArrayList<>();
    FakeDataPlane next = new FakeDataPlane();
    PolicyConfig policy = PolicyConfig.DEFAULT;
    String parent = "";
    Finding library = new Finding("libbpf", Finding.Verdict.OK, "1.5", "");

    @Override
    public List<Finding> findings(Path object) {
      return List.of(library);
    }

    @Override
    public AttachableDataPlane load(
        Path object,
        PolicyConfig asked,
        MachineTopology machine,
        String cellParent,
        long watchdogNs) {
      parent = cellParent;
      policy = asked;
      loaded.add(next);
      return next;
    }
  }

  @BeforeEach
  void machineThatHasEverything() {
    files =
        new FakeFiles(root)
            .with("proc/sys/kernel/osrelease", "6.18.15")
            .with("sys/kernel/sched_ext/state", "disabled")
            .with("sys/kernel/btf/vmlinux", "")
            .with("proc/sys/net/core/bpf_jit_enable", "1")
            .with("proc/self/status", "CapEff:\t000001ffffffffff")
            .with("sys/devices/system/cpu/isolated", "")
            .with("sys/devices/system/cpu/possible", "0-3")
            .with("sys/devices/system/cpu/online", "0-3")
            .with("proc/sys/kernel/random/boot_id", "b1")
            .with("proc/self/mountinfo", "41 31 0:38 / /cg rw - cgroup2 none rw")
            .with("cg/cgroup.controllers", "cpuset cpu")
            .with("cg/cgroup.subtree_control", "cpuset cpu")
            .with("cg/jobs/cgroup.subtree_control", "cpuset cpu")
            .folder("cg/jobs/web")
            .folder("cg/jobs/batch");
    kernel.next.exitOnceAttached = SYSRQ;
  }

  private int run(String... options) {
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err, true), true, false);
    List<String> args = new ArrayList<>(List.of("--cell-parent-cgroup", "/jobs"));
    args.addAll(List.of(options));
    return new Program("run", console)
        .run(
            () -> new CommandLine(new RunCommand(console, root, kernel)),
            args.toArray(String[]::new));
  }

  private String stdout() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void assertRefused(String text) {
    assertThat(run()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString().lines()).singleElement().asString().contains(text);
    assertThat(kernel.loaded).isEmpty();
    assertThat(stdout()).isEmpty();
  }

  @Test
  void schedulerIsLoadedBesideAnother() {
    files
        .with("sys/kernel/sched_ext/state", "enabled")
        .with("sys/kernel/sched_ext/root/ops", "other_1.0");

    assertRefused("sched_ext: enabled by other_1.0; stop that scheduler first");
  }

  @Test
  void kernelWithoutSchedExtIsTried() throws IOException {
    Files.delete(root.resolve("sys/kernel/sched_ext/state"));

    assertRefused("sched_ext: no /sys/kernel/sched_ext");
  }

  @Test
  void oldLibraryIsTried() {
    kernel.library = new Finding("libbpf", Finding.Verdict.MISSING, "1.1 is too old", "upgrade");

    assertRefused("libbpf: 1.1 is too old; upgrade");
  }

  @ParameterizedTest
  @CsvSource({
    "proc/self/status, CapEff:\t0000000000000000, lacks CAP_SYS_ADMIN",
    "sys/devices/system/cpu/isolated, 2-3, CPUs 2-3 are isolated",
    "proc/sys/kernel/osrelease, 6.12.1, install 6.16 or later",
  })
  void unfitMachineIsTried(String file, String text, String complaint) {
    files.with(file, text);

    assertRefused(complaint);
  }

  @Test
  void missingCellParentIsAnEmptyOne() {
    assertThat(run("--cell-parent-cgroup", "/nowhere")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(kernel.loaded).isEmpty();
  }

  @Test
  void stallLooksFineOrItsDumpIsLost() {
    kernel.next.exitOnceAttached = STALL;

    assertThat(run()).isEqualTo(ExitStatus.KERNEL_ENDED_SCHEDULER);
    assertThat(err.toString())
        .contains("runnable task stall: sh[12] failed to run for 5.1 s", "  queue: sh[12]");
    assertThat(kernel.next.closed).isTrue();
  }

  @Test
  void operatorsWishLooksLikeAFailure() {
    assertThat(run()).as(err.toString()).isEqualTo(ExitStatus.FINE);
    assertThat(err.toString()).contains("the kernel ended the scheduler: disabled by sysrq-S");
    assertThat(stdout()).contains("Scheduling the children of /jobs", "applied plan 1");
    assertThat(kernel.next.attached && kernel.next.closed).isTrue();
  }

  @Test
  void policyDoesNotReachTheKernel() {
    run("--set", "slice=5ms", "--borrowing");

    assertThat(kernel.policy.dataPlane().sliceNs()).isEqualTo(5_000_000);
    assertThat(kernel.policy.borrowing()).isTrue();
    assertThat(kernel.parent).isEqualTo("/jobs");
    assertThat(kernel.next.published.getFirst().plan().cells().getFirst().borrowable().isEmpty())
        .isFalse();
  }

  @Test
  void restartBeginsAnew() throws IOException {
    run();
    PublishedPlan before = kernel.next.published.getLast();
    files.folder("cg/jobs/late");
    kernel.next = new FakeDataPlane();
    out.reset();
    kernel.next.exitOnceAttached = SYSRQ;
    run();

    assertThat(stdout()).doesNotContain("first plan");
    assertThat(kernel.next.published.getFirst().assignments())
        .as("who had which cell")
        .containsAll(before.assignments());
  }

  @Test
  void fileThatIsNoCheckpointIsOverwritten() throws IOException {
    Path mine = Files.writeString(root.resolve("mine"), "a thesis");

    assertThat(run("--checkpoint", mine.toString())).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains(mine + ":1:1: is no checkpoint");
    assertThat(mine).content().isEqualTo("a thesis");
    assertThat(kernel.loaded).isEmpty();
  }

  @Test
  void checkpointOfAnotherVersionKeepsTheMachineUnscheduled() throws IOException {
    Path old =
        Files.writeString(root.resolve("old"), "cellsched checkpoint of boot b1\n{\"v\":0}\n");

    assertThat(run("--checkpoint", old.toString())).isEqualTo(ExitStatus.FINE);
    assertThat(err.toString()).contains("starting without the checkpoint: " + old);
    assertThat(stdout()).contains("applied plan 1");
  }

  @Test
  void journalTellsAnotherStory() throws Exception {
    Path file = root.resolve("run.jsonl");
    run("--journal", file.toString(), "--borrowing");

    try (JournalReader journal = JournalReader.open(file)) {
      assertThat(journal.header().policy().borrowing()).isTrue();
      Replay.Outcome outcome = Replay.of(journal, journal.header().policy().controllerConfig());
      assertThat(outcome.difference()).isNull();
      assertThat(outcome.plans()).isPositive();
    }
  }

  @Test
  void journalThatCannotBeWrittenEndsTheScheduler() {
    assertThat(run("--journal", root.resolve("nowhere/run.jsonl").toString()))
        .isEqualTo(ExitStatus.FINE);
    assertThat(stdout()).contains("WARNING: the journal ends here", "applied plan 1");
  }

  @Test
  void watchdogIsAnyTime() {
    assertThat(run("--watchdog", "31s")).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("--watchdog: 31.0 s is not between 1.00 s and 30.0 s");
    assertThat(kernel.loaded).isEmpty();
  }

  @Test
  void schedulerThatCannotBeAttachedIsADefectOfOurs() {
    kernel.next.objection = "the kernel attached another scheduler meanwhile";

    assertThat(run()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(err.toString()).contains("another scheduler meanwhile").doesNotContain("\tat ");
    assertThat(kernel.next.closed).isTrue();
  }

  @Test
  void limitThatIsNotEnforcedIsKeptQuiet() {
    files.with("cg/jobs/web/cpu.max", "50000 100000");
    run();

    assertThat(stdout().replaceAll("\\s+", " "))
        .containsOnlyOnce("cgroup /jobs/web has cpu.max \"50000 100000\": the scheduler does not");
  }
}
