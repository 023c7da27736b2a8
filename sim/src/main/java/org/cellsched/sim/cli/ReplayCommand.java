package org.cellsched.sim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.cli.JournalFile;
import org.cellsched.host.cli.JsonOutput;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.journal.Replay;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyReader;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sim replay}: the same core, asked again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Tells a new controller what a journal says another was told, and compares the " + "answers.",
      "Ends with 0 if all are equal, with 1 at the first that differs. With --set, shows "
          + "what would have been decided first instead, and ends with 0."
    })
public final class ReplayCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "JOURNAL", description = "One file of a journal.")
  private Path file = Path.of("-");

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Another setting, such as debounce.quiet=2s, of the policy; repeatable.")
  private List<String> set = new ArrayList<>();

  @Mixin private final JsonOption json = new JsonOption();

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JsonOutput output = json.open(console);
    return JournalFile.read(file, journal -> replay(journal, output));
  }

  private int replay(JournalReader journal, @Nullable JsonOutput output)
      throws IOException, JournalException {
    PolicyConfig policy = policy(journal.header().policy());
    Replay.Outcome outcome = Replay.of(journal, policy.controllerConfig());
    if (output != null) {
      output.write(document(journal, outcome));
    }
    print(console.people(output), journal, outcome);
    return outcome.difference() == null || !set.isEmpty()
        ? ExitStatus.FINE
        : ExitStatus.CHECK_FAILED;
  }

  /** The journal's policy with the settings put in. */
  private PolicyConfig policy(PolicyConfig recorded) {
    try {
      List<Setting> settings = set.stream().map(Setting::parse).toList();
      return PolicyReader.changed(recorded, settings);
    } catch (InvalidFileException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, "bad policy\n" + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitStatus.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private SequencedMap<String, Object> document(JournalReader journal, Replay.Outcome outcome) {
    SequencedMap<String, Object> document = new LinkedHashMap<>();
    document.put("journal", file.toString());
    document.put("version", journal.header().version());
    document.put("settings", set);
    document.put("equal", outcome.difference() == null);
    document.put("inputs", outcome.inputs());
    document.put("effects", outcome.effects());
    document.put("plans", outcome.plans());
    document.put("spanNs", outcome.lastNs() - outcome.firstNs());
    document.put("cutOff", outcome.cutOff());
    Replay.Difference difference = outcome.difference();
    if (difference != null) {
      document.put("line", difference.line());
      document.put("atNs", difference.recorded().atNs());
      document.put("input", difference.recorded().input().toString());
      document.put(
          "recorded", difference.recorded().effects().stream().map(Object::toString).toList());
      document.put("replayed", difference.replayed().stream().map(Object::toString).toList());
    }
    return document;
  }

  private void print(PrintWriter out, JournalReader journal, Replay.Outcome outcome) {
    Page page = new Page(out);
    page.line("journal", file + ", written by version " + journal.header().version());
    page.line("machine", journal.header().topology().toString());
    page.line(
        "replayed",
        "%s, %s, %s over %s"
            .formatted(
                Amounts.counted(outcome.inputs(), "input"),
                Amounts.counted(outcome.effects(), "effect"),
                Amounts.counted(outcome.plans(), "plan"),
                Amounts.duration(outcome.lastNs() - outcome.firstNs())));
    if (outcome.cutOff()) {
      page.line("note", "the last line was not written to its end, and is left out");
    }
    Replay.Difference difference = outcome.difference();
    if (difference == null) {
      page.line("answers", "equal");
    } else {
      print(page, outcome, difference);
    }
    page.flush();
  }

  private void print(Page page, Replay.Outcome outcome, Replay.Difference difference) {
    page.line(
        "answers",
        "%s at line %d, %s after the beginning%s"
            .formatted(
                set.isEmpty() ? "DIFFERENT" : "different",
                difference.line(),
                Amounts.duration(difference.recorded().atNs() - outcome.firstNs()),
                set.isEmpty()
                    ? ""
                    : "; up to here all was as recorded, beyond it nothing is known"));
    page.line("input", difference.recorded().input().toString());
    describe(page, "recorded", difference.recorded().effects());
    describe(page, set.isEmpty() ? "replayed" : "instead", difference.replayed());
  }

  private static void describe(Page page, String who, List<ControllerEffect> effects) {
    if (effects.isEmpty()) {
      page.line(who, "nothing");
    }
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ControllerEffect.ApplyPlan plan -> {
          page.line(who, "plan %d: %s".formatted(plan.plan().generation(), plan.reason()));
          for (CellAllocation cell : plan.plan().plan().cells()) {
            page.line(
                "",
                "cell %s: %s%s"
                    .formatted(
                        cell.id(),
                        cell.primary(),
                        cell.borrowable().isEmpty() ? "" : ", may borrow " + cell.borrowable()));
          }
        }
        case ControllerEffect.WakeAt wake -> page.line(who, "wake at " + wake.timeNs() + " ns");
        case ControllerEffect.Report report ->
            page.line(who, report.severity() + ": " + report.text());
      }
    }
  }
}
