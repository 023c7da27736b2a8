package org.cellsched.loader.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyReader;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The policy, as options: each is a setting of the policy that scenarios have, so that names,
 * ranges and complaints are the simulator's.
 */
final class PolicyOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A policy (YAML): what scenarios have under `policy`. Options go before it.")
  private @Nullable Path config;

  @Option(names = "--planner", paramLabel = "NAME", description = "The planner tried first.")
  private @Nullable String planner;

  @Option(names = "--borrowing", description = "Cells may use idle CPUs of others.")
  private boolean borrowing;

  @Option(names = "--rebalancing", description = "CPUs follow demand, with default settings.")
  private boolean rebalancing;

  @Option(
      names = "--root-min-cpus",
      paramLabel = "N",
      description = "CPUs held out for the root cell.")
  private @Nullable String rootMinCpus;

  @Option(
      names = "--cell-exclude",
      paramLabel = "NAME",
      description = "A child of the cell parent that stays in the root cell; repeatable.")
  private List<String> excluded = new ArrayList<>();

  @Option(
      names = "--interval",
      paramLabel = "T",
      description = "Time between two readings of counters, such as 1s.")
  private @Nullable String interval;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Any other setting of the policy; repeatable. Such as debounce.quiet=2s.")
  private List<String> set = new ArrayList<>();

  /** Throws {@link CommandFailure} with every complaint and its place. */
  PolicyConfig read() {
    try {
      return PolicyReader.read(config, settings());
    } catch (InvalidFileException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "bad policy\n" + e.getMessage(), e);
    }
  }

  private List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    try {
      set.forEach(each -> settings.add(Setting.parse(each)));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
    add(settings, "--planner", "planner", planner);
    add(settings, "--borrowing", "borrowing", borrowing ? "true" : null);
    add(settings, "--rebalancing", "rebalancing", rebalancing ? "true" : null);
    add(settings, "--root-min-cpus", "rootMinCpus", rootMinCpus);
    add(settings, "--interval", "interval", interval);
    add(settings, "--cell-exclude", "exclude", excluded.isEmpty() ? null : list(excluded));
    return settings;
  }

  private static void add(
      List<Setting> settings, String option, String key, @Nullable String value) {
    if (value != null) {
      settings.add(new Setting(option + " " + value, List.of(key), value));
    }
  }

  /** A YAML list of quoted texts. */
  private static String list(List<String> names) {
    return names.stream()
        .map(name -> "'" + name.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
