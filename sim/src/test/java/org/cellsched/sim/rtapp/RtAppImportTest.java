package org.cellsched.sim.rtapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Problem;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a workload; docs/rt-app.md has the same as a table. */
class RtAppImportTest {

  private static final long US = 1_000;

  /** Imports, and checks on the way that what is written reads back as what was made. */
  static RtAppImport imported(String text) throws InvalidFileException {
    RtAppImport imported = RtAppImport.parse(text, "w.json", 0);
    assertThat(ScenarioReader.parse(imported.yaml(), "w.yaml", List.of()))
        .as(imported.yaml())
        .isEqualTo(imported.scenario());
    return imported;
  }

  private static RtAppImport task(String body) throws InvalidFileException {
    return imported("{\"global\": {\"duration\": 5}, \"tasks\": {\"t\": {" + body + "}}}");
  }

  private static List<Program.Step> steps(String body) throws InvalidFileException {
    return program(task(body), 0).phases().getFirst().steps();
  }

  private static Program program(RtAppImport imported, int group) {
    return ((Behaviour.Follow) imported.scenario().tasks().get(group).behaviour()).program();
  }

  private static List<String> notes(RtAppImport imported) {
    return imported.notes().stream().map(Problem::toString).toList();
  }

  private static Distribution us(long length) {
    return new Distribution.Constant(length * US);
  }

  @Test
  void anEventHasNoCounterpart() throws InvalidFileException {
    assertThat(
            steps(
                """
                "run": 10, "runtime": 20, "sleep": 30, "yield",
                "timer": {"ref": "unique1", "period": 40},
                "timer": {"ref": "clock", "period": 50, "mode": "absolute"},
                "lock": "m", "wait": {"ref": "c", "mutex": "m"}, "unlock": "m",
                "signal": "c", "broad": "c", "suspend": "x", "resume": "x", "barrier": "b"
                """))
        .containsExactly(
            new Program.Run(us(10)),
            new Program.Run(us(20)),
            new Program.Sleep(us(30)),
            new Program.Yield(),
            new Program.Timer("unique1", 40 * US, false, false),
            new Program.Timer("clock", 50 * US, true, true),
            new Program.Lock("m"),
            new Program.Await("c", "m"),
            new Program.Unlock("m"),
            new Program.Signal("c"),
            new Program.Broadcast("c"),
            new Program.Suspend("x"),
            new Program.Resume("x"),
            new Program.Barrier("b"));
  }

  /** 10 GB/s of memory; a microsecond for each write of a 4 MiB buffer; 500 MB/s of a device. */
  @Test
  void memoryAndDevicesCostNothing() throws InvalidFileException {
    RtAppImport imported =
        imported(
            """
            {"global": {"io_device": "/tmp/x"},
             "tasks": {"t": {"mem": 1000000, "iorun": 5000000}}}
            """);

    assertThat(program(imported, 0).steps())
        .containsExactly(
            new Program.Run(us(100)), new Program.Run(us(2)), new Program.Sleep(us(10_000)));
    assertThat(notes(imported))
        .contains(
            "w.json:2:18: `mem` is approximated: CPU time at 10 GB/s, in whole microseconds",
            "w.json:2:34: `iorun` is approximated: 1us of CPU time for each write of a buffer,"
                + " then a sleep for the device at 500 MB/s");
  }

  /** rt-app's examples lock the mutex around `sync`, its tutorial says that `sync` does. */
  @Test
  void syncLocksTwiceOrNotAtAll() throws InvalidFileException {
    List<Program.Step> locked =
        steps("\"lock\": \"m\", \"sync\": {\"ref\": \"c\", \"mutex\": \"m\"}, \"unlock\": \"m\"");

    assertThat(locked)
        .containsExactly(
            new Program.Lock("m"),
            new Program.Signal("c"),
            new Program.Await("c", "m"),
            new Program.Unlock("m"));
    assertThat(steps("\"sync\": {\"ref\": \"c\", \"mutex\": \"m\"}")).isEqualTo(locked);
  }

  /** In rt-app `suspend` waits for a condition, which `sync` may signal. */
  @Test
  void suspendOfANameThatIsAlsoAConditionWaitsForEver() throws InvalidFileException {
    List<Program.Step> steps =
        steps(
            "\"suspend\": \"x\", \"sync\": {\"ref\": \"x\", \"mutex\": \"x\"}, \"resume\": \"x\"");

    assertThat(steps)
        .containsExactly(
            new Program.Lock("x"),
            new Program.Await("x", "x"),
            new Program.Unlock("x"),
            new Program.Lock("x"),
            new Program.Signal("x"),
            new Program.Await("x", "x"),
            new Program.Unlock("x"),
            new Program.Lock("x"),
            new Program.Broadcast("x"),
            new Program.Unlock("x"));
  }

  @Test
  void aWaitThatNobodyEndsMakesAScenarioThatCannotBeRead() throws InvalidFileException {
    RtAppImport imported =
        task("\"run\": 5, \"suspend\", \"wait\": {\"ref\": \"c\", \"mutex\": \"m\"}");

    assertThat(program(imported, 0).steps())
        .containsExactly(
            new Program.Run(us(5)),
            new Program.Sleep(us(7_200_000_000L)),
            new Program.Sleep(us(7_200_000_000L)));
    assertThat(notes(imported))
        .containsExactly(
            "w.json:1:55: nobody resumes `t`: it is a sleep that never ends",
            "w.json:1:66: nobody signals `c`: it is a sleep that never ends");
  }

  @Test
  void whatTakesNoTimeStopsTheSimulation() throws InvalidFileException {
    RtAppImport imported =
        task(
            "\"run\": 0, \"sleep\": 0, \"timer\": {\"ref\": \"u\", \"period\": 0}, \"resume\":"
                + " \"x\"");

    assertThat(program(imported, 0).steps())
        .containsExactly(new Program.Resume("x"), new Program.Run(us(1)));
    assertThat(notes(imported)).hasSize(4);
  }

  @Test
  void attributesOfTasksAreLost() throws InvalidFileException {
    RtAppImport imported =
        task(
            "\"instance\": 3, \"delay\": 1500, \"cpus\": [0, 1, 9], \"priority\": -7,"
                + " \"taskgroup\": \"/web/front\", \"loop\": 4, \"run\": 10");

    TaskGroup group = imported.scenario().tasks().getFirst();
    assertThat(group.count()).isEqualTo(3);
    assertThat(group.startNs()).isEqualTo(1500 * US);
    assertThat(group.affinity()).isEqualTo(CpuList.parse("0-1,9"));
    assertThat(group.nice()).isEqualTo(-7);
    assertThat(group.cell()).isEqualTo("web/front");
    assertThat(imported.scenario().cells())
        .containsExactly(
            new CellDeclaration(
                "web", null, 100, List.of(new CellDeclaration("front", null, 100, List.of()))));
    assertThat(program(imported, 0).loops()).isEqualTo(4);
    assertThat(imported.scenario().machine().topology().cpuCount())
        .as("all CPUs that are named")
        .isEqualTo(10);
    assertThat(imported.scenario().durationNs()).isEqualTo(5_000_000_000L);
    assertThat(imported.notes()).isEmpty();
  }

  @Test
  void attributesOfPhasesAreLost() throws InvalidFileException {
    Program program =
        program(
            task(
                """
                "cpus": [2], "loop": 5, "phases": {
                  "p": {"cpus": [0, 1], "loop": -1, "run": 1},
                  "q": {"priority": 4, "run": 2},
                  "r": {"taskgroup": "/g", "loop": 7, "run": 3}}
                """),
            0);

    assertThat(program.loops()).isEqualTo(5);
    assertThat(program.phases())
        .containsExactly(
            new Program.Phase(
                Program.FOR_EVER,
                Optional.of(CpuList.parse("0-1")),
                null,
                null,
                List.of(new Program.Run(us(1)))),
            new Program.Phase(
                1, Optional.of(CpuList.parse("2")), 4, null, List.of(new Program.Run(us(2)))),
            new Program.Phase(
                7, Optional.of(CpuList.parse("2")), null, "g", List.of(new Program.Run(us(3)))));
  }

  @ParameterizedTest
  @CsvSource({
    "SCHED_OTHER, 5, 5, 0",
    "SCHED_BATCH, -3, -3, 0",
    "SCHED_IDLE, 0, 19, 1",
    "SCHED_FIFO, 50, -20, 1",
    "SCHED_RR, 1, -20, 1",
    "SCHED_DEADLINE, 0, -20, 1"
  })
  void policyIsTakenSilentlyForAnother(String policy, int priority, int nice, int notes)
      throws InvalidFileException {
    RtAppImport imported =
        task("\"policy\": \"%s\", \"priority\": %d, \"run\": 1".formatted(policy, priority));

    assertThat(imported.scenario().tasks().getFirst().nice()).isEqualTo(nice);
    assertThat(notes(imported)).hasSize(notes).allMatch(note -> note.contains(" is approximated"));
  }

  @Test
  void defaultPolicyIsForgotten() throws InvalidFileException {
    RtAppImport imported =
        imported(
            """
            {"tasks": {"a": {"run": 1}, "b": {"policy": "SCHED_OTHER", "run": 1}},
             "global": {"default_policy": "SCHED_RR"}}
            """);

    assertThat(imported.scenario().tasks()).extracting(TaskGroup::nice).containsExactly(-20, 0);
  }

  @Test
  void forkedTasksAreStartedOrNeverExist() throws InvalidFileException {
    RtAppImport imported =
        imported(
            """
            {"tasks": {
              "parent": {"loop": 2, "run": 5, "fork": "child", "fork": "parent"},
              "child": {"instance": 0, "loop": 1, "run": 7}}}
            """);

    assertThat(imported.scenario().tasks())
        .extracting(TaskGroup::name, TaskGroup::members)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("parent", TaskGroup.Members.COUNTED),
            org.assertj.core.groups.Tuple.tuple("parent-forked", TaskGroup.Members.FORKED),
            org.assertj.core.groups.Tuple.tuple("child", TaskGroup.Members.FORKED));
    assertThat(program(imported, 0).steps())
        .contains(new Program.Fork("child"), new Program.Fork("parent-forked"));
  }

  @Test
  void namesThatScenariosDoNotAllowCollide() throws InvalidFileException {
    RtAppImport imported =
        imported(
            """
            {"tasks": {
              "a.b": {"taskgroup": "/a", "lock": "x y", "run": 1, "unlock": "x y"},
              "a-b": {"lock": "x-y", "run": 1, "unlock": "x-y"},
              "a-b": {"run": 1}, "root": {"run": 1}, "a": {"run": 1}, "7": {"run": 1}}}
            """);

    assertThat(imported.scenario().tasks())
        .extracting(TaskGroup::name)
        .containsExactly("a-b", "a-b-2", "a-b-3", "root-2", "a-2", "n7");
    assertThat(program(imported, 0).steps()).contains(new Program.Lock("x-y"));
    assertThat(program(imported, 1).steps()).contains(new Program.Lock("x-y-2"));
    assertThat(notes(imported))
        .contains(
            "w.json:2:3: task `a.b` is called `a-b`",
            "w.json:2:30: what the file calls `x y` is called `x-y`");
  }

  @Test
  void aMachineIsTooSmallForTheLoads() throws InvalidFileException {
    assertThat(cpusFor("\"instance\": 12, \"run\": 1")).isEqualTo(12);
    assertThat(cpusFor("\"instance\": 1, \"run\": 1")).isEqualTo(8);
    assertThat(cpusFor("\"instance\": 500, \"run\": 1")).isEqualTo(64);
    assertThat(cpusFor("\"cpus\": [99], \"run\": 1")).isEqualTo(100);
  }

  private static int cpusFor(String body) throws InvalidFileException {
    return task(body).scenario().machine().topology().cpuCount();
  }

  @Test
  void askedForCpusAreNotThere() {
    assertThatThrownBy(
            () -> RtAppImport.parse("{\"tasks\": {\"t\": {\"cpus\": [3], \"run\": 1}}}", "w", 3))
        .isInstanceOf(InvalidFileException.class)
        .hasMessage(
            "w:1:26: `cpus` names CPU 3, but the machine has 3; expected less than that, or more"
                + " --cpus");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"priority\": 30, \"run\": 1",
        "\"fork\": \"nobody\", \"run\": 1",
        "\"instance\": 200000, \"run\": 1",
        "\"sleep\": 0",
      })
  void whatCannotBeIsImported(String body) {
    String text = "{\"tasks\": {\"t\": {" + body + "}}}";

    assertThatThrownBy(() -> RtAppImport.parse(text, "w.json", 0))
        .isInstanceOf(InvalidFileException.class)
        .hasMessageStartingWith("w.json:1:");
  }

  /** Every beginning of a file, and the file with each of its characters made another. */
  @Test
  void damagedFilesCrashTheImport() {
    String whole =
        """
        {"global": {"duration": 3}, /* c */
         "tasks": {"a": {"instance": 2, "cpus": [0, 1], "loop": 3, "phases": {
           "p": {"loop": 2, "run": 10, "suspend", "timer": {"ref": "u", "period": 5}}}},
          "b": {"delay": 7, "priority": -3, "taskgroup": "/g", "lock": "m", "resume": "a",
           "sync": {"ref": "c", "mutex": "m"}, "unlock": "m", "fork": "a", "barrier": "x"}}}
        """;
    int imported = 0;
    for (int i = 0; i < whole.length(); i++) {
      imported += importsOrComplains(whole.substring(0, i));
      for (String other : List.of("", "\"", "9", "}", "-", ",", "\\")) {
        imported += importsOrComplains(whole.substring(0, i) + other + whole.substring(i + 1));
      }
    }

    assertThat(imported).as("some damage does no harm").isBetween(100, 2_500);
  }

  /** 1 if it was imported, 0 after complaints; anything else fails the test. */
  private static int importsOrComplains(String text) {
    try {
      imported(text);
      return 1;
    } catch (InvalidFileException e) {
      assertThat(e.problems()).isNotEmpty().allMatch(p -> p.location().source().equals("w.json"));
      return 0;
    }
  }

  @Test
  void theFileDoesNotSayWhereItComesFrom() throws InvalidFileException {
    assertThat(imported("{\"tasks\": {\"t\": {\"run\": 1500, \"sleep\": 0}}}").yaml())
        .isEqualTo(
            """
            # Made by `sim import rt-app` of w.json.
            # What is approximated, left out or renamed, by its place there:
            #   w.json: the workload ends when its threads do; the scenario takes 10 s
            #   w.json:1:31: `sleep` of 0 is left out; a kernel would add its timer slack
            scenario: w
            duration: 10s
            machine:
              coresPerLlc: 8
            tasks:
              - name: t
                cell: root
                behaviour:
                  program:
                    steps:
                      - run: 1.5ms
            """);
  }
}
