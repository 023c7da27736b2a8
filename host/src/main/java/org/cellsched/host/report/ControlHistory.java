package org.cellsched.host.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.CellStatus;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.host.report.Columns.Column;
import org.cellsched.host.report.Report.Notice;
import org.cellsched.host.report.Report.PlanStep;
import org.cellsched.host.report.Report.Samples;
import org.jspecify.annotations.Nullable;

/**
 * What a controller did, for a report: its plans, what it said, and the demand that it measured. It
 * is told the same as the controller, and right after it. Memory is bounded: of many plans the
 * first ones and the last are kept, and of many samples neighbours are put together.
 */
public final class ControlHistory {

  /** Name of the root cell's tenant, which has number 0. */
  public static final String ROOT_NAME = "root";

  private static final int MOST_PLANS = 1000;
  private static final int MOST_NOTICES = 1000;
  private static final int MOST_SAMPLES = 2048;
  private static final long ABSENT = -1;

  /** A plan and when it was put in force; without an order, it was in force at the beginning. */
  private record InForce(
      long atNs, PublishedPlan plan, ControllerEffect.@Nullable ApplyPlan order) {}

  /** What was measured of the cells; by number, and {@link #ABSENT} for one that was not there. */
  private record Sample(long atNs, long[] demandMilliCpus, long[] utilisationPpm) {

    /** Two that follow each other as one: the means, at the later time. */
    static Sample mean(Sample earlier, Sample later) {
      return new Sample(
          later.atNs,
          mean(earlier.demandMilliCpus, later.demandMilliCpus),
          mean(earlier.utilisationPpm, later.utilisationPpm));
    }

    private static long[] mean(long[] earlier, long[] later) {
      long[] mean = Arrays.copyOf(later, Math.max(earlier.length, later.length));
      for (int cell = 0; cell < mean.length; cell++) {
        long before = at(earlier, cell);
        long after = at(later, cell);
        mean[cell] = before == ABSENT || after == ABSENT ? after : (before + after) / 2;
      }
      return mean;
    }

    static long at(long[] values, int cell) {
      return cell >= 0 && cell < values.length ? values[cell] : ABSENT;
    }
  }

  /**
   * The interval between two samples in which a cell lacked most CPUs.
   *
   * @param cpus that it owned
   */
  public record Shortage(
      String cell, long fromNs, long toNs, long demandMilliCpus, int cpus, long utilisationPpm) {

    long lackingMilliCpus() {
      return demandMilliCpus - cpus * 1000L;
    }
  }

  private final int cpuCount;
  private final SortedMap<String, Shortage> worstShortage = new TreeMap<>();
  private final List<String> names = new ArrayList<>(List.of(ROOT_NAME));
  private final SortedMap<String, Integer> numberOf = new TreeMap<>();
  private final CellController controller;
  private final List<InForce> plans = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private ControllerEffect.@Nullable ApplyPlan ordered;
  private @Nullable InForce last;
  private long plansInForce;
  private long cpusMoved;
  private long sampled;
  private long sampledBeforeNs;

  /** Samples that are one by now: a power of two. */
  private long samplesInOne = 1;

  /**
   * @param controller as it is at the beginning: a plan may be in force already
   */
  public ControlHistory(long nowNs, CellController controller, int cpuCount) {
    this.controller = controller;
    this.cpuCount = cpuCount;
    sampledBeforeNs = nowNs;
    PublishedPlan before = controller.status().applied();
    if (before != null) {
      inForce(new InForce(nowNs, before, null));
    }
  }

  /** The controller was told something, and has answered. */
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    switch (input) {
      case ControllerInput.PlanApplied(long generation) -> applied(nowNs, generation);
      case ControllerInput.DemandSampled sample -> sample(nowNs);
      case ControllerInput.PlanRefused(long generation, String reason) ->
          notice(nowNs, "warning", "plan %d was refused: %s".formatted(generation, reason));
      case ControllerInput.CgroupsListed listed -> {}
      case ControllerInput.CpusOnline online -> {}
      case ControllerInput.CellDrained drained -> {}
      case ControllerInput.Woken woken -> {}
    }
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ControllerEffect.ApplyPlan plan -> ordered = plan;
        case ControllerEffect.Report(ControllerEffect.Severity severity, String text) ->
            notice(nowNs, severity.name().toLowerCase(Locale.ROOT), text);
        case ControllerEffect.WakeAt wake -> {}
      }
    }
  }

  private void applied(long nowNs, long generation) {
    ControllerEffect.ApplyPlan plan = ordered;
    if (plan != null && plan.plan().generation() == generation) {
      inForce(new InForce(nowNs, plan.plan(), plan));
    }
  }

  private void inForce(InForce plan) {
    plan.plan().assignments().forEach(assignment -> numberOf(assignment.cgroup()));
    plansInForce++;
    cpusMoved += plan.order() == null ? 0 : plan.order().cpusMoved();
    last = plan;
    if (plans.size() < MOST_PLANS) {
      plans.add(plan);
    }
  }

  private void notice(long nowNs, String severity, String text) {
    if (notices.size() < MOST_NOTICES) {
      notices.add(new Notice(nowNs, severity, text));
    }
  }

  private void sample(long nowNs) {
    List<CellStatus> cells = controller.cells();
    int[] numbers =
        cells.stream()
            .mapToInt(cell -> cell.cgroup() == null ? 0 : numberOf(cell.cgroup()))
            .toArray();
    int size = Arrays.stream(numbers).max().orElse(0) + 1;
    long[] demand = new long[size];
    long[] utilisation = new long[size];
    Arrays.fill(demand, ABSENT);
    Arrays.fill(utilisation, ABSENT);
    for (int i = 0; i < numbers.length; i++) {
      demand[numbers[i]] = cells.get(i).demandMilliCpus();
      utilisation[numbers[i]] = cells.get(i).utilisationPpm();
      noteShortage(nowNs, names.get(numbers[i]), cells.get(i));
    }
    add(new Sample(nowNs, demand, utilisation));
    sampledBeforeNs = nowNs;
  }

  private void noteShortage(long nowNs, String name, CellStatus cell) {
    Shortage now =
        new Shortage(
            name,
            sampledBeforeNs,
            nowNs,
            cell.demandMilliCpus(),
            cell.primary().size(),
            cell.utilisationPpm());
    if (now.lackingMilliCpus() > 0) {
      worstShortage.merge(
          name,
          now,
          (worst, other) -> other.lackingMilliCpus() > worst.lackingMilliCpus() ? other : worst);
    }
  }

  private void add(Sample sample) {
    boolean begins = sampled++ % samplesInOne == 0;
    if (begins) {
      if (samples.size() == MOST_SAMPLES) {
        halve();
      }
      samples.add(sample);
    } else {
      samples.add(Sample.mean(samples.removeLast(), sample));
    }
  }

  private void halve() {
    List<Sample> all = List.copyOf(samples);
    samples.clear();
    for (int i = 0; i < all.size(); i += 2) {
      samples.add(Sample.mean(all.get(i), all.get(i + 1)));
    }
    samplesInOne *= 2;
  }

  /** A name is the same cell, whichever cgroup has it: as tenants are counted. */
  private int numberOf(CgroupIdentity cgroup) {
    return numberOf.computeIfAbsent(
        cgroup.name(),
        unknown -> {
          names.add(unknown);
          return names.size() - 1;
        });
  }

  // --- what the report has of it

  /** All cells that it has heard of, the root cell first. */
  public List<String> cellNames() {
    return List.copyOf(names);
  }

  /** How many plans were in force and are not among the {@link #plans}. */
  public long plansLeftOut() {
    return plansInForce - kept().size();
  }

  private List<InForce> kept() {
    List<InForce> kept = new ArrayList<>(plans);
    if (last != null && plansInForce > kept.size()) {
      kept.add(last);
    }
    return kept;
  }

  /**
   * @param cells names by number, of {@link #cellNames} all
   */
  public List<PlanStep> plans(List<String> cells, Columns columns) {
    return kept().stream().map(plan -> step(plan, cells, columns)).toList();
  }

  private PlanStep step(InForce plan, List<String> cells, Columns columns) {
    ControllerEffect.ApplyPlan order = plan.order();
    return new PlanStep(
        plan.atNs(),
        plan.plan().generation(),
        order == null
            ? List.of()
            : order.causes().stream().map(cause -> cause.name().toLowerCase(Locale.ROOT)).toList(),
        order == null ? "in force when this begins" : order.reason(),
        order == null ? 0 : order.cpusMoved(),
        columns.add(owners(plan.plan(), cells)));
  }

  private int[] owners(PublishedPlan plan, List<String> cells) {
    int[] ownerOfCpu = new int[cpuCount];
    Arrays.fill(ownerOfCpu, -1);
    plan.plan().cells().forEach(cell -> cell.primary().forEach(cpu -> ownerOfCpu[cpu] = 0));
    for (CellAssignment assignment : plan.assignments()) {
      int number = cells.indexOf(assignment.cgroup().name());
      plan.plan().primaryOf(assignment.cell()).forEach(cpu -> ownerOfCpu[cpu] = number);
    }
    return ownerOfCpu;
  }

  /** Of each cell that ever wanted more CPUs than it owned the worst, largest first. */
  public List<Shortage> shortages() {
    return worstShortage.values().stream()
        .sorted(Comparator.comparingLong(Shortage::lackingMilliCpus).reversed())
        .toList();
  }

  /** Plans in force so far. */
  public long plansInForce() {
    return plansInForce;
  }

  /** CPUs that changed hands, summed over plans. */
  public long cpusMoved() {
    return cpusMoved;
  }

  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  /**
   * The samples; null if there are none.
   *
   * @param cells names by number, of {@link #cellNames} all
   */
  public @Nullable Samples samples(List<String> cells, Columns columns) {
    if (samples.isEmpty()) {
      return null;
    }
    List<Column> demand = new ArrayList<>();
    List<Column> utilisation = new ArrayList<>();
    for (String cell : cells) {
      int number = names.indexOf(cell);
      demand.add(columns.add(column(sample -> Sample.at(sample.demandMilliCpus(), number))));
      utilisation.add(columns.add(column(sample -> Sample.at(sample.utilisationPpm(), number))));
    }
    return new Samples(columns.add(column(Sample::atNs)), demand, utilisation);
  }

  private long[] column(ToLongFunction<Sample> value) {
    return samples.stream().mapToLong(value).toArray();
  }
}
