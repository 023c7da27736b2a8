package org.cellsched.sim.rtapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problem;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Policy;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtAppReaderTest {

  @TempDir private Path folder;

  private final Problems problems = new Problems();
  private final Problems notes = new Problems();

  private RtAppFile read(String text) {
    RtAppFile file = readOrNull(text);
    assertThat(problems.sorted()).isEmpty();
    return file;
  }

  private @Nullable RtAppFile readOrNull(String text) {
    return RtAppReader.parse(text, "w.json", problems, notes);
  }

  private List<RtAppEvent> events(String body) {
    return read("{\"tasks\": {\"t\": {" + body + "}}}")
        .tasks()
        .getFirst()
        .phases()
        .getFirst()
        .events();
  }

  private static Location at(int line, int column) {
    return new Location("w.json", line, column);
  }

  private static List<String> texts(Problems problems) {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void anEventIsLostOrTakenForAnother() {
    List<RtAppEvent> events =
        events(
            """

            "run0": 1, "runtime1": 2, "sleep2": 3,
            "timer3": {"ref": "unique", "period": 4, "mode": "absolute"},
            "lock4": "m", "unlock": "m", "wait": {"ref": "c", "mutex": "m"},
            "signal": "c", "broad": "c", "sync": {"ref": "c", "mutex": "m"},
            "suspend": "x", "resume": "x", "mem": 5, "iorun": 6, "yield": "",
            "barrier": "b", "fork": "t"
            """);

    assertThat(events)
        .containsExactly(
            new RtAppEvent.Run(at(2, 1), 1),
            new RtAppEvent.Runtime(at(2, 12), 2),
            new RtAppEvent.Sleep(at(2, 27), 3),
            new RtAppEvent.Timer(at(3, 1), "unique", 4, true),
            new RtAppEvent.Lock(at(4, 1), "m"),
            new RtAppEvent.Unlock(at(4, 15), "m"),
            new RtAppEvent.Wait(at(4, 30), "c", "m"),
            new RtAppEvent.Signal(at(5, 1), "c"),
            new RtAppEvent.Broad(at(5, 16), "c"),
            new RtAppEvent.Sync(at(5, 30), "c", "m"),
            new RtAppEvent.Suspend(at(6, 1), "x"),
            new RtAppEvent.Resume(at(6, 17), "x"),
            new RtAppEvent.Mem(at(6, 32), 5),
            new RtAppEvent.IoRun(at(6, 42), 6),
            new RtAppEvent.Yield(at(6, 54)),
            new RtAppEvent.Barrier(at(7, 1), "b"),
            new RtAppEvent.Fork(at(7, 17), "t"));
    assertThat(texts(notes)).isEmpty();
  }

  @Test
  void equalKeysAreMerged() {
    assertThat(events("\"run\": 1, \"sleep\": 2, \"run\": 3"))
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Run", "Sleep", "Run");
  }

  @Test
  void whatWorkgenTakesIsRefused() {
    String text =
        """
        /* a comment: "run": 9 */
        { // and another
          'tasks': {
            "t": {"suspend", "run": 5, "suspend": "" "yield"},
          },
        }
        """;

    assertThat(read(text).tasks().getFirst().phases().getFirst().events())
        .containsExactly(
            new RtAppEvent.Suspend(at(4, 11), "t"),
            new RtAppEvent.Run(at(4, 22), 5),
            new RtAppEvent.Suspend(at(4, 32), "t"),
            new RtAppEvent.Yield(at(4, 46)));
    assertThat(texts(notes))
        .containsExactly("w.json:4:46: a comma is missing before this; read as if it were there");
  }

  @Test
  void phasesLoopsAndAttributesAreMixedUp() {
    Task task =
        read("""
        {"global": {"duration": 6, "default_policy": "SCHED_FIFO"},
         "tasks": {"t": {
          "instance": 3, "delay": 40, "loop": 2, "cpus": [0, 2], "priority": -5,
          "policy": "SCHED_OTHER", "taskgroup": "/a/b",
          "phases": {
            "p": {"loop": 7, "run": 1, "cpus": [1]},
            "q": {"run": 1},
            "p": {"loop": -1, "sleep": 1}}}}}
        """)
            .tasks()
            .getFirst();

    assertThat(task.instances()).isEqualTo(3);
    assertThat(task.delayUs()).isEqualTo(40);
    assertThat(task.loop()).isEqualTo(2);
    assertThat(task.attributes().cpus().value()).isEqualTo(CpuList.parse("0,2"));
    assertThat(task.attributes().priority().value()).isEqualTo(-5);
    assertThat(task.attributes().policy().value()).isEqualTo(Policy.SCHED_OTHER);
    assertThat(task.attributes().taskgroup().value()).isEqualTo("/a/b");
    assertThat(task.phases()).extracting(Phase::name).containsExactly("p", "q", "p");
    assertThat(task.phases()).extracting(Phase::loop).containsExactly(7, 1, -1);
    assertThat(task.phases().getFirst().attributes().cpus().value()).isEqualTo(CpuList.parse("1"));
  }

  /** rt-app's rule: the loop of a task without phases is that of its only phase. */
  @ParameterizedTest
  @CsvSource({"'', 1, -1", "'\"loop\": 4,', 1, 4", "'\"loop\": -1,', 1, -1"})
  void loopOfTheSinglePhaseIsWrong(String loop, int ofTask, int ofPhase) {
    Task task = read("{\"tasks\": {\"t\": {" + loop + " \"run\": 1}}}").tasks().getFirst();

    assertThat(task.loop()).isEqualTo(ofTask);
    assertThat(task.phases().getFirst().loop()).isEqualTo(ofPhase);
  }

  @Test
  void whatHasNoEffectIsDroppedSilently() {
    read(
        """
        {"global": {"logdir": "./", "frag": 1, "pi_enabled": true, "lock_pages": false,
                    "calibration": "CPU0"},
         "resources": {"m": {"type": "mutex"}},
         "task": {},
         "tasks": {"t": {"run": 1, "slep": 2, "dl-runtime": 3, "loop": 1, "loop": 2,
          "phases": {"p": {"run": 1, "instance": 2}}}}}
        """);

    assertThat(texts(notes))
        .containsExactly(
            "w.json:1:13: `logdir` is left out: it only concerns rt-app's logs",
            "w.json:1:29: `frag` is left out: rt-app 1.0 does not know it",
            "w.json:1:40: `pi_enabled` is left out: mutexes do not inherit priority in the"
                + " simulation",
            "w.json:1:60: `lock_pages` is left out: memory is not simulated",
            "w.json:2:13: `calibration` is left out: `run` is CPU time of a simulated CPU, which"
                + " needs no calibration",
            "w.json:3:2: `resources` is left out: rt-app 1.0 makes them from the events that name"
                + " them",
            "w.json:4:2: `task` is left out: rt-app 1.0 does not know it; did you mean `tasks`?",
            "w.json:5:18: `run` is left out: the task has `phases`, and then rt-app ignores events"
                + " beside them",
            "w.json:5:28: `slep` is left out: rt-app 1.0 does not know it; did you mean `sleep`?",
            "w.json:5:39: `dl-runtime` is left out: sched_ext tasks have no deadlines",
            "w.json:5:67: `loop` is left out: it is there already, at line 5",
            "w.json:6:30: `instance` is left out: rt-app 1.0 does not know it");
  }

  @Test
  void onlyTheFirstProblemIsTold() {
    readOrNull(
        """
        {"tasks": {
          "a": {"run": "long", "timer": {"ref": "x"}, "loop": -2},
          "b": {"wait": "c", "lock": 5, "sync": {"ref": "q", "mutx": "m"}, "sleep": -1},
          "c": {"cpus": [0, -1], "policy": "SCHED_FAIR", "priority": 0.5, "taskgroup": "x"},
          "d": {"phases": {"p": {"loop": 2}}, "instance": 99999999999},
          "e": 5}}
        """);

    assertThat(texts(problems))
        .containsExactly(
            "w.json:2:16: `run` is the text \"long\"; expected a whole number of microseconds"
                + " from 0 to 2147483647",
            "w.json:2:33: `timer` lacks `period`; expected a whole number of microseconds, such as"
                + " \"period\": 10000",
            "w.json:2:55: `loop` is -2; expected a whole number from -1 to 2147483647",
            "w.json:3:17: `wait` is the text \"c\"; expected an object such as {\"ref\": \"q\","
                + " \"mutex\": \"m\"}",
            "w.json:3:30: `lock` is 5; expected the name of a mutex, in double quotes",
            "w.json:3:41: the key `mutex` is missing; expected the name of a mutex, such as"
                + " \"mutex\": \"a\"",
            "w.json:3:54: unknown key `mutx`; did you mean `mutex`?",
            "w.json:3:77: `sleep` is -1; expected a whole number of microseconds from 0 to"
                + " 2147483647",
            "w.json:4:8: `c` has no events; expected at least one, such as \"run\": 10000",
            "w.json:4:21: an item of `cpus` is -1; expected a CPU number less than 4096",
            "w.json:4:36: `policy` is the text \"SCHED_FAIR\"; expected one of SCHED_OTHER,"
                + " SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR, SCHED_DEADLINE",
            "w.json:4:62: `priority` is 0.5; expected a whole number from -20 to 2147483647",
            "w.json:4:80: `taskgroup` is the text \"x\"; expected the path of a cgroup that begins"
                + " with `/`",
            "w.json:5:25: `p` has no events; expected at least one, such as \"run\": 10000",
            "w.json:5:51: `instance` is 99999999999; expected a whole number from 0 to 2147483647",
            "w.json:6:8: `e` is 5; expected an object that says what the task does");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"tasks\": {\"t\": {\"run\": 1}} | 1:28: the file ends too early: the object that begins"
            + " at line 1 is not closed; add `}`",
        "{\"tasks\": {\"t: 1}} | 1:12: the text that begins here is not closed; add a quotation"
            + " mark",
        "{\"tasks\": {t: 1}} | 1:12: expected a key in double quotes, or `}` for the object of"
            + " line 1",
        "{\"tasks\": ten} | 1:11: \"ten\" is no value; expected a number, true, false, or text in"
            + " \"…\"",
        "{\"tasks\" 10} | 1:10: expected `:` and a value after the key `tasks`",
        "{\"a\": [1}} | 1:9: expected `,` or `]`",
        "{} {} | 1:4: something follows the end of the outermost object; delete it",
        "{ /* | 1:3: the comment that begins here is not closed; add `*/`",
        "[1] | 1:1: the file is a list; expected an object {…}",
        "{\"tasks\": {}} | 1:1: has no tasks; expected an object `tasks` with at least one",
        "{\"x\\q\": 1} | 1:5: unknown escape; expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t",
      })
  void brokenJsonHasNoPlaceOrRemedy(String text, String complaint) {
    assertThat(readOrNull(text)).isNull();

    assertThat(texts(problems)).containsExactly("w.json:" + complaint);
  }

  @Test
  void columnsCountUtf16Units() {
    readOrNull("{\"😀\": 1, \"tasks\": 5}");

    assertThat(texts(problems)).singleElement().asString().startsWith("w.json:1:19: ");
  }

  @Test
  void endlessNestingOverflowsTheStack() {
    readOrNull("{\"a\":".repeat(100_000));

    assertThat(texts(problems))
        .singleElement()
        .asString()
        .contains("nested more than 64 deep; expected a few levels");
  }

  /** exec, period and lock_order are from before phases and events; rt-app 1.0 refuses them. */
  @Test
  void oldGrammarIsTakenForAWorkloadWithoutEvents() {
    readOrNull("{\"tasks\": {\"t\": {\"exec\": 5, \"period\": 10, \"lock_order\": [\"r\"]}}}");

    assertThat(texts(problems))
        .singleElement()
        .asString()
        .startsWith("w.json:1:18: `exec` of task `t` is of the grammar before rt-app 0.3");
  }

  @Test
  void severalFilesAreNotOneWorkload() throws IOException {
    Path global = Files.writeString(folder.resolve("g.json"), "{\"global\": {\"duration\": 5}}");
    Path first = Files.writeString(folder.resolve("a.json"), "{\"tasks\": {\"a\": {\"run\": 1}}}");
    Path second = Files.writeString(folder.resolve("b.json"), "{\"tasks\": {\"b\": {\"run\": 1}}}");

    RtAppFile file = RtAppReader.read(List.of(global, first, second), problems, notes);

    assertThat(file.global().durationSeconds()).isEqualTo(5);
    assertThat(file.tasks()).extracting(Task::name).containsExactly("a", "b");
  }
}
