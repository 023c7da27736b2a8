package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellsched.sim.cli.Main;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run's document is the same, bit for bit, whatever JVM options it runs under: compilers, garbage
 * collectors, heap sizes, language and time zone.
 */
class DigestAcrossJvmsTest {

  /** With Poisson arrivals and lognormal times. */
  private static final String SCENARIO = "oversubscribed.yaml";

  /** Short, for the interpreter's sake. */
  private static final String SHORT = "300ms";

  /** Options that do not meddle with each other are tried together: a JVM takes its time. */
  private static final List<List<String>> JVMS =
      List.of(
          List.of("-XX:+UseSerialGC"),
          List.of("-Xint", "-Duser.language=ar", "-Duser.country=EG"),
          List.of("-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-Xms64m"),
          List.of("-XX:-TieredCompilation", "-XX:+UseG1GC", "-Xmx128m"),
          List.of("-XX:+UseSerialGC", "-Xmx24m", "-XX:hashCode=2"),
          List.of("-Duser.language=de", "-Duser.timezone=Pacific/Apia", "-Dfile.encoding=UTF-16"));

  private static final long PATIENCE_S = 60;

  @TempDir private Path folder;

  private record Child(List<String> options, Process process, Path document, Path messages) {

    String result() throws IOException, InterruptedException {
      assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).as("%s ended", options).isTrue();
      assertThat(process.exitValue())
          .as("exit status under %s, with messages %s", options, Files.readString(messages))
          .isIn(0, 1);
      return Files.readString(document).replaceAll("\"wallNs\" *: *[0-9]+", "");
    }
  }

  @Test
  void digestDependsOnTheJvm() throws IOException, InterruptedException {
    List<Child> children = new ArrayList<>();
    for (List<String> options : JVMS) {
      children.add(start(options));
    }
    String expected = children.getFirst().result();
    assertThat(expected).contains("\"digest\"").contains("\"contextSwitches\"");
    for (Child child : children) {
      assertThat(child.result()).as("under %s", child.options).isEqualTo(expected);
    }
  }

  /** Starts a run in a JVM of its own; they run beside each other. */
  private Child start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", "-Xshare:auto", "-Xlog:disable"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("run", Golden.repository("scenarios").resolve(SCENARIO).toString()));
    command.addAll(List.of("--duration", SHORT, "--json", "-"));
    Path document = Files.createTempFile(folder, "document", ".json");
    Path messages = Files.createTempFile(folder, "messages", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(document.toFile())
            .redirectError(messages.toFile())
            .start();
    return new Child(options, process, document, messages);
  }
}
