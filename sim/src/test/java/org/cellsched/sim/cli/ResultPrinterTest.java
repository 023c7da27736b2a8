package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
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

  private static String print(String scenario) throws ScenarioException {
    RunResult result =
        new Simulation(ScenarioReader.parse(scenario, "test.yaml", List.of())).run(Progress.NONE);
    StringWriter text = new StringWriter();
    new ResultPrinter(new PrintWriter(text))
        .print(result.tookNs(1_234_567), "bin/sim run tiny.yaml");
    return text.toString().replace(result.digest(), "DIGEST");
  }

  @Test
  void tableCannotBeRead() throws ScenarioException {
    assertThat(print(TINY))
        .isEqualTo(
            """
            tiny: 4 CPUs, 2.00 s simulated, scheduler cells, seed 1

                                                                    --- wakeup latency ---
            cell   CPUs  util  demand  borrow   lent  switch  migr     p50     p99     max
            root      1    0%    0.00       0  2.00s       0     0       -       -       -
            WEB       2   57%    1.88       0  707ms    1061   380  4.00us  27.3ms  69.6ms
            batch     1  285%    3.00   3.71s      0     277   253  3.00us  5.00us  5.00us
            gone      -     -    0.00       0  1.00s       0     0       -       -       -
            CPUs: at the end. util: of own CPUs. demand: CPUs. borrow, lent: CPU time.
            switch: times that a task was switched in. migr: on another CPU than its last.

                                                           --- wakeup latency ---
            tasks   count  CPU time  switches  migrations     p50     p99     max
            server      4     1.72s      1061         380  4.00us  27.3ms  69.6ms
            crunch      3     5.71s       277         253  3.00us  5.00us  5.00us

                                         -- request latency --
            requests to  served    mean     p50     p99    max
            server         1719  3.02ms  1.27ms  14.7ms  103ms

            worst wait of     at  waited  own cell  others  switch  idle  taken
            server/1       884ms  96.0ms       50%     50%      0%    0%     0%
            crunch/2       1.41s  8.23ms       50%     50%      0%    0%     0%
            own cell ... taken: who had the CPUs that it could use; see bin/sim explain.

            plans         2 applied (lifecycle 2), 2 computed, 3 CPUs moved
            CPU time      92.8 % running, 7.1 % idle; 52.9 ms idle beside waiting tasks
            migrations    same LLC 609, same node 24; 1853 switches
            warning       at 0 ns: the proportional planner found no plan: no CPU is left
                          for cell 3 (no cpuset); used a matching of cells and CPUs
            violations    none
            expectations  3 of 4 held
              ok      WEB.lent > 0.1 * batch.cpuTime  (707 ms, 5.71 s)
              FAILED  batch.cpus == 4 at end  (1 CPUs)
              ok      batch.cpuTime > 0.125 * WEB.cpuTime from 0.25s to 1.75s
                        (4.29 s, 1.28 s)
              ok      violations == 0  (0)
            digest        DIGEST (5874 events in 1.23 ms)
            repeat with   bin/sim run tiny.yaml
            """);
  }

  @Test
  void lineIsTooLong() throws ScenarioException {
    String wide =
        TINY.replace("WEB", "a-cell-with-a-very-long-name-which-no-table-can-show")
            .replace("scenario: tiny", "scenario: a-scenario-with-a-very-long-name-as-well")
            .replace("server", "a-group-of-servers-with-a-long-name")
            .replace("duration: 2s", "duration: 20s");

    assertThat(print(wide).lines())
        .filteredOn(line -> line.length() > COLUMNS)
        .as("lines that stick out, but for a single word that is too long")
        .isEmpty();
  }
}
