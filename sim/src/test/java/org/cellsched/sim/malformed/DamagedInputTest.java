package org.cellsched.sim.malformed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyReader;
import org.cellsched.host.policy.PolicyWriter;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.sim.cli.Main;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every valid file that there is, with random damage: the answer is a result or exit status 2 with
 * a place, never an internal error, a stack trace or a hang.
 *
 * <p>{@code -Dcellsched.damaged=20000} tries so many of each kind, {@code -Dcellsched.seed=7}
 * others.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DamagedInputTest {

  private static final int USUAL_TRIES = 400;
  private static final String RT_APP =
      """
      {
        "global": {"duration": 2, "calibration": "CPU0", "default_policy": "SCHED_OTHER"},
        "resources": {"r0": {"type": "mutex"}, "b0": {"type": "barrier"}},
        "tasks": {
          "t1": {"instance": 2, "priority": -3, "cpus": [0, 1],
                 "phases": {"p0": {"loop": 5, "run": 1000, "sleep": 9000},
                            "p1": {"loop": 3, "lock": "r0", "runtime": 200, "unlock": "r0",
                                   "timer": {"ref": "unique", "period": 5000}}}},
          "t2": {"taskgroup": "/web/front", "run": 300, "resume": "t1", "suspend": "t2"}
        }
      }
      """;

  /** What is damaged, and the command that reads it. */
  enum Kind {
    SCENARIO("yaml", List.of("validate"), files("scenarios", ".yaml")),
    RT_APP("json", List.of("import", "rt-app"), List.of(DamagedInputTest.RT_APP)),
    JOURNAL(
        "jsonl",
        List.of("replay"),
        List.of(Golden.read(Golden.repository("host/src/test/resources/journal/golden.jsonl")))),
    PLAN_REQUEST("jsonl", List.of("plan"), planRequests()),
    POLICY(
        "yaml",
        List.of(),
        List.of(JsonMapper.shared().writeValueAsString(PolicyWriter.toMap(PolicyConfig.DEFAULT)))),
    CPU_LIST("txt", List.of(), List.of("0-3,8,10-11", "0", "none", "0-8191", "1,2,3,4-7,9"));

    private final String ending;
    private final List<String> command;
    private final List<String> valid;

    Kind(String ending, List<String> command, List<String> valid) {
      this.ending = ending;
      this.command = command;
      this.valid = valid;
    }

    private static List<String> files(String folder, String ending) {
      try (Stream<Path> files = Files.walk(Golden.repository(folder))) {
        return files
            .filter(file -> file.toString().endsWith(ending))
            .sorted()
            .map(Golden::read)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<String> planRequests() {
      String vectors = "core/src/test/resources/org/cellsched/core/plan/proportional-plans.jsonl";
      return Golden.read(Golden.repository(vectors)).lines().limit(200).toList();
    }
  }

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void damageIsNeitherHarmlessNorComplainedAbout(Kind kind) throws IOException {
    long seed = Long.getLong("cellsched.seed", 1);
    int tries = Integer.getInteger("cellsched.damaged", USUAL_TRIES);
    Random random = new Random(seed);
    Damage damage = new Damage(random);
    int refused = 0;
    for (int number = 0; number < tries; number++) {
      String valid = kind.valid.get(random.nextInt(kind.valid.size()));
      byte[] damaged = damage.of(valid);
      try {
        refused += isRefused(kind, damaged) ? 1 : 0;
      } catch (RuntimeException | AssertionError | StackOverflowError e) {
        throw new AssertionError(
            "seed %d, %s number %d:%n%s"
                .formatted(seed, kind, number, new String(damaged, StandardCharsets.UTF_8)),
            e);
      }
    }
    assertThat(refused).as("refused of %d, seed %d", tries, seed).isBetween(tries / 4, tries - 1);
  }

  private boolean isRefused(Kind kind, byte[] damaged) throws IOException {
    String text = new String(damaged, StandardCharsets.UTF_8);
    return switch (kind) {
      case CPU_LIST -> isRefusedCpuList(text);
      case POLICY -> isRefusedPolicy(text);
      case SCENARIO, RT_APP, JOURNAL, PLAN_REQUEST -> isRefusedByCommand(kind, damaged);
    };
  }

  private static boolean isRefusedCpuList(String text) {
    try {
      CpuList.parse(text);
      return false;
    } catch (CpuListException e) {
      assertThat(e).hasMessageContaining("character ");
      return true;
    }
  }

  private static boolean isRefusedPolicy(String text) {
    try {
      PolicyReader.parse(text, "policy.yaml", List.of());
      return false;
    } catch (InvalidFileException e) {
      assertThat(e.getMessage()).matches("(?s)policy\\.yaml:\\d+:\\d+: .*");
      return true;
    }
  }

  private boolean isRefusedByCommand(Kind kind, byte[] damaged) throws IOException {
    boolean piped = kind == Kind.PLAN_REQUEST;
    Path file = folder.resolve("damaged." + kind.ending);
    Files.write(file, damaged);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    byte[] in = piped ? damaged : new byte[0];
    Console console =
        new Console(new ByteArrayInputStream(in), out, new PrintWriter(err), false, false);
    Stream<String> arguments =
        piped
            ? kind.command.stream()
            : Stream.concat(kind.command.stream(), Stream.of(file.toString()));

    int status = Main.run(console, arguments.toArray(String[]::new));

    assertThat(err.toString()).doesNotContain("internal error", "\tat ");
    if (status == ExitStatus.BAD_INPUT) {
      String complaint = piped ? out.toString(StandardCharsets.UTF_8) : err.toString();
      assertThat(complaint)
          .containsPattern(piped ? "line \\d+, column \\d+: " : "damaged\\.\\w+:\\d+:\\d+: ");
      assertThat(complaint.length()).as("length of complaints").isLessThan(200_000);
      return true;
    }
    // A journal that can be read and tells of other answers than the core's.
    assertThat(status).isIn(ExitStatus.FINE, ExitStatus.CHECK_FAILED);
    assertThat(status == ExitStatus.FINE || kind == Kind.JOURNAL).isTrue();
    return false;
  }
}
