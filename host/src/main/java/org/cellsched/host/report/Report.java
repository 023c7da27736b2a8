package org.cellsched.host.report;

import java.util.List;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.report.Columns.Column;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run. Null is what the host does not know: a journal, say, knows plans and
 * demand, but not who waited. Times are nanoseconds from the beginning of the run.
 *
 * @param title of the page
 * @param source in a few words, such as {@code simulated} or {@code from a journal}
 * @param description for people; may be empty
 * @param facts short ones, in the order to show them
 * @param command that makes the same report again
 * @param scenario its text
 * @param cells names by number; 0 is the root cell
 * @param tables of figures
 * @param plans in force one after the other, the first one included
 * @param plansLeftOut how many more there were: only the first and the last are kept
 * @param events what was done to the machine and its tenants, in order of time
 * @param notices what the controller said to people
 */
public record Report(
    String title,
    String source,
    String description,
    List<Fact> facts,
    String command,
    @Nullable String scenario,
    long lengthNs,
    @Nullable Verdict verdict,
    Machine machine,
    List<String> cells,
    List<Table> tables,
    List<PlanStep> plans,
    long plansLeftOut,
    List<Moment> events,
    List<Notice> notices,
    @Nullable Samples samples,
    @Nullable Bins bins,
    @Nullable Distributions latencies,
    @Nullable Migrations migrations,
    @Nullable CpuMap map) {

  public record Fact(String name, String value) {}

  /**
   * What came of it.
   *
   * @param headline one sentence
   * @param good whether every check held; null where nothing is checked
   * @param hurts what was too bad for a cell; empty if nothing was, null where that is not known
   * @param findings the worst that came to each cell, whether or not it was too bad
   */
  public record Verdict(
      @Nullable Boolean good,
      String headline,
      List<Check> checks,
      @Nullable List<Hurt> hurts,
      List<Finding> findings) {}

  /**
   * That a cell came off badly.
   *
   * @param cell its number
   * @param word for the way in which
   * @param often how much of the time, in words; may be empty
   * @param first when for the first time; null if that is not known
   */
  public record Hurt(int cell, String word, String reason, String often, @Nullable Span first) {}

  /**
   * An expectation, or a rule that was broken.
   *
   * @param detail what was seen
   * @param span the time it speaks of; null for the whole run
   * @param which of the times that it speaks of the span is; {@link #ALL} if there is one
   */
  public record Check(
      boolean passed, String text, String detail, @Nullable Span span, String which) {

    public static final String ALL = "";
    public static final String FIRST = "first";
    public static final String WORST = "worst";
  }

  /** A time in the run. */
  public record Span(long fromNs, long toNs) {}

  /**
   * What came to a cell, when and why, in sentences.
   *
   * @param cell number of the cell
   * @param cpus where to look, in list format; empty for the whole machine
   * @param shares who had the CPUs meanwhile; empty if that is not known
   * @param story what happened, step by step; may be empty
   */
  public record Finding(
      int cell, String text, Span span, String cpus, List<Share> shares, List<Moment> story) {}

  /** A part of the time, in millionths. */
  public record Share(String name, long ppm) {}

  public record Moment(long atNs, String text) {}

  public record Notice(long atNs, String severity, String text) {}

  /** Which CPUs are together, by CPU. */
  public record Machine(int cpus, Column coreOf, Column llcOf, Column nodeOf, Column socketOf) {

    public static Machine of(Topology topology, Columns columns) {
      int cpus = topology.cpuCount();
      int[][] parts = new int[4][cpus];
      for (int cpu = 0; cpu < cpus; cpu++) {
        parts[0][cpu] = topology.coreOf(cpu);
        parts[1][cpu] = topology.llcOf(cpu);
        parts[2][cpu] = topology.nodeOf(cpu);
        parts[3][cpu] = topology.socketOf(cpu);
      }
      return new Machine(
          cpus,
          columns.add(parts[0]),
          columns.add(parts[1]),
          columns.add(parts[2]),
          columns.add(parts[3]));
    }
  }

  /**
   * Figures as people read them; the first column names the row.
   *
   * @param note what the columns mean; may be empty
   */
  public record Table(String title, List<String> columns, List<List<String>> rows, String note) {}

  /**
   * A plan from when it is in force.
   *
   * @param ownerOfCpu number of the cell, by CPU; -1 for a CPU that nobody has
   */
  public record PlanStep(
      long atNs,
      long generation,
      List<String> causes,
      String reason,
      int cpusMoved,
      Column ownerOfCpu) {}

  /**
   * What the controller measured.
   *
   * @param atNs when
   * @param demandMilliCpus by cell; -1 where it was not there
   * @param utilisationPpm by cell; -1 where it was not there
   */
  public record Samples(Column atNs, List<Column> demandMilliCpus, List<Column> utilisationPpm) {}

  /**
   * What happened in equal stretches of time.
   *
   * @param widthNs of each; the last may be shorter
   * @param cells by number
   * @param limits that latencies are judged by
   */
  public record Bins(long widthNs, int count, List<CellBins> cells, List<Limit> limits) {}

  /**
   * What a latency must not exceed.
   *
   * @param kind {@code wakeup} or {@code request}, as in {@link CellBins}
   * @param figure {@code p50Ns}, {@code p99Ns} or {@code maxNs}, as in {@link LatencyBins}
   */
  public record Limit(String kind, String figure, long ns, String text) {}

  /**
   * Of one cell, by stretch of time. Latencies are -1 where nothing was measured, and null where
   * nothing ever was.
   *
   * @param capacityNs what its own CPUs had to give
   */
  public record CellBins(
      Column cpuTimeNs,
      Column borrowedNs,
      Column lentNs,
      Column capacityNs,
      @Nullable LatencyBins wakeup,
      @Nullable LatencyBins request) {}

  public record LatencyBins(Column p50Ns, Column p99Ns, Column maxNs) {}

  /**
   * Percentile curves of the whole run.
   *
   * @param shareOfMillion of all latencies, those that do not exceed the value
   */
  public record Distributions(
      Column shareOfMillion, List<Distribution> wakeup, List<Distribution> request) {}

  public record Distribution(int cell, long count, Column valuesNs) {}

  /** How often each cell's tasks started how far from their last CPU. */
  public record Migrations(List<String> distances, List<Column> countsOfCell) {}

  /**
   * Who had which CPU when: for each CPU pieces in order of time. What no piece covers was idle.
   *
   * @param resolutionNs pieces shorter than this may stand for several turns
   * @param turns how many there were in all
   * @param occupants names of what is no cell, numbered from the number of cells on
   * @param tasks names
   * @param reasons by number; 0 is none
   * @param piecesOfCpu how many each CPU has; the other columns have them one CPU after the other
   * @param gapNs from the end of the piece before
   * @param cell that ran, or another occupant; of a piece with several turns, who had more than
   *     half of it, if anybody had
   * @param borrowed 1 where it was borrowed
   * @param pieceTurns turns in the piece; the columns below speak of the longest of them
   * @param unusedNs the part of the piece that was idle
   * @param shorterNs by how much its longest turn is shorter than the piece
   * @param waited how long the task had waited, as a {@link Magnitude}
   */
  public record CpuMap(
      long resolutionNs,
      long turns,
      List<String> occupants,
      List<String> tasks,
      List<String> reasons,
      Column piecesOfCpu,
      Column gapNs,
      Column lengthNs,
      Column cell,
      Column borrowed,
      Column pieceTurns,
      Column unusedNs,
      Column shorterNs,
      Column task,
      Column placedBecause,
      Column pickedBecause,
      Column endedBecause,
      Column waited) {}
}
