package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.explain.WaitWatch;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.TaskGroup;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sim explain}: runs a scenario and tells why a task waited. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a scenario and tells why a task waited: what was decided about it and why, and "
          + "who had the CPUs that it could have used.",
      "By default its longest wait."
    })
public final class ExplainCommand implements Callable<Integer> {

  /**
   * The document.
   *
   * @param explained the wait that was asked for; null if the task never waited
   */
  public record Answer(String scenario, String task, @Nullable WaitReport explained) {}

  private final Console console;

  @Mixin private final ScenarioOptions options = new ScenarioOptions();

  @Option(
      names = "--task",
      required = true,
      paramLabel = "NAME",
      description = "A task, such as server/3, or a task group: any of its tasks.")
  private String task = "";

  @Option(
      names = "--at",
      paramLabel = "T",
      description = "The wait at this time, such as 12.5s; if there is none, the next one.")
  private @Nullable String at;

  @Mixin private final JsonOption json = new JsonOption();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonOutput output = json.open(console);
    Scenario scenario = options.read();
    requireGroup(scenario);
    WaitWatch watch = new WaitWatch(task, atNs(scenario));
    try (Interruption interruption = new Interruption()) {
      new ScenarioRun(console, interruption).run(options.file(), scenario, watch);
      if (!watch.sawTask()) {
        throw new CommandFailure(
            ExitStatus.BAD_INPUT, "no task `%s` started in this run".formatted(task));
      }
      WaitReport report = watch.report();
      if (output != null) {
        output.write(new Answer(scenario.name(), task, report));
      }
      new ExplainPrinter(console.page(output)).print(scenario.name(), task, report);
      return interruption.isPending() ? ExitStatus.INTERRUPTED : ExitStatus.FINE;
    }
  }

  private @Nullable Long atNs(Scenario scenario) {
    if (at == null) {
      return null;
    }
    try {
      return Scalars.duration(0, scenario.durationNs()).parse("--at", at);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Better before the run than after. */
  private void requireGroup(Scenario scenario) {
    List<String> groups = new ArrayList<>();
    scenario.tasks().forEach(group -> groups.add(group.name()));
    for (ScenarioEvent event : scenario.events()) {
      if (event.action() instanceof Action.Start(TaskGroup group)) {
        groups.add(group.name());
      }
    }
    int slash = task.lastIndexOf('/');
    String group = slash < 0 ? task : task.substring(0, slash);
    if (!groups.contains(task) && !groups.contains(group)) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "no task or group is called %s; expected one of %s, or a task such as %s/0%s"
              .formatted(
                  Texts.quote(task),
                  Texts.choices(groups),
                  groups.isEmpty() ? "name" : groups.getFirst(),
                  Texts.didYouMean(group, groups, "")));
    }
  }
}
