package org.cellsched.sim.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.cellsched.sim.scenario.TaskGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code sim validate}: tells whether files are scenarios, and if not, all that is wrong. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Checks scenarios without running them, all of them even if one is wrong.",
      "Prints `FILE: ok` and what is in it, or every mistake on standard error, as "
          + "FILE:LINE:COLUMN: what was seen; what was expected. Then the exit status is 2."
    })
public final class ValidateCommand implements Callable<Integer> {

  private final Console console;

  @Spec private final CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Scenarios, in YAML.")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "With a value, such as policy.borrowing=false, put in; repeatable.")
  private List<String> settings = List.of();

  @Option(
      names = "--schema",
      description = "Prints the JSON Schema of scenarios, for editors, and checks nothing.")
  private boolean schema;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (schema == !files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "expected FILEs, or --schema alone");
    }
    PrintStream out = new PrintStream(console.out(), true, StandardCharsets.UTF_8);
    int status = ExitStatus.FINE;
    if (schema) {
      out.println(schemaText());
    } else {
      List<Setting> parsed = parseSettings();
      for (Path file : files) {
        status = Math.max(status, validate(file, parsed, out));
      }
    }
    if (out.checkError()) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "cannot write to standard output");
    }
    return status;
  }

  /** The schema as it is kept in docs/scenario.schema.json, but for the last line's end. */
  static String schemaText() {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(ScenarioReader.schema())
        .replace("\r\n", "\n");
  }

  private List<Setting> parseSettings() {
    try {
      return settings.stream().map(Setting::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int validate(Path file, List<Setting> parsed, PrintStream out) {
    try {
      out.println(file + ": ok (" + summary(ScenarioReader.read(file, parsed)) + ")");
      return ExitStatus.FINE;
    } catch (ScenarioException e) {
      console.err().println(e.getMessage());
      return ExitStatus.BAD_INPUT;
    }
  }

  private static String summary(Scenario scenario) {
    long tasks = scenario.tasks().stream().mapToLong(TaskGroup::count).sum();
    long events = scenario.events().stream().mapToLong(ScenarioEvent::times).sum();
    return String.join(
        ", ",
        Scalars.formatNs(scenario.durationNs()),
        counted(scenario.machine().topology().cpuCount(), "CPU"),
        counted(scenario.cells().size(), "cell"),
        counted(tasks, "task"),
        counted(events, "event"),
        counted(scenario.expectations().size(), "expectation"));
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
