package org.cellsched.sim.export;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;
import static org.cellsched.sim.TestScenario.US;
import static org.cellsched.sim.TestScenario.randomRunSleep;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.explain.TurnLog;
import org.cellsched.sim.export.DecodedTrace.Switch;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.ObserverGroup;
import org.cellsched.sim.trace.RunObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a trace says, decoded again, against what other observers saw of the same run. */
final class PerfettoTraceTest {

  /** Enough for every turn of these runs. */
  private static final int TURNS = 1 << 20;

  /** What one CPU did: a thread, or nothing. */
  private record Slice(int cpu, long fromNs, long toNs, int tid) {}

  /** A run, its trace, and what another observer saw of it. */
  private static final class Traced implements RunObserver {
    final String name;
    final Scenario scenario;
    final RunResult result;
    final DecodedTrace trace;
    final List<Slice> slices = new ArrayList<>();
    long wakeups;
    long starts;
    long exits;
    private TurnLog turns;

    Traced(String name, Scenario scenario) {
      this.name = name;
      this.scenario = scenario;
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      try (PerfettoTrace written = new PerfettoTrace(file)) {
        result =
            new Simulation(scenario, ObserverGroup.of(List.of(written, this))).run(Progress.NONE);
      }
      trace = DecodedTrace.of(file.toByteArray());
    }

    @Override
    public void begins(Kernel kernel, Tenants tenants, Ownership ownership) {
      turns = new TurnLog(kernel.topology().cpuCount(), TURNS);
    }

    @Override
    public void woke(long nowNs, Task task) {
      wakeups++;
    }

    @Override
    public void exited(long nowNs, Task task) {
      exits++;
    }

    @Override
    public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
      starts++;
      turns.started(nowNs, runsFromNs, cpu, task, moved);
    }

    @Override
    public void stateChanged(long nowNs, Cpu cpu) {
      turns.stateChanged(nowNs, cpu);
    }

    @Override
    public void ends(long nowNs) {
      assertThat(turns.knownFromNs()).as("the log holds every turn").isZero();
      turns.visit(
          0,
          nowNs,
          new TurnLog.Visitor() {
            @Override
            public void turn(int cpu, int occupant, long fromNs, long runsFromNs, long toNs) {
              slices.add(new Slice(cpu, fromNs, toNs, tid(cpu, occupant)));
            }

            @Override
            public void interrupt(int cpu, int occupant, long fromNs, long toNs) {}
          });
    }

    private static int tid(int cpu, int occupant) {
      return switch (occupant) {
        case TurnLog.IDLE, TurnLog.OFFLINE -> 0;
        case TurnLog.TAKEN -> 10 + cpu;
        default -> 10_000 + occupant;
      };
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Traced> runs;

  static Stream<Traced> runs() throws Exception {
    if (runs == null) {
      runs = new ArrayList<>();
      for (String runFor :
          List.of(
              "oversubscribed 1s", // borrowing, requests, rebalancing
              "hotplug 11s",
              "higher-class-hog 1500ms",
              "dynamic-lifecycle 11s", // cells come and go, tasks die with them
              "fork-join 1s",
              "interleaved 1s")) {
        String[] parts = runFor.split(" ");
        Path file = Golden.repository("scenarios").resolve(parts[0] + ".yaml");
        List<Setting> settings =
            List.of(Setting.parse("duration=" + parts[1]), Setting.parse("expect=[]"));
        runs.add(new Traced(runFor, ScenarioReader.read(file, settings)));
      }
      runs.add(new Traced("a waiting task is moved", moving()));
    }
    return runs.stream();
  }

  private static Scenario moving() {
    return TestScenario.cpus(3)
        .cell("web")
        .cell("batch")
        .tasks("server", "web", 4, randomRunSleep(MS, MS))
        .tasks("crunch", "batch", 3, TestScenario.spin())
        .every(50 * MS, 9, new Action.Move("server", "batch"))
        .every(70 * MS, 6, new Action.Move("server", "web"))
        .scenario(SECOND / 2);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aCpuRunsWhatTheTraceDoesNotSay(Traced run) {
    List<Slice> seen = merged(run.slices);

    assertThat(merged(slices(run.trace))).isEqualTo(seen);
    assertThat(seen).hasSizeGreaterThan(100);
  }

  /** From switch to switch; what a CPU does last has no end in the trace. */
  private static List<Slice> slices(DecodedTrace trace) {
    List<Slice> slices = new ArrayList<>();
    Map<Integer, Switch> last = new TreeMap<>();
    for (Switch next : trace.switches) {
      Switch before = last.put(next.cpu(), next);
      if (before != null) {
        slices.add(new Slice(next.cpu(), before.ns(), next.ns(), before.tid()));
      }
    }
    return slices;
  }

  /** By CPU and time, idle times that touch as one, those at the end and empty ones left out. */
  private static List<Slice> merged(List<Slice> slices) {
    List<Slice> merged = new ArrayList<>();
    Map<Integer, List<Slice>> byCpu = slices.stream().collect(groupingBy(Slice::cpu));
    byCpu.forEach((cpu, own) -> {
      List<Slice> kept = new ArrayList<>();
      own.stream()
          .filter(slice -> slice.toNs() > slice.fromNs())
          .sorted(Comparator.comparingLong(Slice::fromNs))
          .forEach(slice -> {
            Slice before = kept.isEmpty() ? null : kept.getLast();
            if (before != null && before.tid() == 0 && slice.tid() == 0) {
              kept.removeLast();
              kept.add(new Slice(cpu, before.fromNs(), slice.toNs(), 0));
            } else {
              kept.add(slice);
            }
          });
      if (!kept.isEmpty() && kept.getLast().tid() == 0) {
        kept.removeLast();
      }
      merged.addAll(kept);
    });
    return merged;
  }

  @ParameterizedTest
  @MethodSource("runs")
  void anEventIsLostOrMadeUp(Traced run) {
    long toTasks = run.trace.switches.stream().filter(s -> s.tid() >= 10_000).count();

    assertThat(toTasks).isEqualTo(run.starts).isEqualTo(run.result.taskStarts());
    assertThat(run.trace.wakings).hasSize((int) run.wakeups);
    assertThat(rare(run, "sched_process_free")).isEqualTo(run.exits);
    assertThat(run.trace.instants.stream().filter(i -> i.name().startsWith("plan ")).count())
        .isEqualTo(run.result.plans().applied());
  }

  private static long rare(Traced run, String what) {
    return run.trace.rare.stream().filter(event -> event.what().equals(what)).count();
  }

  @Test
  void timeOnCpusIsNotTheCpuTimeOfTheResult() {
    // Switches are free, so that they take none of the time on a CPU.
    Traced run =
        new Traced(
            "free switches",
            TestScenario.cpus(4)
                .free()
                .borrowing()
                .cell("web")
                .cell("batch")
                .tasks("server", "web", 3, randomRunSleep(300 * US, 700 * US))
                .tasks("crunch", "batch", 5, TestScenario.spin())
                .scenario(SECOND));

    Map<Integer, String> cellOf =
        run.trace.threads.stream()
            .collect(toMap(t -> t.tid(), t -> run.trace.processes.get(t.tgid())));
    Map<String, Long> onCpuNs = new TreeMap<>();
    for (Slice slice : slices(run.trace)) {
      if (slice.tid() != 0) {
        onCpuNs.merge(cellOf.get(slice.tid()), slice.toNs() - slice.fromNs(), Long::sum);
      }
    }

    assertThat(onCpuNs).containsOnlyKeys("web", "batch");
    onCpuNs.forEach((cell, ns) -> {
      RunResult.CellResult expected =
          run.result.cells().stream().filter(c -> c.name().equals(cell)).findFirst().orElseThrow();
      assertThat(ns).as(cell).isEqualTo(expected.cpuTimeNs());
    });
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aTaskRunsThatDidNotWakeOrACounterDeniesThatItStandsInLine(Traced run) {
    ThreadStates states = new ThreadStates(run.trace);
    int moments = 0;
    while (states.goOn() && states.nowNs() < run.result.simulatedNs()) { // then all go idle
      moments++;
      assertThat(states.counted())
          .as("tasks in line by process at %d ns", states.nowNs())
          .isEqualTo(states.inLine());
    }
    assertThat(moments).isGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aThreadHasTwoNamesOrNoProcess(Traced run) {
    Map<Integer, String> names =
        run.trace.threads.stream().collect(toMap(t -> t.tid(), t -> t.name()));
    names.put(0, "swapper");

    assertThat(run.trace.threads).doesNotHaveDuplicates().hasSize(names.size() - 1);
    assertThat(run.trace.threads)
        .allSatisfy(thread -> assertThat(run.trace.processes).containsKey(thread.tgid()));
    assertThat(run.trace.switches)
        .allSatisfy(s -> assertThat(s.comm()).isEqualTo(names.get(s.tid())));
    assertThat(run.trace.wakings)
        .allSatisfy(w -> assertThat(w.comm()).isEqualTo(names.get(w.tid())));
  }

  @Test
  void theTraceChangesTheRun() throws Exception {
    for (Traced run : runs().toList()) {
      assertThat(run.result.digest())
          .as(run.name)
          .isEqualTo(new Simulation(run.scenario).run(Progress.NONE).digest());
    }
  }

  /** Of every plan in force the CPUs of each cell; the counters say the same. */
  @ParameterizedTest
  @MethodSource("runs")
  void theCountersOfCpusDoNotFollowThePlans(Traced run) {
    Map<String, Long> counted = new TreeMap<>();
    run.trace.samples.stream()
        .filter(sample -> sample.track().name().equals("CPUs owned"))
        .forEach(s -> counted.put(run.trace.processes.get(s.track().pid()), s.value()));

    Map<String, Long> atEnd =
        run.result.cells().stream().collect(toMap(c -> c.name(), c -> (long) c.cpuCount()));
    assertThat(counted).isEqualTo(atEnd);
    assertThat(run.trace.instants)
        .filteredOn(instant -> instant.name().startsWith("plan "))
        .allSatisfy(plan -> assertThat(plan.notes()).containsKeys("reason", "cell root"));
  }

  @Test
  void memoryGrowsWithTheLengthOfTheRun() {
    long[] written = new long[1];
    long[] writtenAtEnd = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
          }
        };
    Scenario busy =
        TestScenario.cpus(64)
            .borrowing()
            .cell("web")
            .cell("batch")
            .tasks("server", "web", 64, randomRunSleep(100 * US, 100 * US))
            .tasks("crunch", "batch", 64, randomRunSleep(200 * US, 100 * US))
            .scenario(SECOND / 4);
    RunResult result;
    try (PerfettoTrace trace = new PerfettoTrace(counting)) {
      RunObserver atEnd =
          new RunObserver() {
            @Override
            public void ends(long nowNs) {
              writtenAtEnd[0] = written[0];
            }
          };
      result = new Simulation(busy, ObserverGroup.of(List.of(atEnd, trace))).run(Progress.NONE);
    }

    assertThat(result.taskStarts()).isGreaterThan(50_000);
    assertThat(written[0] / result.taskStarts())
        .as("bytes for each start of a task")
        .isBetween(20L, 130L);
    assertThat(written[0] - writtenAtEnd[0]).as("bytes still held at the end").isLessThan(1 << 20);
  }
}
