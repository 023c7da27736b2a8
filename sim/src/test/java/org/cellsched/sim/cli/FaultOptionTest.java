package org.cellsched.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code --fault} and {@code sim faults} through {@link Main}, as the launcher calls it. */
class FaultOptionTest {

  private static final String HOME = "cellsched.home";
  private static final String SCENARIO =
      Golden.repository("scenarios/regression/wakes-without-a-kick.yaml").toString();

  private static CommandRun atHome(String... arguments) {
    System.setProperty(HOME, Path.of("..").toString());
    return CommandRun.of(arguments);
  }

  @AfterEach
  void forgetHome() {
    System.clearProperty(HOME);
  }

  @Test
  void faultIsNotSwitchedOnOrStaysOn() {
    CommandRun faulty = atHome("run", SCENARIO, "--fault", "wakes-without-a-kick");
    assertThat(faulty.status()).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(faulty.out())
        .contains("FAILED  sleeper.wakeupLatency.p50 > 990us")
        .contains("--fault wakes-without-a-kick");

    assertThat(atHome("run", SCENARIO).status()).isEqualTo(ExitStatus.FINE);
  }

  @Test
  void misspelledFaultIsNotNamed() {
    CommandRun run = atHome("fuzz", "--fault", "forget-kik");
    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.err())
        .startsWith("sim fuzz: no fault is called \"forget-kik\"; did you mean `forget-kick`?\n");
  }

  @Test
  void missingSourcesAreAnInternalError() {
    CommandRun run = CommandRun.of("run", SCENARIO, "--fault", "forget-kick");
    assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
    assertThat(run.err()).contains("start bin/sim");
  }

  @Test
  void listIsWiderThanATerminal() {
    CommandRun run = atHome("faults");
    assertThat(run.status()).isEqualTo(ExitStatus.FINE);
    assertThat(run.out()).contains("forget-kick\n    CPUs that change hands are not kicked\n");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void faultThatIsFoundCountsAsMissed() {
    CommandRun run = atHome("faults", "forget-kick", "--seeds", "2", "--runs", "60");
    assertThat(run.status()).isEqualTo(ExitStatus.FINE);
    assertThat(run.out()).contains("| `forget-kick` ").contains("cell");
    // It takes the generator to draw one of this kind, and there is none without a run.
    CommandRun tooFew = atHome("faults", "same-path-another-inode", "--seeds", "1", "--runs", "1");
    assertThat(tooFew.status()).isEqualTo(ExitStatus.CHECK_FAILED);
    assertThat(tooFew.out()).contains("> 1");
  }
}
