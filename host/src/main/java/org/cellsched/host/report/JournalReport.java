package org.cellsched.host.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.host.journal.JournalEntry;
import org.cellsched.host.journal.JournalException;
import org.cellsched.host.journal.JournalHeader;
import org.cellsched.host.journal.JournalReader;
import org.cellsched.host.journal.Replay;
import org.cellsched.host.report.ControlHistory.Shortage;
import org.cellsched.host.report.Report.Fact;
import org.cellsched.host.report.Report.Finding;
import org.cellsched.host.report.Report.Machine;
import org.cellsched.host.report.Report.Span;
import org.cellsched.host.report.Report.Verdict;
import org.cellsched.host.table.Amounts;

/**
 * The report of what a journal knows: plans, demand, and CPUs that change hands. Plans are those
 * that were recorded; demand is what a controller makes of the recorded samples when it is told all
 * of them again.
 */
public final class JournalReport {

  private final JournalReader journal;
  private final CellController controller;
  private final ControlHistory history;
  private long inputs;
  private long lastNs;
  private long firstDifferentLine;

  private JournalReport(JournalReader journal) throws JournalException {
    JournalHeader header = journal.header();
    this.journal = journal;
    controller = Replay.restored(journal, header.policy().controllerConfig());
    history = new ControlHistory(0, controller, header.topology().cpuCount());
  }

  /**
   * Reads a segment to its end. Time begins with it.
   *
   * @param title of the page
   * @param command that makes the same report again
   */
  public static Report of(JournalReader journal, String title, String command, Columns columns)
      throws IOException, JournalException {
    JournalReport report = new JournalReport(journal);
    for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
      report.told(entry);
    }
    return report.report(title, command, columns);
  }

  private void told(JournalEntry entry) {
    boolean same = controller.on(entry.input(), entry.atNs()).equals(entry.effects());
    if (!same && firstDifferentLine == 0) {
      firstDifferentLine = journal.line();
    }
    inputs++;
    lastNs = entry.atNs() - journal.header().atNs();
    history.told(lastNs, entry.input(), entry.effects());
  }

  private Report report(String title, String command, Columns columns) {
    JournalHeader header = journal.header();
    List<String> cells = history.cellNames();
    return new Report(
        title,
        "from a journal",
        "",
        facts(),
        command,
        null,
        Math.max(1, lastNs),
        new Verdict(null, headline(), List.of(), null, findings(cells)),
        Machine.of(header.topology(), columns),
        cells,
        List.of(),
        history.plans(cells, columns),
        history.plansLeftOut(),
        List.of(),
        history.notices(),
        history.samples(cells, columns),
        null,
        null,
        null,
        null);
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("machine", journal.header().topology().toString()));
    facts.add(new Fact("time", Amounts.duration(lastNs)));
    facts.add(new Fact("inputs", Amounts.count(inputs)));
    facts.add(new Fact("written by version", journal.header().version()));
    if (firstDifferentLine != 0) {
      facts.add(
          new Fact("this version answers differently", "from line " + firstDifferentLine + " on"));
    }
    if (journal.isCutOff()) {
      facts.add(new Fact("last line", "cut off, and left out"));
    }
    return facts;
  }

  private String headline() {
    return "%s in force, %s changed hands."
        .formatted(
            Amounts.counted(history.plansInForce(), "plan"),
            Amounts.counted(history.cpusMoved(), "CPU"));
  }

  private List<Finding> findings(List<String> cells) {
    return history.shortages().stream()
        .map(shortage ->
            new Finding(
                cells.indexOf(shortage.cell()),
                words(shortage),
                new Span(shortage.fromNs(), shortage.toNs()),
                "",
                List.of(),
                List.of()))
        .toList();
  }

  private static String words(Shortage shortage) {
    return "%s was shortest of CPUs from %s to %s: it wanted %s, owned %d and used %s of those."
        .formatted(
            shortage.cell(),
            shortage.fromNs() == 0 ? "the beginning" : Amounts.duration(shortage.fromNs()),
            Amounts.duration(shortage.toNs()),
            Amounts.cpus(shortage.demandMilliCpus()),
            shortage.cpus(),
            Amounts.percent(shortage.utilisationPpm()));
  }
}
