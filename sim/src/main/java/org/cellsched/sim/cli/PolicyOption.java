package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Setting;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.scenario.SchedulerKind;

/**
 * The value of {@code --policy}: a name, and what it puts into a scenario.
 *
 * @param name letters, digits, dashes and underscores
 * @param settings as {@code --set} takes them
 */
record PolicyOption(String name, List<String> settings) {

  /** The scenario as it is: the baseline of a comparison with but one policy. */
  static final PolicyOption AS_IT_IS = new PolicyOption("as-is", List.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

  private static final List<String> SCHEDULERS =
      Arrays.stream(SchedulerKind.values()).map(Scalars::wordOf).toList();

  /**
   * From {@code NAME=SETTING,...}, {@code NAME=} or the name of a scheduler. A piece after a comma
   * that is no setting belongs to the value before it, as in {@code cells.web.cpuset=0-3,8}.
   */
  static PolicyOption parse(String argument) {
    int equals = argument.indexOf('=');
    String name = equals < 0 ? argument : argument.substring(0, equals);
    if (!NAME.matcher(name).matches()) {
      throw complaint(
          argument,
          "a policy's name is letters, digits, - and _, at most 32; expected NAME=SETTINGS, such"
              + " as off=policy.borrowing=false");
    }
    if (equals < 0) {
      return new PolicyOption(name, List.of(scheduler(argument, name)));
    }
    List<String> settings = new ArrayList<>();
    String text = argument.substring(equals + 1);
    for (String piece : text.isBlank() ? new String[0] : text.split(",", -1)) {
      if (piece.contains("=")) {
        settings.add(piece.strip());
      } else if (SCHEDULERS.contains(piece.strip())) {
        settings.add(scheduler(argument, piece.strip()));
      } else if (settings.isEmpty()) {
        throw complaint(
            argument,
            "%s is neither a setting, such as policy.borrowing=false, nor a scheduler (%s)%s"
                .formatted(
                    Texts.quote(piece),
                    Texts.choices(SCHEDULERS),
                    Texts.didYouMean(piece, SCHEDULERS, "")));
      } else {
        settings.add(settings.removeLast() + "," + piece);
      }
    }
    PolicyOption policy = new PolicyOption(name, List.copyOf(settings));
    if (policy.parsed().stream().anyMatch(setting -> setting.concerns("seed"))) {
      throw complaint(argument, "the seeds are the same for all policies; use --seeds");
    }
    return policy;
  }

  private static String scheduler(String argument, String name) {
    if (!SCHEDULERS.contains(name)) {
      throw complaint(
          argument,
          "says nothing of settings; expected NAME=SETTINGS, `%s=` for the scenario as it is, or a"
                  .formatted(name)
              + " scheduler: "
              + Texts.choices(SCHEDULERS)
              + Texts.didYouMean(name, SCHEDULERS, ""));
    }
    return "scheduler=" + name;
  }

  private static CommandFailure complaint(String argument, String what) {
    return new CommandFailure(ExitStatus.BAD_INPUT, "--policy " + argument + ": " + what);
  }

  /** What to put into a scenario; complaints name the policy. */
  List<Setting> parsed() {
    return settings.stream()
        .map(text -> {
          Setting setting = ScenarioOptions.parse(List.of(text)).getFirst();
          return new Setting("--policy " + name + ": " + text, setting.path(), setting.value());
        })
        .toList();
  }

  /** As a word of a command line. */
  String asArgument() {
    return ScenarioOptions.quoted(name + "=" + String.join(",", settings));
  }
}
