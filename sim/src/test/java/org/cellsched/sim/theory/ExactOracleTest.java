package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.SECOND;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Draws;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must come out to the nanosecond: without costs, each request's waiting time follows from the
 * times between requests and their service times; CPU time and requests are conserved.
 */
class ExactOracleTest {

  /** Servers, times between requests, service times, seed. */
  record Case(int servers, Distribution between, Distribution service, long seed) {

    Behaviour.Serve behaviour() {
      return new Behaviour.Serve(new Arrivals.Every(between), service, 1, null);
    }
  }

  static Stream<Case> cases() {
    // Services stay under a slice: with longer ones, requests would take turns.
    List<Distribution> services =
        List.of(
            new Distribution.Constant(MS),
            new Distribution.Uniform(MS / 2, 2 * MS),
            new Distribution.Exponential(MS),
            new Distribution.Choice(List.of(MS / 5, MS / 5, 3 * MS)));
    return Stream.of(1, 2, 5)
        .flatMap(servers ->
            IntStream.range(0, services.size())
                .mapToObj(i ->
                    new Case(
                        servers,
                        new Distribution.Exponential(MS * 12 / 10 / servers),
                        services.get(i),
                        100 * servers + i)));
  }

  /** Servers that requests wait for; each CPU has one, so that nothing else makes them wait. */
  private static RequestLog run(Case test, long durationNs) {
    RequestLog log = new RequestLog();
    Scenario scenario =
        TestScenario.cpus(test.servers())
            .free()
            .seed(test.seed())
            .tasks("server", "root", test.servers(), test.behaviour())
            .scenario(durationNs);
    assertThat(new Simulation(scenario, log).run(Progress.NONE).violations()).isEmpty();
    return log;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void someRequestWaitsLongerOrShorterThanItMust(Case test) {
    RequestLog log = run(test, 20 * SECOND);
    int count = (int) log.arrivals();
    long[] between = Draws.between(test.between(), test.seed(), "server", count);
    long[] service = Draws.service(test.service(), test.seed(), "server", count);
    Map<Long, Long> completedByArrival = new TreeMap<>();
    long[] waits =
        test.servers() == 1 ? lindley(between, service) : kieferWolfowitz(test, between, service);
    long arrivalNs = 0;
    for (int k = 0; k < count; k++) {
      arrivalNs += between[k];
      completedByArrival.put(arrivalNs, arrivalNs + waits[k] + service[k]);
    }
    assertThat(completedByArrival).as("no two at one time").hasSize(count);
    assertThat(log.count()).isGreaterThan(10_000);
    for (int i = 0; i < log.count(); i++) {
      assertThat(log.completedNs(i))
          .as("%s: completion of the request that came at %d", test, log.arrivedNs(i))
          .isEqualTo(completedByArrival.get(log.arrivedNs(i)));
    }
    long done = completedByArrival.values().stream().filter(ns -> ns <= 20 * SECOND).count();
    assertThat(log.count()).as("none is left out").isEqualTo((int) done);
  }

  /** W(k+1) = max(0, W(k) + S(k) − A(k+1)). */
  private static long[] lindley(long[] between, long[] service) {
    long[] waits = new long[between.length];
    for (int k = 1; k < waits.length; k++) {
      waits[k] = Math.max(0, waits[k - 1] + service[k - 1] - between[k]);
    }
    return waits;
  }

  /** Each request goes to the server that is free first: the vector of workloads, sorted. */
  private static long[] kieferWolfowitz(Case test, long[] between, long[] service) {
    PriorityQueue<Long> freeAtNs = new PriorityQueue<>();
    for (int server = 0; server < test.servers(); server++) {
      freeAtNs.add(0L);
    }
    long[] waits = new long[between.length];
    long arrivalNs = 0;
    for (int k = 0; k < waits.length; k++) {
      arrivalNs += between[k];
      long startNs = Math.max(arrivalNs, freeAtNs.remove());
      waits[k] = startNs - arrivalNs;
      freeAtNs.add(startNs + service[k]);
    }
    return waits;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void littlesLawIsOffByANanosecond(Case test) {
    long endNs = 7 * SECOND + 123;
    RequestLog log = run(test, endNs);
    long sojournsNs = 0;
    for (int i = 0; i < log.count(); i++) {
      sojournsNs += log.sojournNs(i);
    }
    // Those still there have been there since they came: all arrivals less those completed.
    long[] between = Draws.between(test.between(), test.seed(), "server", (int) log.arrivals());
    long arrivedSumNs = 0;
    long arrivalNs = 0;
    for (long each : between) {
      arrivalNs += each;
      arrivedSumNs += arrivalNs;
    }
    for (int i = 0; i < log.count(); i++) {
      arrivedSumNs -= log.arrivedNs(i);
    }
    long presentNs = log.inSystem() * endNs - arrivedSumNs;
    assertThat(log.inSystem()).isEqualTo(log.arrivals() - log.count());
    assertThat(log.integralNs(endNs)).isEqualTo(sojournsNs + presentNs);
  }

  /** Where each CPU's time went, from nothing but what the kernel says has happened. */
  private static final class CpuLog implements RunObserver {
    final long[] ranNs;
    final Map<Task, Long> ranByTask = new TreeMap<>(Comparator.comparingInt(Task::id));

    CpuLog(int cpus) {
      ranNs = new long[cpus];
    }

    @Override
    public void charged(long nowNs, Cpu cpu, Task task, long ran) {
      ranNs[cpu.id()] += ran;
      ranByTask.merge(task, ran, Long::sum);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oversubscribed",
        "hotplug",
        "higher-class-hog",
        "kernel-threads",
        "mutex-contention",
        "crash-looping-container",
        "servers-under-borrowing"
      })
  void cpuTimeIsMadeOrLost(String name) throws ScenarioException {
    Path file = Golden.repository("scenarios").resolve(name + ".yaml");
    Scenario scenario = ScenarioReader.read(file, List.of());
    int cpus = scenario.machine().topology().cpuCount();
    CpuLog log = new CpuLog(cpus);
    RunResult result = new Simulation(scenario, log).run(Progress.NONE);

    RunResult.MachineTime time = result.machineTimeNs();
    assertThat(time.running() + time.switching() + time.idle() + time.taken() + time.offline())
        .isEqualTo(cpus * scenario.durationNs());
    assertThat(Arrays.stream(log.ranNs).sum()).isEqualTo(time.running());
    assertThat(log.ranByTask.values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(time.running());
    log.ranByTask.forEach((task, ranNs) -> assertThat(task.ranNs()).isEqualTo(ranNs));
    assertThat(result.cells().stream().mapToLong(RunResult.CellResult::cpuTimeNs).sum())
        .isEqualTo(time.running());
    assertThat(result.groups().stream().mapToLong(RunResult.GroupResult::cpuTimeNs).sum())
        .isEqualTo(time.running());
  }
}
