package org.cellsched.loader.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.journal.Replay;
import org.cellsched.loader.files.KernelFile;
import org.cellsched.loader.stats.LoaderStatistics;
import org.cellsched.loader.stats.StatisticsClient;

/** A {@code loader run} in a process of its own, and what it prints. */
final class RunningLoader implements AutoCloseable {

  private static final String OUTPUT = "out";
  private static final String JOURNAL = "journal.jsonl";
  private static final String CHECKPOINT = "checkpoint";
  private static final String SOCKET = "stats";

  private static final Path STATE = Path.of("/sys/kernel/sched_ext/state");

  /** Emulation is slow, and slower while spinners have most of it. */
  private static final long PATIENCE_MS = 180_000;

  /** Some of its intervals. */
  private static final long NOTICES_WITHIN_MS = 10_000;

  private static final List<RunningLoader> STARTED = new ArrayList<>();

  private final Process process;
  private final Path folder;

  private RunningLoader(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
    STARTED.add(this);
  }

  /** Whatever a test that failed has left. */
  static void killAll() throws InterruptedException {
    for (RunningLoader loader : STARTED) {
      loader.kill();
    }
    STARTED.clear();
  }

  /** Starts it and waits until it schedules the machine. */
  static RunningLoader attached(String... options) throws Exception {
    RunningLoader loader = started(options);
    loader.awaitAttached();
    await("its first plan is told", () -> loader.output().contains("applied plan 1"));
    return loader;
  }

  /** Starts another that goes on from this one's checkpoint, and waits until it schedules. */
  RunningLoader successor() throws Exception {
    RunningLoader next = started("--checkpoint", folder.resolve(CHECKPOINT).toString());
    next.awaitAttached();
    return next;
  }

  private void awaitAttached() throws InterruptedException {
    await("attached", () -> isAttached() || !process.isAlive());
    assertThat(process.isAlive()).as(output()).isTrue();
  }

  /** With a checkpoint, a journal and a socket of its own, unless the options name others. */
  static RunningLoader started(String... options) throws IOException {
    Path folder = Files.createTempDirectory("loader");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "/cellsched/bin/loader",
                "run",
                "--cell-parent-cgroup",
                Workloads.PARENT,
                "--watchdog",
                "5s",
                "--journal",
                folder.resolve(JOURNAL).toString(),
                "--stats-socket",
                folder.resolve(SOCKET).toString()));
    command.addAll(List.of(options));
    if (!command.contains("--checkpoint")) {
      command.addAll(List.of("--checkpoint", folder.resolve(CHECKPOINT).toString()));
    }
    return new RunningLoader(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(OUTPUT).toFile())
            .start(),
        folder);
  }

  /** What it tells of itself, sampled after this call. */
  LoaderStatistics statistics() throws Exception {
    long beganNs = System.nanoTime();
    try (StatisticsClient client = new StatisticsClient(folder.resolve(SOCKET))) {
      await("a sample", 200, () -> sampledAtNs(client) > beganNs);
      return client.ask();
    }
  }

  private static long sampledAtNs(StatisticsClient client) {
    try {
      return client.ask().atNs();
    } catch (StatisticsClient.RefusedException e) {
      return Long.MIN_VALUE;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What it tells of one cell, sampled after this call. */
  LoaderStatistics.Cell statisticsOf(String cell) throws Exception {
    return statistics().cells().stream()
        .filter(each -> each.name().equals(cell))
        .findFirst()
        .orElseThrow();
  }

  static boolean isAttached() {
    try {
      return KernelFile.read(STATE).equals("enabled");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Fails with what it says of its end: that comes a moment after the end. */
  void assertStillSchedules() throws InterruptedException {
    boolean attached = isAttached();
    if (!attached) {
      Thread.sleep(NOTICES_WITHIN_MS);
    }
    assertThat(attached).as(output()).isTrue();
  }

  String output() {
    try {
      return Files.readString(folder.resolve(OUTPUT));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What was told of the newest plan, and since. */
  String newest() {
    String text = output();
    return text.substring(Math.max(0, text.lastIndexOf("applied plan")));
  }

  /** CPUs that the newest plan gives a cell; none if it has no such cell. */
  CpuMask cpusOf(String cell) {
    return cpusMatching(Pattern.quote(cell));
  }

  /** CPUs that the newest plan gives to cells of cgroups. */
  CpuMask ownedCpus() {
    return cpusMatching("(?!root )\\S+");
  }

  /** Of the table's rows: a margin, a name in a column of 16 characters, CPUs. */
  private CpuMask cpusMatching(String name) {
    return Pattern.compile("(?m)^ {11}(?=" + name + " +\\d).{16} ([0-9,-]+)")
        .matcher(newest())
        .results()
        .map((MatchResult found) -> CpuList.parse(found.group(1).replaceAll(",$", "")))
        .reduce(CpuMask.none(), CpuMask::or);
  }

  /** Waits for something; fails, with what was printed, if it does not come. */
  void await(BooleanSupplier condition) throws InterruptedException {
    await(output(), condition);
  }

  /** The same, for measuring: looks every millisecond. */
  void awaitClosely(BooleanSupplier condition) throws InterruptedException {
    await(output(), 1, condition);
  }

  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, 50, condition);
  }

  private static void await(String what, long everyMs, BooleanSupplier condition)
      throws InterruptedException {
    long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still not: " + what).isLessThan(endNs);
      Thread.sleep(everyMs);
    }
  }

  /** Its exit status, once it has ended by itself. */
  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)).as(output()).isTrue();
    return process.exitValue();
  }

  /** SIGTERM; answers its exit status. */
  int stop() throws InterruptedException {
    process.destroy();
    return exitStatus();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Stops it, if it still runs, and asks the same core again. */
  @Override
  public void close() throws IOException, JournalException {
    try {
      if (process.isAlive()) {
        stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Path file = folder.resolve(JOURNAL);
    if (Files.exists(file)) {
      try (JournalReader journal = JournalReader.open(file)) {
        Replay.Outcome outcome = Replay.of(journal, journal.header().policy().controllerConfig());
        assertThat(outcome.difference()).as("replay of the journal").isNull();
        assertThat(outcome.inputs()).isPositive();
      }
    }
  }
}
