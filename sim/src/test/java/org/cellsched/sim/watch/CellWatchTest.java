package org.cellsched.sim.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Screen;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.CellResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellWatchTest {

  private static final long EVERY_NS = 100_000_000;

  private static final String SCENARIO =
      """
      scenario: watched
      duration: 2s
      machine: {llcs: 2, coresPerLlc: 2}
      policy: {borrowing: true, rebalancing: {threshold: 10%, cooldown: 500ms}}
      cells: {web: {cpuset: 0-1}, batch: {}}
      tasks:
        - name: server
          cell: web
          count: 4
          behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: 1ms}}
        - {name: crunch, cell: batch, count: 5, behaviour: spin}
      events:
        - {at: 1s, createCell: {name: late}}
        - {at: 1s, start: {name: latecomer, cell: late, behaviour: spin}}
      """;

  private final List<WatchFrame> frames = new ArrayList<>();

  private static Scenario scenario(String scheduler) throws ScenarioException {
    return ScenarioReader.parse(
        SCENARIO + "scheduler: " + scheduler + "\n", "watched.yaml", List.of());
  }

  /** Watched by somebody who looks each 100 ms of simulated time. */
  private RunResult watched(Scenario scenario) {
    List<CellWatch> watch = new ArrayList<>();
    LongUnaryOperator viewer =
        nowNs -> {
          frames.add(watch.getFirst().frame(nowNs));
          return nowNs + EVERY_NS;
        };
    watch.add(new CellWatch(viewer));
    RunResult result = new Simulation(scenario, watch.getFirst()).run(Progress.NONE);
    frames.add(watch.getFirst().frame(result.simulatedNs()));
    return result;
  }

  private List<WatchFrame.Cell> of(String cell) {
    return frames.stream()
        .flatMap(frame -> frame.cells().stream())
        .filter(each -> each.name().equals(cell))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cells", "fair", "global-vtime", "static-cpusets"})
  void framesDoNotAddUpToTheResult(String scheduler) throws ScenarioException {
    RunResult result = watched(scenario(scheduler));

    assertThat(frames).hasSizeGreaterThan(15);
    assertThat(frames.stream().mapToLong(WatchFrame::intervalNs).sum())
        .isEqualTo(result.simulatedNs());
    for (CellResult cell : result.cells()) {
      List<WatchFrame.Cell> seen = of(cell.name());
      assertThat(seen.stream().mapToLong(WatchFrame.Cell::cpuTimeNs).sum())
          .as("CPU time of %s", cell.name())
          .isEqualTo(cell.cpuTimeNs());
      assertThat(seen.stream().mapToLong(WatchFrame.Cell::borrowedNs).sum())
          .as("borrowed by %s", cell.name())
          .isEqualTo(cell.borrowedNs());
      assertThat(seen.stream().mapToLong(WatchFrame.Cell::lentNs).sum())
          .as("lent by %s", cell.name())
          .isEqualTo(cell.lentNs());
      assertThat(seen.getLast().wakeups()).isEqualTo(cell.wakeupLatencyNs().count());
      assertThat(seen.getLast().wakeupP99Ns()).isEqualTo(cell.wakeupLatencyNs().p99());
      assertThat(seen.getLast().cpus()).isEqualTo(cell.cpuCount());
    }
  }

  @Test
  void watchingChangesTheRun() throws ScenarioException {
    RunResult alone = new Simulation(scenario("cells")).run(Progress.NONE);

    assertThat(watched(scenario("cells"))).isEqualTo(alone);
  }

  @Test
  void whoWaitsAndWhoRunsIsMixedUp() throws ScenarioException {
    watched(scenario("cells"));

    for (WatchFrame frame : frames.subList(1, frames.size())) {
      int running = frame.cells().stream().mapToInt(WatchFrame.Cell::running).sum();
      int spinning =
          frame.cells().stream()
              .filter(cell -> cell.name().equals("batch"))
              .mapToInt(cell -> cell.running() + cell.waiting())
              .sum();
      assertThat(running).as("at %d ns, of 4 CPUs", frame.nowNs()).isBetween(1, 4);
      assertThat(spinning).as("at %d ns", frame.nowNs()).isEqualTo(5);
    }
  }

  @Test
  void mapShowsOtherCpusThanThoseThatRun() throws ScenarioException {
    watched(scenario("cells"));

    boolean borrowedSeen = false;
    for (WatchFrame frame : frames) {
      for (int cell = 0; cell < frame.cells().size(); cell++) {
        int number = cell;
        assertThat(frame.cpus().stream().filter(use -> isRunBy(use, number)))
            .as("CPUs of %s at %d ns", frame.cells().get(cell).name(), frame.nowNs())
            .hasSize(frame.cells().get(cell).running());
      }
      borrowedSeen |= frame.cpus().stream().anyMatch(WatchFrame.CpuUse::borrowed);
    }
    assertThat(borrowedSeen).isTrue();
  }

  private static boolean isRunBy(WatchFrame.CpuUse use, int cell) {
    return use.state() == WatchFrame.CpuUse.State.RUNS && use.cell() == cell;
  }

  @Test
  void twoCellsShareALetter() {
    assertThat(CpuMap.letters(List.of("root", "web", "batch", "burst", "B", "2b-u", "robot")))
        .containsExactly('r', 'w', 'b', 'u', 'a', 'c', 'o');
    List<String> many = IntStream.range(0, 30).mapToObj(n -> "cell-" + n).toList();
    assertThat(CpuMap.letters(many).subList(0, 26)).doesNotHaveDuplicates();
    assertThat(CpuMap.letters(many).subList(26, 30)).containsOnly('+');
  }

  @Test
  void planAndDemandAreThoseOfThePast() throws ScenarioException {
    RunResult result = watched(scenario("cells"));

    WatchFrame last = frames.getLast();
    assertThat(last.planned()).isTrue();
    assertThat(last.lastPlan()).isNotNull();
    assertThat(last.lastPlan().generation()).isEqualTo(result.plans().applied());
    assertThat(last.lastPlan().atNs()).isGreaterThanOrEqualTo(1_000_000_000);
    assertThat(of("batch").getLast().demandMilliCpus()).isBetween(3000L, 5200L);
    assertThat(frames.getFirst().nowNs()).isZero();
  }

  @Test
  void pageCannotBeRead() throws ScenarioException {
    watched(scenario("cells"));

    WatchFrame frame = frames.get(12);
    Golden.check(golden("watch-80.txt"), print(frame, 80));
    String narrow = print(frame, 40);
    Golden.check(golden("watch-40.txt"), narrow);
    assertThat(narrow.lines()).allMatch(line -> line.length() <= 40);
  }

  private static Path golden(String name) {
    return Golden.repository("sim/src/test/resources/results/" + name);
  }

  private static String print(WatchFrame frame, int columns) {
    StringWriter text = new StringWriter();
    Page page =
        new Page(
            new PrintWriter(text), new Screen.Fixed(false, false, new Screen.Size(columns, 24)));
    new WatchPage("watched", 2_000_000_000).print(frame, page);
    page.flush();
    return text.toString();
  }
}
