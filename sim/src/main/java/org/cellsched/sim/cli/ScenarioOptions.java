package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenario to run, and what to change in it: the same for every command that runs one. */
final class ScenarioOptions {

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
      description = "cells, or a baseline: fair, global-vtime, static-cpusets.")
  private @Nullable String scheduler;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Puts a value, such as policy.borrowing=false, into the scenario; repeatable.")
  private List<String> set = new ArrayList<>();

  @Mixin private final FaultOption fault = new FaultOption();

  Path file() {
    return file;
  }

  /** Throws {@link CommandFailure} with every complaint and its place. */
  Scenario read() {
    return read(file, settings());
  }

  static Scenario read(Path file, List<Setting> settings) {
    try {
      return ScenarioReader.read(file, settings);
    } catch (ScenarioException e) {
      throw bad(e);
    }
  }

  /** What a command ends with that was given a file that is no scenario. */
  static CommandFailure bad(ScenarioException e) {
    return new CommandFailure(ExitStatus.BAD_INPUT, "bad scenario\n" + e.getMessage(), e);
  }

  private List<Setting> settings() {
    List<Setting> settings = new ArrayList<>(parse(set));
    add(settings, "seed", seed);
    add(settings, "duration", duration);
    add(settings, "scheduler", scheduler);
    return settings;
  }

  static List<Setting> parse(List<String> arguments) {
    try {
      return arguments.stream().map(Setting::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static void add(List<Setting> settings, String key, @Nullable String value) {
    if (value != null) {
      settings.add(new Setting("--" + key + " " + value, List.of(key), value));
    }
  }

  /** The file and options as words of a command line. */
  String asArguments() {
    String changes = changes();
    return quoted(file.toString()) + (changes.isEmpty() ? "" : " " + changes);
  }

  /** What is changed in the scenario or in the scheduler, as options; empty for nothing. */
  String changes() {
    StringBuilder changes = new StringBuilder();
    settings().forEach(setting -> changes.append(' ').append(quotedOption(setting.text())));
    return changes.append(fault.asArguments()).toString().strip();
  }

  private static String quotedOption(String option) {
    int space = option.indexOf(' ');
    return option.substring(0, space + 1) + quoted(option.substring(space + 1));
  }

  /** A word of a command line as a shell takes it. */
  static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/=,:%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
