package org.cellsched.sim.kernel;

import org.jspecify.annotations.Nullable;

/** A CPU of the simulated machine and where its time went. Fields change only inside the kernel. */
public final class Cpu {

  /** What a CPU is doing. */
  public enum State {
    IDLE,
    /** Runs a task or switches to it. */
    BUSY,
    /** A higher scheduling class has it. */
    TAKEN,
    OFFLINE;

    /** Whether it uses its core's throughput. */
    boolean computes() {
      return this == BUSY || this == TAKEN;
    }
  }

  private final int id;

  /** Tasks that run here next, in order: the kernel's local DSQ. */
  final DispatchQueue local = new DispatchQueue();

  State state = State.IDLE;
  @Nullable Task current;

  /** From when on {@link #current} runs uncharged; in the future during switch or interrupt. */
  long runsFromNs;

  /** How fast work gets done: less than full while an SMT sibling is busy. */
  int speedPpm = CoreSharing.FULL_SPEED_PPM;

  /** Whether an interrupt that asks for a switch is on its way. */
  boolean switchRequested;

  /** Whether it is about to choose what it runs next (__schedule): it may go idle. */
  boolean choosing;

  /** The task whose slice that interrupt ends: the one that ran when it was sent. */
  @Nullable Task preemptee;

  /** Whether it goes on to what comes next because an interrupt ended the slice. */
  boolean preempting;

  private long stateSinceNs;
  private final long[] timeIn = new long[State.values().length];
  long ranNs;

  /** Switches, migration costs included. */
  final Overhead switching = new Overhead();

  final Overhead interrupts = new Overhead();

  /** Time in interrupts up to the last change of state. */
  private long interruptedBeforeNs;

  Cpu(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  public State state() {
    return state;
  }

  /** The task it runs or switches to, or null. */
  public @Nullable Task current() {
    return current;
  }

  /** Whether the task that stops was preempted: its slice was ended, not used up. */
  public boolean isPreempting() {
    return preempting;
  }

  public int localQueued() {
    return local.size();
  }

  /** Whether the task is in the local queue: no other CPU can run it. */
  public boolean keeps(Task task) {
    return task.queue == local;
  }

  /** Whether the task waits here until a higher class, which took the CPU, gives it back. */
  public boolean detains(Task task) {
    return state == State.TAKEN && keeps(task);
  }

  /** Time in a state up to {@code nowNs}, interrupts left out. */
  public long timeInNs(State asked, long nowNs) {
    return timeIn[asked.ordinal()] + (asked == state ? sinceChangeNs(nowNs) : 0);
  }

  private long sinceChangeNs(long nowNs) {
    return nowNs - stateSinceNs - (interrupts.upToNs(nowNs) - interruptedBeforeNs);
  }

  /** Time in interrupts up to {@code nowNs}. */
  public long interruptedNs(long nowNs) {
    return interrupts.upToNs(nowNs);
  }

  /** Time that tasks ran, up to the last charge. */
  public long ranNs() {
    return ranNs;
  }

  /** Time spent on switches up to {@code nowNs}, migration costs included. */
  public long switchingNs(long nowNs) {
    return switching.upToNs(nowNs);
  }

  /** From when on it takes an interrupt that asks for a switch; in the past if it does now. */
  long attentiveFromNs() {
    return Math.max(runsFromNs, interrupts.endNs());
  }

  void enter(State next, long nowNs) {
    interrupts.cut(nowNs);
    timeIn[state.ordinal()] += sinceChangeNs(nowNs);
    stateSinceNs = nowNs;
    interruptedBeforeNs = interrupts.upToNs(nowNs);
    state = next;
  }

  @Override
  public String toString() {
    return "CPU " + id;
  }
}
