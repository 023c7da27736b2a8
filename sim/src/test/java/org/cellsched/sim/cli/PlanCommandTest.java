package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellsched.host.cli.Console;
import org.cellsched.host.lines.BoundedLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code sim plan} through {@link Main}: standard output and exit status. */
class PlanCommandTest {

  private static final String REQUEST =
      "{\"cpus\":4,\"rootMinCpus\":1,\"cpusPerLlc\":2,\"borrowing\":true,"
          + "\"cells\":[{\"id\":0,\"weight\":1},{\"id\":7,\"weight\":0,\"cpuset\":\"0-1\"}]}";

  private static final String ANSWER =
      "{\"enforcedHoldout\":false,\"cells\":[{\"id\":0,\"primary\":\"2-3\",\"borrowable\":\"0-1\"},"
          + "{\"id\":7,\"primary\":\"0-1\",\"borrowable\":\"\"}]}";

  private record Outcome(int exitStatus, String out, String err) {}

  private static Outcome run(byte[] in, String... args) {
    return run(new ByteArrayInputStream(in), args);
  }

  private static Outcome run(String in, String... args) {
    return run(in.getBytes(StandardCharsets.UTF_8), args);
  }

  private static Outcome run(InputStream in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int status = Main.run(new Console(in, out, new PrintWriter(err), false, false), args);
    return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  /** With single quotes for double ones, so that tests can be read. */
  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String request(String cells) {
    return json(
        "{'cpus':4,'rootMinCpus':0,'cpusPerLlc':null,'borrowing':false,'cells':" + cells + "}");
  }

  @Test
  void answerHasAnotherForm() {
    assertThat(run(REQUEST + "\n", "plan", "--planner", "proportional"))
        .isEqualTo(new Outcome(0, ANSWER + "\n", ""));
  }

  @Test
  void lastLineWithoutLineFeedIsLost() {
    assertThat(run(REQUEST, "plan").out()).isEqualTo(ANSWER + "\n");
  }

  @Test
  void blankLinesAndCarriageReturnsAreAnswered() {
    assertThat(run("\n  \r\n" + REQUEST + "\r\n\n", "plan"))
        .isEqualTo(new Outcome(0, ANSWER + "\n", ""));
  }

  @Test
  void borrowableIsGivenWhereBorrowingIsOff() {
    assertThat(run(request("[{'id':0}]"), "plan").out())
        .isEqualTo(json("{'enforcedHoldout':false,'cells':[{'id':0,'primary':'0-3'}]}\n"));
  }

  @Test
  void vectorFileCannotBePipedIn() {
    String vector = REQUEST.substring(0, REQUEST.length() - 1) + ",\"expect\":{\"error\":true}}";
    assertThat(run(vector, "plan")).isEqualTo(new Outcome(0, ANSWER + "\n", ""));
  }

  @Test
  void requestWithoutPlanIsTakenForBadInput() {
    Outcome outcome = run(request("[{'id':0},{'id':3,'cpuset':'0-3'}]") + "\n" + REQUEST, "plan");
    assertThat(outcome.exitStatus()).isZero();
    assertThat(outcome.out())
        .isEqualTo(json("{'error':'no CPU is left for cell 0 (no cpuset)'}\n") + ANSWER + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'id':0},{'id':1,'weight':3}]",
        "[{'id':0,'weight':1},{'id':1,'weight':-3}]",
        "[{'id':0},{'id':1,'cpuset':''}]",
        "[{'id':0},{'id':1,'cpuset':'3-4'}]",
        "[{'id':0,'cpuset':'0'},{'id':1}]",
        "[{'id':0},{'id':1},{'id':1}]",
        "[{'id':1}]",
        "[]",
        "[{'id':0},{'id':1},{'id':2},{'id':3},{'id':4}]"
      })
  void invalidRequestIsTakenForBadInput(String cells) {
    Outcome outcome = run(request(cells), "plan");
    assertThat(outcome.exitStatus()).isZero();
    assertThat(outcome.out()).startsWith("{\"error\":\"").doesNotContain("\"line\"");
  }

  @Test
  void invalidHoldoutOrMachineIsTakenForBadInput() {
    String noCpus = request("[{'id':0}]").replace("\"cpus\":4", "\"cpus\":0");
    String negative = request("[{'id':0}]").replace("Cpus\":0", "Cpus\":-1");
    Outcome outcome = run(noCpus + "\n" + negative, "plan");
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0,
                json(
                    """
                    {'error':'invalid request: the machine has no CPUs'}
                    {'error':'invalid request: rootMinCpus is -1; it must not be negative'}
                    """),
                ""));
  }

  @Test
  void malformedLineStopsTheOthers() {
    Outcome outcome = run(REQUEST + "\n\nnonsense\n" + REQUEST, "plan");
    assertThat(outcome.exitStatus()).isEqualTo(2);
    String[] lines = outcome.out().split("\n", -1);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).isEqualTo(ANSWER);
    assertThat(lines[1])
        .startsWith("{\"error\":\"line 3, column ")
        .contains("\"line\":3,\"column\":");
    assertThat(lines[2]).isEqualTo(ANSWER);
    assertThat(outcome.err()).isEqualTo("sim plan: 1 of 4 lines malformed\n");
  }

  /** A piece of a good request, what it becomes (^ is where the error is), what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          'cpus':4         | 'cpus':^4.0       | 'cpus' must be an integer, saw a number with a fraction or an exponent
          'cpus':4         | 'cpus':^4e0       | 'cpus' must be an integer, saw a number with a fraction or an exponent
          'cpus':4         | 'cpus':^'4'       | 'cpus' must be an integer, saw a string
          'cpus':4         | 'cpus':^null      | 'cpus' must be an integer, saw null
          'cpus':4         | 'cpus':^true      | 'cpus' must be an integer, saw true
          'cpus':4         | 'cpus':^[4]       | 'cpus' must be an integer, saw an array
          'cpus':4         | 'cpus':^{}        | 'cpus' must be an integer, saw an object
          'cpus':4         | 'cpus':^-1        | 'cpus' is -1; it must be 0 to 8192
          'cpus':4         | 'cpus':^8193      | 'cpus' is 8193; it must be 0 to 8192
          'cpus':4         | 'cpus':^18446744073709551620 | 'cpus' has more than 64 bits
          'cpus':4         | ^'cpu':4          | unknown key 'cpu'; did you mean `cpus`?
          'rootMinCpus':1  | 'rootMinCpus':^4294967297 | 'rootMinCpus' is 4294967297; it must be -2147483648 to 2147483647
          'cpusPerLlc':2   | 'cpusPerLlc':^0   | 'cpusPerLlc' is 0; it must be 1 to 2147483647
          'cpusPerLlc':2   | 'cpusPerLlc':^'2' | 'cpusPerLlc' must be an integer, saw a string
          'borrowing':true | 'borrowing':^1    | 'borrowing' must be true or false, saw an integer
          'borrowing':true | 'borrowing':^'true' | 'borrowing' must be true or false, saw a string
          'borrowing':true | 'borrowing':^null | 'borrowing' must be true or false, saw null
          'weight':1       | 'weight':^null    | 'weight' must be an integer, saw null
          'weight':1       | 'weight':^1.5     | 'weight' must be an integer, saw a number with a fraction or an exponent
          'weight':1       | 'weight':^9223372036854775808 | 'weight' has more than 64 bits
          'id':7           | 'id':^256         | 'id' is 256; it must be 0 to 255
          'id':7           | 'id':^-1          | 'id' is -1; it must be 0 to 255
          'id':7           | ^'ID':7           | unknown key 'ID'; did you mean `id`?
          'id':7           | ^'mask':7         | unknown key 'mask'; known are id, weight, cpuset
          '0-1'            | ^'0-1,'           | CPU list '0-1,', character 5: expected a CPU number, saw the end
          '0-1'            | ^'1-0'            | CPU list '1-0', character 1: range 1-0 runs backwards; write 0-1
          '0-1'            | ^'0-8192'         | CPU list '0-8192', character 3: CPU number is too large; the highest is 8191
          '0-1'            | ^1                | 'cpuset' must be a string, saw an integer
          '0-1'            | ^null             | 'cpuset' must be a string, saw null
          {'id':0,         | ^7,{'id':0,       | a cell must be an object, saw an integer
          [{'id':0,        | ^{'id':0,         | 'cells' must be an array, saw an object
          'cpus':4,        | ~~                | key 'cpus' is missing
          'rootMinCpus':1, | ~~                | key 'rootMinCpus' is missing
          'cpusPerLlc':2,  | ~~                | key 'cpusPerLlc' is missing
          ,'borrowing':true | ~~               | key 'borrowing' is missing
          """)
  void malformedRequestIsAccepted(String old, String changed, String problem) {
    String marked = REQUEST.replace(json(old), json(changed));
    int column = marked.contains("^") ? marked.indexOf('^') + 1 : marked.length();
    Outcome outcome = run(marked.replace("^", ""), "plan");
    assertThat(outcome.out().replace("\\\"", "'"))
        .isEqualTo(
            "{\"error\":\"line 1, column %d: %s\",\"line\":1,\"column\":%d}\n"
                .formatted(column, problem, column));
    assertThat(outcome.exitStatus()).isEqualTo(2);
  }

  @Test
  void cellWithoutIdIsAccepted() {
    assertThat(run(request("[{'id':0},{'cpuset':'0'}]"), "plan").out())
        .contains("key \\\"id\\\" of a cell is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "null",
        "{'cpus':4,}",
        "{'cpus':04}",
        "{'cpus':NaN}",
        "{cpus:4}",
        "{'cpus':4} // comment",
        "{'cpus':4,'cpus':4}",
        "{'expect':{'error':1,'error':2}}",
        "\uFEFF{}",
        "{'cpus':1e99999999999}",
        "\u0000"
      })
  void brokenJsonIsAcceptedOrCrashes(String line) {
    Outcome outcome = run(json(line), "plan");
    assertThat(outcome.exitStatus()).isEqualTo(2);
    assertThat(outcome.out()).startsWith("{\"error\":\"line 1").contains("\"line\":1");
    assertThat(outcome.err()).isEqualTo("sim plan: 1 of 1 lines malformed\n");
  }

  @Test
  void duplicateKeyIsNotNamed() {
    String line = REQUEST.replace("\"cpus\":4", "\"cpus\":4,\"cpus\":4");
    assertThat(run(line, "plan").out()).contains("Duplicate").contains("cpus");
  }

  @Test
  void trailingGarbageIsIgnored() {
    assertThat(run(REQUEST + REQUEST, "plan").out())
        .contains("expected the end of the line after the request, saw an object");
    assertThat(run(REQUEST + " x", "plan").exitStatus()).isEqualTo(2);
  }

  @Test
  void deepNestingOverflowsTheStack() {
    String deep = "{\"expect\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
    assertThat(run(deep, "plan").exitStatus()).isEqualTo(2);
  }

  @Test
  void endlessLineFillsTheMemory() {
    byte[] megabyte = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    InputStream endless =
        new InputStream() {
          private long left = 64L << 20;

          @Override
          public int read() {
            return left-- > 0 ? ' ' : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int count = (int) Math.min(Math.min(left, length), megabyte.length);
            if (count <= 0) {
              return -1;
            }
            System.arraycopy(megabyte, 0, buffer, offset, count);
            left -= count;
            return count;
          }
        };
    Outcome outcome = run(endless, "plan");
    assertThat(outcome.exitStatus()).isEqualTo(2);
    assertThat(outcome.out())
        .isEqualTo("{\"error\":\"line 1: longer than 4194304 bytes\",\"line\":1}\n");
  }

  @Test
  void lineAfterATooLongOneIsLost() {
    String input = "x".repeat(BoundedLines.MAX_LINE_BYTES + 1) + "\n" + REQUEST;
    assertThat(run(input, "plan").out()).endsWith("\"line\":1}\n" + ANSWER + "\n");
    String longest = REQUEST + " ".repeat(BoundedLines.MAX_LINE_BYTES - REQUEST.length());
    assertThat(run(longest + "\n", "plan").out()).isEqualTo(ANSWER + "\n");
  }

  @Test
  void inputThatIsNotUtf8IsGuessedAt() {
    Outcome outcome = run(new byte[] {'{', '"', (byte) 0xE9, '"', '}', '\n'}, "plan");
    assertThat(outcome.out())
        .isEqualTo(
            "{\"error\":\"line 1, column 3: byte 0xe9 is not UTF-8\",\"line\":1,\"column\":3}\n");
  }

  @Test
  void longUnknownKeyIsRepeatedInFull() {
    Outcome outcome = run("{\"" + "k".repeat(1000) + "\":1}", "plan");
    assertThat(outcome.out().length()).isLessThan(250);
  }

  @Test
  void fileIsNotRead(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("requests.jsonl"), REQUEST);
    assertThat(run("", "plan", file.toString())).isEqualTo(new Outcome(0, ANSWER + "\n", ""));
  }

  @Test
  void unreadableFileIsAnInternalError(@TempDir Path directory) {
    String missing = directory.resolve("missing").toString();
    assertThat(run("", "plan", missing))
        .isEqualTo(new Outcome(2, "", "sim plan: cannot read " + missing + ": no such file\n"));
    assertThat(run("", "plan", directory.toString()))
        .isEqualTo(new Outcome(2, "", "sim plan: cannot read " + directory + ": Is a directory\n"));
  }

  @Test
  void unknownPlannerIsTakenForAnother() {
    assertThat(run("", "plan", "--planner", "proportinal"))
        .isEqualTo(
            new Outcome(
                2,
                "",
                """
                sim plan: Invalid value for option '--planner': unknown planner 'proportinal'; \
                known are matching, proportional; did you mean `proportional`?
                Try 'sim plan --help'.
                """));
  }

  @Test
  void matchingPlannerCannotBeChosen() {
    assertThat(run(request("[{'id':0},{'id':3,'cpuset':'0-3'}]"), "plan", "--planner=matching"))
        .isEqualTo(
            new Outcome(
                0,
                json(
                    "{'enforcedHoldout':true,'cells':[{'id':0,'primary':'0'},"
                        + "{'id':3,'primary':'1-3'}]}\n"),
                ""));
  }

  /** What a shell's {@code sim plan | head -1} does to us. */
  @Test
  void brokenPipeIsAnInternalError() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int next) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    StringWriter err = new StringWriter();
    InputStream in = new ByteArrayInputStream(REQUEST.getBytes(StandardCharsets.UTF_8));
    int status = Main.run(new Console(in, broken, new PrintWriter(err), false, false), "plan");
    assertThat(status).isEqualTo(2);
    assertThat(err).hasToString("sim plan: cannot write standard output: Broken pipe\n");
  }
}
