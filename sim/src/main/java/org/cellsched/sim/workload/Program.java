package org.cellsched.sim.workload;

import java.util.List;
import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What a task does, step by step, with others: a list of phases, repeated.
 *
 * <p>Mutexes, conditions, barriers and pipes are known by name in the whole scenario, as if all
 * tasks belonged to one process.
 *
 * @param loops how often the phases are gone through; {@link #FOR_EVER}
 */
public record Program(long loops, List<Phase> phases) {

  /** A number of loops without end. */
  public static final long FOR_EVER = -1;

  public Program {
    phases = List.copyOf(phases);
  }

  /**
   * Steps that are repeated before the next phase begins, and how the task is scheduled from the
   * phase's begin on.
   *
   * @param loops how often the steps are gone through; {@link #FOR_EVER}
   * @param affinity where the task may run from here on, empty for everywhere; null: as before
   * @param nice null: as before
   * @param cell path of the cgroup it moves to; null: stays
   */
  public record Phase(
      long loops,
      @Nullable Optional<CpuMask> affinity,
      @Nullable Integer nice,
      @Nullable String cell,
      List<Step> steps) {
    public Phase {
      steps = List.copyOf(steps);
    }
  }

  /** One thing that a task does. Closed: the simulator must know how to do each. */
  public sealed interface Step {}

  /** Uses the CPU. */
  public record Run(Distribution time) implements Step {}

  /** Sleeps. */
  public record Sleep(Distribution time) implements Step {}

  /**
   * Sleeps until a period has passed since this timer was last due; the first period begins when
   * the task starts. A time that has passed already does not make the task wait: then a relative
   * timer counts the next period from now, an absolute one from when it was due.
   *
   * @param shared whether all tasks that name it use one and the same timer
   */
  public record Timer(String name, long periodNs, boolean absolute, boolean shared)
      implements Step {}

  /**
   * Takes a mutex, or sleeps until it may be free and tries again, behind those that sleep for it
   * already. Like a futex, a mutex goes to whoever asks first once it is free.
   */
  public record Lock(String mutex) implements Step {}

  /** Gives a mutex back and wakes the first that sleeps for it. */
  public record Unlock(String mutex) implements Step {}

  /** Gives the mutex back, sleeps until the condition is signalled, and takes the mutex again. */
  public record Await(String condition, String mutex) implements Step {}

  /** Wakes the first that waits for the condition, if there is one. */
  public record Signal(String condition) implements Step {}

  /** Wakes all that wait for the condition. */
  public record Broadcast(String condition) implements Step {}

  /** Sleeps until as many tasks have come to the barrier as name it. */
  public record Barrier(String name) implements Step {}

  /** Sleeps until somebody resumes the name; what was resumed before does not count. */
  public record Suspend(String name) implements Step {}

  /** Wakes all that are suspended under the name. */
  public record Resume(String name) implements Step {}

  /** Lets others go first (sched_yield). */
  public record Yield() implements Step {}

  /** Writes a message to a pipe; sleeps while it is full. */
  public record Write(String pipe) implements Step {}

  /** Reads a message from a pipe; sleeps while it is empty. */
  public record Read(String pipe) implements Step {}

  /** Starts one more task of a group whose tasks are forked. */
  public record Fork(String group) implements Step {}

  /** All steps of all phases in order. */
  public List<Step> steps() {
    return phases.stream().flatMap(phase -> phase.steps().stream()).toList();
  }
}
