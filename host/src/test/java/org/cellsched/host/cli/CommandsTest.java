package org.cellsched.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {

  @Command
  static final class Empty {}

  private final List<String> made = new ArrayList<>();

  private Set<String> of(String... arguments) {
    return new Commands()
        .add("run", () -> make("run"))
        .add("report", () -> make("report"))
        .of(new CommandLine(new Empty()), arguments)
        .getSubcommands()
        .keySet();
  }

  private Object make(String name) {
    made.add(name);
    return new Empty();
  }

  @Test
  void commandsThatNobodyAskedForAreMade() {
    assertThat(of("report", "run")).containsExactly("report");
    assertThat(made).containsExactly("report");
  }

  @Test
  void commandIsMissingWhereHelpIsAskedForOrTheNameIsWrong() {
    assertThat(of()).containsExactly("run", "report");
    assertThat(of("--help")).containsExactly("run", "report");
    assertThat(of("rnu")).containsExactly("run", "report");
  }
}
