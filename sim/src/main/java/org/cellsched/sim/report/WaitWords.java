package org.cellsched.sim.report;

import java.util.List;
import java.util.stream.Collectors;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.explain.CpuTime;
import org.cellsched.sim.explain.Wait;
import org.cellsched.sim.explain.WaitReport;
import org.cellsched.sim.explain.WaitReport.Holder;
import org.jspecify.annotations.Nullable;

/**
 * A wait in sentences: who, when, how long, and who had the CPUs.
 *
 * @param report the same wait from close by; null if nobody looked
 * @param takesBack whether an owner takes back what it lent
 */
record WaitWords(Wait waited, @Nullable WaitReport report, boolean takesBack) {

  private static final long PPM_PER_PERCENT = 10_000;

  private static final long HARMLESS_NS = 100_000;

  /** Holders named at most. */
  private static final int NAMED = 2;

  /** Whether it is too short to hurt: as long as some switches and migrations cost together. */
  boolean isHarmless() {
    return waited.ended() && waited.waitedNs() < HARMLESS_NS;
  }

  String sentences() {
    if (isHarmless()) {
      return "No task of %s waited longer than %s for a CPU: it was not hurt."
          .formatted(waited.cell(), Amounts.duration(waited.waitedNs()));
    }
    String who =
        "%s of %s waited %s for a CPU, from %s on%s."
            .formatted(
                waited.task(),
                waited.cell(),
                Amounts.duration(waited.waitedNs()),
                Amounts.millisecond(waited.fromNs()),
                waited.ended() ? "" : ", and still waited at the end");
    return waited.cpuTime().totalNs() == 0 ? who : who + " " + why();
  }

  private String why() {
    CpuTime time = waited.cpuTime();
    long takenNs = time.higherClassNs() + time.interruptNs() + time.offlineNs();
    long mostNs =
        Math.max(
            Math.max(time.ownCellNs(), time.otherCellsNs()),
            Math.max(Math.max(time.idleNs(), time.throttledNs()), takenNs));
    String cpus = "the CPUs that it could use (%s)".formatted(waited.eligibleCpus());
    if (mostNs == time.ownCellNs()) {
      return "Tasks of its own cell had %s for %s of that time%s.%s"
          .formatted(cpus, percent(mostNs), holders(true), whatOthersHad());
    } else if (mostNs == time.otherCellsNs()) {
      return "Other cells had %s for %s of that time%s.%s"
          .formatted(cpus, percent(mostNs), holders(false), whoseCpus() + whyNotTakenBack());
    } else if (mostNs == time.throttledNs()) {
      return "cpu.max kept it from all CPUs for %s of that time.".formatted(percent(mostNs));
    } else if (mostNs == time.idleNs()) {
      return "Of %s, %s of the time was idle: a CPU was on its way to it, or was kept from it."
          .formatted(cpus, percent(mostNs));
    }
    return "A higher class, interrupts or hotplug had %s for %s of that time."
        .formatted(cpus, percent(mostNs));
  }

  private String whatOthersHad() {
    long othersNs = waited.cpuTime().otherCellsNs();
    return othersNs == 0
        ? " No other cell is to blame."
        : " Other cells had them for %s%s.%s"
            .formatted(percent(othersNs), holders(false), whoseCpus() + whyNotTakenBack());
  }

  /** Such as {@code , mostly burst-worker of burst}. */
  private String holders(boolean ofOwnCell) {
    if (report == null) {
      return "";
    }
    List<Holder> named =
        report.holders().stream()
            .filter(holder -> holder.cell().equals(waited.cell()) == ofOwnCell)
            .limit(NAMED)
            .toList();
    return named.isEmpty()
        ? ""
        : ", mostly "
            + named.stream()
                .map(holder -> ofOwnCell ? holder.group() : holder.group() + " of " + holder.cell())
                .collect(Collectors.joining(" and "));
  }

  /** Whether what other cells had was lent by this one, or not its own at all. */
  private String whoseCpus() {
    if (report == null) {
      return "";
    }
    long lentNs = othersOn(true);
    long notItsOwnNs = othersOn(false);
    if (lentNs == 0) {
      return " None of the CPUs that they had is its own: %s could only have borrowed them."
          .formatted(waited.cell());
    }
    return notItsOwnNs == 0
        ? " They had borrowed these from %s.".formatted(waited.cell())
        : " Of that, %s was on CPUs borrowed from %s; the others are not its own."
            .formatted(percent(lentNs, lentNs + notItsOwnNs), waited.cell());
  }

  private String whyNotTakenBack() {
    return takesBack || othersOn(true) == 0
        ? ""
        : " This policy does not take back what is lent (reclaim: false).";
  }

  /** What other cells had of the CPUs that are the cell's own, or that are not. */
  private long othersOn(boolean own) {
    return report == null
        ? 0
        : report.cpus().stream()
            .filter(row -> row.owner().equals(waited.cell()) == own)
            .mapToLong(row -> row.time().otherCellsNs())
            .sum();
  }

  private String percent(long ns) {
    return percent(ns, waited.cpuTime().totalNs());
  }

  private static String percent(long ns, long ofNs) {
    return Math.round(Verdicts.ppm(ns, ofNs) / (double) PPM_PER_PERCENT) + " %";
  }
}
