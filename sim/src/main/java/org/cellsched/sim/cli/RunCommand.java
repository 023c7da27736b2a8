package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.ScenarioFault;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sim run}: runs a scenario and shows what happened. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a scenario against a modelled machine and shows what became of each cell.",
      "Ends with 0 if all invariants and expectations held, with 1 if not."
    })
public final class RunCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "FILE", description = "The scenario (YAML); see docs/scenarios.md.")
  private Path file = Path.of("");

  @Option(names = "--seed", paramLabel = "N", description = "Another seed for all random draws.")
  private @Nullable String seed;

  @Option(
      names = "--duration",
      paramLabel = "T",
      description = "Another duration, such as 5s; what comes later does not happen.")
  private @Nullable String duration;

  @Option(
      names = "--scheduler",
      paramLabel = "NAME",
      description = "cells, or a baseline: global-vtime, static-cpusets.")
  private @Nullable String scheduler;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Puts a value into the scenario, such as policy.borrowing=false; repeatable.")
  private List<String> set = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the result document; - for standard output, which then has it alone.")
  private @Nullable String json;

  RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonOutput output = json == null ? null : new JsonOutput(console, json);
    Scenario scenario = read();
    try (Interruption interruption = new Interruption()) {
      RunResult result = run(scenario, interruption);
      if (output != null) {
        output.write(result);
      }
      new ResultPrinter(console.people(output)).print(result, repeatCommand());
      return interruption.isPending() ? ExitStatus.INTERRUPTED : exitStatus(result);
    }
  }

  private static int exitStatus(RunResult result) {
    if (result.isClean()) {
      return ExitStatus.FINE;
    }
    return result.schedulerEnded() ? ExitStatus.KERNEL_ENDED_SCHEDULER : ExitStatus.CHECK_FAILED;
  }

  private Scenario read() {
    try {
      return ScenarioReader.read(file, settings());
    } catch (ScenarioException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "bad scenario\n" + e.getMessage(), e);
    }
  }

  private List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    try {
      set.forEach(argument -> settings.add(Setting.parse(argument)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
    add(settings, "seed", seed);
    add(settings, "duration", duration);
    add(settings, "scheduler", scheduler);
    return settings;
  }

  private static void add(List<Setting> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.add(new Setting("--" + key + " " + value, List.of(key), value));
    }
  }

  private RunResult run(Scenario scenario, Interruption interruption) {
    long startedNs = System.nanoTime();
    ProgressLine progress = new ProgressLine(console, interruption);
    try {
      RunResult result = new Simulation(scenario).run(progress);
      return result.tookNs(System.nanoTime() - startedNs);
    } catch (ScenarioFault fault) {
      String place = fault.line() == 0 ? file + ": " : file + ":" + fault.line() + ": ";
      throw new CommandFailure(ExitStatus.BAD_INPUT, place + fault.getMessage(), fault);
    } finally {
      progress.erase();
    }
  }

  /** The one line that repeats the run. */
  private String repeatCommand() {
    StringBuilder command = new StringBuilder("bin/sim run " + quoted(file.toString()));
    settings().forEach(setting -> command.append(' ').append(quotedOption(setting.text())));
    return command.toString();
  }

  private static String quotedOption(String option) {
    int space = option.indexOf(' ');
    return option.substring(0, space + 1) + quoted(option.substring(space + 1));
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/=,:%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
