package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Screen;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.api.Test;

class ResultPrinterTest {

  private static final int COLUMNS = 80;

  private static final String TINY =
      """
      scenario: tiny
      duration: 2s
      machine: {llcs: 2, coresPerLlc: 2}
      policy: {borrowing: true, lenderProtection: 2ms}
      cells: {WEB: {cpuset: 0-1}, batch: {}, gone: {}}
      tasks:
        - name: server
          cell: WEB
          count: 4
          behaviour: {serve: {arrivals: {poisson: {perSecond: 900}}, service: 1ms}}
        - {name: crunch, cell: batch, count: 3, behaviour: spin}
      events:
        - {at: 1s, removeCell: gone}
      expect:
        - WEB.lent > 0.1 * batch.cpuTime
        - batch.cpus == 4 at end
        - batch.cpuTime > 0.125 * WEB.cpuTime from 0.25s to 1.75s
        - violations == 0
      """;

  private static Path golden(String name) {
    return Golden.repository("sim/src/test/resources/results/" + name);
  }

  private static String print(String scenario, int columns) throws ScenarioException {
    return print(scenario, new Screen.Fixed(false, false, new Screen.Size(columns, 24)));
  }

  private static String print(String scenario, Screen screen) throws ScenarioException {
    RunResult result =
        new Simulation(ScenarioReader.parse(scenario, "test.yaml", List.of())).run(Progress.NONE);
    StringWriter text = new StringWriter();
    new ResultPrinter(new Page(new PrintWriter(text), screen))
        .print(result.tookNs(1_234_567), "bin/sim run tiny.yaml");
    return text.toString().replace(result.digest(), "DIGEST");
  }

  @Test
  void tableCannotBeRead() throws ScenarioException {
    Golden.check(golden("result-80.txt"), print(TINY, 80));
  }

  @Test
  void narrowScreenOverflows() throws ScenarioException {
    String printed = print(TINY, 40);

    assertThat(printed.lines())
        .filteredOn(line -> line.length() > 40 && !line.startsWith("digest"))
        .isEmpty();
    Golden.check(golden("result-40.txt"), printed);
  }

  @Test
  void wideScreenShowsNoMore() throws ScenarioException {
    assertThat(print(TINY, 80)).doesNotContain("switch  migr");
    assertThat(print(TINY, 120)).contains("switch  migr");
  }

  @Test
  void wordIsTooLongOrShortWithColours() throws ScenarioException {
    String coloured = print(TINY, new Screen.Fixed(true, true, new Screen.Size(80, 24)));

    assertThat(coloured.replaceAll("\033\\[[0-9;]*m", "")).isEqualTo(print(TINY, 80));
    assertThat(coloured)
        .contains("\033[1;31mFAILED\033[0m     tiny: ")
        .contains("\033[33mlate\033[0m       WEB: ");
  }

  @Test
  void badRunLooksLikeAGoodOne() throws ScenarioException {
    String cells = "cells: {WEB: {cpuset: 0-1, cpuMax: {quota: 20ms}}, batch: {}, gone: {}}";

    assertThat(print(TINY.replaceAll("cells: .*", cells) + "scheduler: fair\n", 80))
        .contains("throttled  WEB: cpu.max kept its tasks waiting for ");
    assertThat(print(TINY.replace("  - batch.cpus == 4 at end\n", ""), 80))
        .startsWith("OK         tiny: 3 of 3 expectations held, no violations, hurt: WEB\n");
  }

  @Test
  void lineIsTooLong() throws ScenarioException {
    String wide =
        TINY.replace("WEB", "a-cell-with-a-very-long-name-which-no-table-can-show")
            .replace("scenario: tiny", "scenario: a-scenario-with-a-very-long-name-as-well")
            .replace("server", "a-group-of-servers-with-a-long-name")
            .replace("duration: 2s", "duration: 20s");

    assertThat(print(wide, COLUMNS).lines())
        .filteredOn(line -> line.length() > COLUMNS)
        .as("lines that stick out, but for a single word that is too long")
        .isEmpty();
  }

  @Test
  void ruleThatIsBrokenOftenHidesAnother() throws ScenarioException {
    assertThat(
            print(
                """
                scenario: crowd
                duration: 200ms
                machine: {coresPerLlc: 2}
                cells: {a: {}}
                tasks:
                  - {name: t, cell: a, count: 150, behaviour: spin}
                  - {name: u, cell: a, behaviour: {program: {steps: [{run: 1ms}, {sleep: 1ms}]}}}
                checks: {maxWait: 190ms, idleStretch: 1us}
                """,
                COLUMNS))
        .contains(
            """
            violations    144
              at 2.00 us, idleStretch: CPUs have idled beside tasks that wait and may use
                them for 2.00 us, 1.00 us beyond the bound of 1.00 us
              at 192 ms, maxWait: t/8 of a has waited 192 ms, 2.00 ms beyond the bound of
                190 ms
              at 200 ms, maxWait: t/9 of a has waited 200 ms, 10.0 ms beyond the bound of
                190 ms
              at 200 ms, maxWait: t/10 of a has waited 200 ms, 10.0 ms beyond the bound of
                190 ms
              at 200 ms, maxWait: t/11 of a has waited 200 ms, 10.0 ms beyond the bound of
                190 ms
              and 95 more of maxWait until 200 ms
              and 44 more, of any rule
            expectations  none
            """);
  }
}
