package org.cellsched.sim.scenario;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an expectation can ask for. Closed: the simulator must measure each.
 *
 * <p>The unit of a value is that of its {@link #kind}: ns, plain, ppm, milli-CPUs.
 */
public enum Metric {
  CPUS("cpus", ValueKind.CPUS, Span.STATE, "CPUs the cell owns", Of.CELL),
  ID("id", ValueKind.COUNT, Span.STATE, "the cell's id", Of.CELL),
  UTILISATION(
      "utilisation",
      ValueKind.FRACTION,
      Span.WINDOW,
      "running time of the cell's tasks, borrowed CPUs included, by the capacity of its own CPUs",
      Of.CELL),
  DEMAND("demand", ValueKind.CPUS, Span.WINDOW, "mean demand that the controller saw", Of.CELL),
  CPU_TIME("cpuTime", ValueKind.DURATION, Span.WINDOW, "CPU time used", Of.CELL, Of.GROUP),
  BORROWED("borrowed", ValueKind.DURATION, Span.WINDOW, "CPU time on CPUs of others", Of.CELL),
  LENT("lent", ValueKind.DURATION, Span.WINDOW, "CPU time others used on its CPUs", Of.CELL),
  THROTTLED(
      "throttled",
      ValueKind.DURATION,
      Span.WINDOW,
      "time that its tasks waited because `cpu.max` was used up, in sum",
      Of.CELL,
      Of.GROUP),
  SWITCHES(
      "switches", ValueKind.COUNT, Span.WINDOW, "times a task was switched in", Of.CELL, Of.GROUP),
  MIGRATIONS(
      "migrations",
      ValueKind.COUNT,
      Span.WINDOW,
      "times a task went on elsewhere",
      Of.CELL,
      Of.GROUP),
  IDLE_WHILE_WAITING(
      "idleWhileWaiting",
      ValueKind.DURATION,
      Span.WINDOW,
      "time its CPUs idled beside an eligible waiting task",
      Of.CELL,
      Of.MACHINE),
  WAKEUP_MEAN(
      "wakeupLatency.mean",
      ValueKind.DURATION,
      Span.OVERALL,
      "from wakeup to CPU, mean",
      Of.CELL,
      Of.GROUP),
  WAKEUP_P50(
      "wakeupLatency.p50",
      ValueKind.DURATION,
      Span.OVERALL,
      "from wakeup to CPU, median",
      Of.CELL,
      Of.GROUP),
  WAKEUP_P90(
      "wakeupLatency.p90", ValueKind.DURATION, Span.OVERALL, "90th percentile", Of.CELL, Of.GROUP),
  WAKEUP_P99(
      "wakeupLatency.p99", ValueKind.DURATION, Span.OVERALL, "99th percentile", Of.CELL, Of.GROUP),
  WAKEUP_P999(
      "wakeupLatency.p999",
      ValueKind.DURATION,
      Span.OVERALL,
      "99.9th percentile",
      Of.CELL,
      Of.GROUP),
  WAKEUP_MAX("wakeupLatency.max", ValueKind.DURATION, Span.OVERALL, "longest", Of.CELL, Of.GROUP),
  WAKEUP_COUNT(
      "wakeupLatency.count", ValueKind.COUNT, Span.OVERALL, "number of wakeups", Of.CELL, Of.GROUP),
  REQUEST_MEAN(
      "requestLatency.mean",
      ValueKind.DURATION,
      Span.OVERALL,
      "from arrival to completion, mean",
      Of.CELL,
      Of.GROUP),
  REQUEST_P50(
      "requestLatency.p50",
      ValueKind.DURATION,
      Span.OVERALL,
      "from arrival to completion, median",
      Of.CELL,
      Of.GROUP),
  REQUEST_P90(
      "requestLatency.p90", ValueKind.DURATION, Span.OVERALL, "90th percentile", Of.CELL, Of.GROUP),
  REQUEST_P99(
      "requestLatency.p99", ValueKind.DURATION, Span.OVERALL, "99th percentile", Of.CELL, Of.GROUP),
  REQUEST_P999(
      "requestLatency.p999",
      ValueKind.DURATION,
      Span.OVERALL,
      "99.9th percentile",
      Of.CELL,
      Of.GROUP),
  REQUEST_MAX("requestLatency.max", ValueKind.DURATION, Span.OVERALL, "longest", Of.CELL, Of.GROUP),
  REQUEST_COUNT(
      "requestLatency.count",
      ValueKind.COUNT,
      Span.OVERALL,
      "requests completed",
      Of.CELL,
      Of.GROUP),
  PLANS_COMPUTED("computed", ValueKind.COUNT, Span.WINDOW, "plans computed", Of.PLANS),
  PLANS_APPLIED("applied", ValueKind.COUNT, Span.WINDOW, "plans applied", Of.PLANS),
  PLANS_REFUSED("refused", ValueKind.COUNT, Span.WINDOW, "plans refused", Of.PLANS),
  CPUS_MOVED("cpusMoved", ValueKind.COUNT, Span.WINDOW, "CPUs that changed owner", Of.PLANS),
  PLANS_BY_LIFECYCLE(
      "lifecycle", ValueKind.COUNT, Span.WINDOW, "plans because cells came or went", Of.PLANS),
  PLANS_BY_CPUSET(
      "cpuset", ValueKind.COUNT, Span.WINDOW, "plans because cpusets changed", Of.PLANS),
  PLANS_BY_DEMAND("demand", ValueKind.COUNT, Span.WINDOW, "plans because demand moved", Of.PLANS),
  PLANS_BY_HOTPLUG(
      "hotplug", ValueKind.COUNT, Span.WINDOW, "plans because CPUs came or went", Of.PLANS),
  VIOLATIONS("", ValueKind.COUNT, Span.WINDOW, "invariants broken", Of.VIOLATIONS),
  MACHINE_IDLE(
      "idle", ValueKind.FRACTION, Span.WINDOW, "idle share of the machine's CPU time", Of.MACHINE);

  /** What a metric belongs to. */
  public enum Of {
    CELL("cells"),
    GROUP("task groups"),
    PLANS("`plans`"),
    VIOLATIONS("`violations`"),
    MACHINE("`machine`");

    private final String plural;

    Of(String plural) {
      this.plural = plural;
    }

    /** Such as {@code cells}, for messages. */
    public String plural() {
      return plural;
    }
  }

  /** Of which times it can be asked. */
  public enum Span {
    /** A value at each moment: {@code at T}, {@code at end}; without either, the end. */
    STATE,
    /** Summed over time: {@code from A to B}; {@code at T}: from 0 to T; without, the whole run. */
    WINDOW,
    /** Of the whole run only: a histogram is not kept by time. */
    OVERALL
  }

  private final String path;
  private final ValueKind kind;
  private final Span span;
  private final String meaning;
  private final EnumSet<Of> subjects;

  Metric(String path, ValueKind kind, Span span, String meaning, Of subject, Of... others) {
    this.path = path;
    this.kind = kind;
    this.span = span;
    this.meaning = meaning;
    this.subjects = EnumSet.of(subject, others);
  }

  /** What follows the subject and a dot, such as {@code wakeupLatency.p99}; empty for none. */
  public String path() {
    return path;
  }

  public ValueKind kind() {
    return kind;
  }

  public Span span() {
    return span;
  }

  /** One line for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** What it can be asked of. A copy. */
  public Set<Of> subjects() {
    return subjects.clone();
  }
}
