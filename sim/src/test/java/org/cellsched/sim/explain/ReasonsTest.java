package org.cellsched.sim.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.Progress;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever a scheduler does about a task it says why. */
class ReasonsTest {

  /** Looks for starts that nothing announced. */
  private static final class Reasons implements RunObserver {
    final Set<Decision> seen = EnumSet.noneOf(Decision.class);
    final List<String> unexplained = new ArrayList<>();

    /** By task, the CPU whose local queue it was put in, and by CPU, when it took one from line. */
    private final SortedMap<Integer, Integer> insertedOn = new TreeMap<>();

    private final SortedMap<Integer, Long> dispatchedNs = new TreeMap<>();
    private int starts;

    @Override
    public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
      seen.add(decision);
      if (decision.kind() == Decision.Kind.PICK) {
        dispatchedNs.put(cpu, nowNs);
      } else if (task != null && decision.kind() == Decision.Kind.IDLE_FOUND) {
        insertedOn.put(task.id(), cpu);
      }
    }

    @Override
    public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
      insertedOn.remove(task.id());
      if (runnable && task.sliceNs() > 0) {
        // A higher class came: the kernel keeps it first in line here, and no scheduler is asked.
        insertedOn.put(task.id(), cpu.id());
      }
    }

    @Override
    public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
      starts++;
      Integer inserted = insertedOn.get(task.id());
      Long dispatched = dispatchedNs.get(cpu.id());
      boolean explained =
          (inserted != null && inserted == cpu.id()) || (dispatched != null && dispatched == nowNs);
      if (!explained) {
        unexplained.add("%s on CPU %d at %d".formatted(task, cpu.id(), nowNs));
      }
    }
  }

  private static List<Path> library() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.repository("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Reasons reasons(Path file, Setting... more) throws ScenarioException {
    List<Setting> settings = new ArrayList<>(List.of(more));
    settings.add(new Setting("--duration 2s", List.of("duration"), "2s"));
    Reasons reasons = new Reasons();
    new Simulation(ScenarioReader.read(file, settings), reasons).run(Progress.NONE);
    assertThat(reasons.starts).isPositive();
    return reasons;
  }

  @Test
  void taskIsStartedWithoutAReason() throws IOException, ScenarioException {
    Set<Decision> seen = EnumSet.noneOf(Decision.class);
    for (Path file : library()) {
      Reasons reasons = reasons(file);
      assertThat(reasons.unexplained).as("%s", file).isEmpty();
      seen.addAll(reasons.seen);
    }

    // A plan's publication is one step here and moves what waits in a retiring cell's queue at
    // once.
    assertThat(seen)
        .as("reasons that some scenario gives")
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Decision.FROM_RETIRING_CELL, Decision.OVERDUE)));
  }

  @Test
  void overdueTaskIsStartedWithoutAReason() throws ScenarioException {
    Setting soon = new Setting("--set", List.of("machine", "watchdog"), "1s");
    Path crowded = Golden.repository("scenarios/regression/light-task-among-many.yaml");

    Reasons reasons = reasons(crowded, soon);

    assertThat(reasons.unexplained).isEmpty();
    assertThat(reasons.seen).contains(Decision.OVERDUE);
  }

  @Test
  void baselineStartsATaskWithoutAReason() throws ScenarioException {
    for (String scheduler : List.of("global-vtime", "static-cpusets", "fair")) {
      Setting baseline = new Setting("--scheduler " + scheduler, List.of("scheduler"), scheduler);

      assertThat(reasons(Golden.repository("scenarios/oversubscribed.yaml"), baseline).unexplained)
          .as(scheduler)
          .isEmpty();
    }
  }
}
