package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.table.Amounts;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Tone;
import org.cellsched.sim.Harm;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.RunResult.ExpectationResult;

/** The first lines about a run: whether all is well, and if not, what is not. */
final class VerdictPrinter {

  /** Reasons of each kind shown; the rest is below. */
  private static final int SHOWN = 4;

  private static final int WORD_COLUMNS = 11;

  /** What became of the run as a whole. */
  private enum Verdict {
    OK(Tone.GOOD),
    PARTIAL(Tone.WARNING),
    FAILED(Tone.BAD),
    ENDED(Tone.BAD);

    private final Tone tone;

    Verdict(Tone tone) {
      this.tone = tone;
    }

    static Verdict of(RunResult result) {
      if (result.schedulerEnded()) {
        return ENDED;
      } else if (!result.isClean()) {
        return FAILED;
      }
      return result.complete() ? OK : PARTIAL;
    }
  }

  private final Page out;

  VerdictPrinter(Page out) {
    this.out = out;
  }

  void print(RunResult result) {
    List<Harm> harms = Harm.of(result);
    Verdict verdict = Verdict.of(result);
    print(verdict.tone, verdict.name(), result.scenario() + ": " + summary(result, harms));
    out.wrapped(
        margin(),
        margin(),
        "%d CPUs, %s simulated, scheduler %s, seed %s"
            .formatted(
                result.cpus(),
                Amounts.duration(result.simulatedNs()),
                result.scheduler(),
                result.seed()));
    result.violations().stream()
        .limit(1)
        .forEach(first ->
            print(
                Tone.BAD,
                "BROKEN",
                "%s at %s: %s"
                    .formatted(first.rule(), Amounts.duration(first.timeNs()), first.detail())));
    expectations(result);
    harms.stream()
        .filter(harm -> harm.kind() != Harm.Kind.FAILED)
        .forEach(harm ->
            print(tone(harm.kind()), harm.kind().word(), harm.cell() + ": " + harm.reason()));
  }

  /** The word that stands for a cell in tables. */
  String ofCell(String cell, List<Harm> harms) {
    return harms.stream()
        .filter(harm -> harm.cell().equals(cell))
        .findFirst()
        .map(harm -> out.paint(tone(harm.kind()), harm.kind().word()))
        .orElse("ok");
  }

  private static Tone tone(Harm.Kind kind) {
    return switch (kind) {
      case FAILED, STARVED -> Tone.BAD;
      case LATE, THROTTLED -> Tone.WARNING;
    };
  }

  private static String summary(RunResult result, List<Harm> harms) {
    List<String> parts = new ArrayList<>();
    if (result.schedulerEnded()) {
      parts.add("the kernel ended the scheduler");
    } else if (!result.complete()) {
      parts.add("interrupted, expectations are not judged");
    }
    int all = result.expectations().size();
    if (all > 0) {
      parts.add("%d of %d expectations held".formatted(all - result.failedExpectations(), all));
    }
    parts.add(
        result.violationCount() == 0
            ? "no violations"
            : Amounts.counted(result.violationCount(), "violation"));
    List<String> hurt = harms.stream().map(Harm::cell).distinct().map(Page::shortened).toList();
    parts.add(hurt.isEmpty() ? "no cell hurt" : "hurt: " + String.join(", ", hurt));
    return String.join(", ", parts);
  }

  private void expectations(RunResult result) {
    List<ExpectationResult> failed =
        result.expectations().stream().filter(expectation -> !expectation.passed()).toList();
    failed.stream()
        .limit(SHOWN)
        .forEach(each -> print(Tone.BAD, "FAILED", each.text() + "  " + observed(each)));
    if (failed.size() > SHOWN) {
      out.println(margin() + "and %d more, below".formatted(failed.size() - SHOWN));
    }
  }

  /** {@code a.cpus = 4 CPUs, b.cpus = 2 CPUs} without the names, which the expectation says. */
  static String observed(ExpectationResult expectation) {
    return "(" + expectation.observed().replaceAll("[^ ,=]+ = ", "") + ")";
  }

  private void print(Tone tone, String word, String text) {
    String padding = " ".repeat(Math.max(1, WORD_COLUMNS - word.length()));
    out.wrapped(out.paint(tone, word) + padding, margin(), text);
  }

  private static String margin() {
    return " ".repeat(WORD_COLUMNS);
  }
}
