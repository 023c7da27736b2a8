package org.cellsched.sim.workload;

import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.engine.RandomStream;
import org.cellsched.sim.kernel.Programs;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/** One task's way through its {@link Program}. */
final class ProgramRun {

  /** So many steps without any time between them mean that time would never pass. */
  private static final int MOST_STEPS_AT_ONCE = 100_000;

  private static final int BEFORE_FIRST_STEP = -1;

  private final Program program;
  private final MeetingPoints meetingPoints;
  private final Surroundings surroundings;

  /** By number of the step in the program: its random times; null where it has none. */
  private final @Nullable Variate[] times;

  private final long[] draws;
  private final Map<String, Long> ownTimersDueNs = new TreeMap<>();
  private long startedNs;

  private int phase;
  private int step = BEFORE_FIRST_STEP;

  /** Number in the program of the phase's first step. */
  private int firstStepOfPhase;

  private long phaseLoops;
  private long programLoops;
  private int stepsAtOnce;

  /** Whether the condition that the task waited for came, and it wants the mutex back. */
  private boolean wantsMutexBack;

  private long wakeAtNs;

  ProgramRun(
      Program program,
      MeetingPoints meetingPoints,
      Surroundings surroundings,
      long seed,
      String taskName) {
    this.program = program;
    this.meetingPoints = meetingPoints;
    this.surroundings = surroundings;
    times = new @Nullable Variate[program.steps().size()];
    draws = new long[times.length];
    for (int i = 0; i < times.length; i++) {
      RandomStream stream = new RandomStream(seed, taskName, "step " + i);
      times[i] =
          switch (program.steps().get(i)) {
            case Program.Run run -> new Variate(run.time(), stream);
            case Program.Sleep sleep -> new Variate(sleep.time(), stream);
            default -> null;
          };
    }
  }

  void started(long nowNs) {
    startedNs = nowNs;
  }

  /** When the task wants to wake that was just told to sleep. */
  long wakeAtNs() {
    return wakeAtNs;
  }

  /** Does steps until one takes time. */
  Programs.Step next(Task task, long nowNs) {
    while (true) {
      if (++stepsAtOnce > MOST_STEPS_AT_ONCE) {
        throw new ProgramFault(
            "%s does %d steps of its program at once, and time does not pass; add a `run`"
                .formatted(task, MOST_STEPS_AT_ONCE));
      }
      if (step == BEFORE_FIRST_STEP) {
        step = 0;
        if (enterPhase(task)) {
          return Programs.Step.RUN;
        }
      }
      if (step == current().steps().size()) {
        if (!finishPhase()) {
          return Programs.Step.EXIT;
        }
        continue;
      }
      Programs.Step outcome = perform(task, current().steps().get(step), nowNs);
      if (outcome != null) {
        return outcome;
      }
    }
  }

  private Program.Phase current() {
    return program.phases().get(phase);
  }

  /** Answers whether the task was given a chance to leave its CPU. */
  private boolean enterPhase(Task task) {
    Program.Phase entered = current();
    if (entered.nice() != null) {
      surroundings.setNice(task, entered.nice());
    }
    if (entered.cell() != null) {
      surroundings.move(task, entered.cell());
    }
    if (entered.affinity() != null) {
      surroundings.setAffinity(task, entered.affinity());
    }
    task.giveWork(0);
    return entered.cell() != null || entered.affinity() != null;
  }

  /** The phase's steps are done; answers whether something is left to do. */
  private boolean finishPhase() {
    step = 0;
    phaseLoops++;
    if (current().loops() == Program.FOR_EVER || phaseLoops < current().loops()) {
      return true;
    }
    phaseLoops = 0;
    firstStepOfPhase += current().steps().size();
    phase++;
    step = BEFORE_FIRST_STEP;
    if (phase < program.phases().size()) {
      return true;
    }
    phase = 0;
    firstStepOfPhase = 0;
    programLoops++;
    return program.loops() == Program.FOR_EVER || programLoops < program.loops();
  }

  /** Does one step, or a part of it; null where the next may follow at once. */
  private Programs.@Nullable Step perform(Task task, Program.Step doing, long nowNs) {
    return switch (doing) {
      case Program.Run run -> {
        task.giveWork(Math.max(1, draw()));
        goOn();
        stepsAtOnce = 0;
        yield Programs.Step.RUN;
      }
      case Program.Sleep sleep -> sleepUntil(nowNs + draw(), nowNs);
      case Program.Timer timer -> sleepUntil(dueNs(timer, nowNs), nowNs);
      case Program.Lock lock -> lock(task, meetingPoints.mutex(lock.mutex()));
      case Program.Unlock unlock -> {
        unlock(task, unlock.mutex());
        yield goOn();
      }
      case Program.Await await -> await(task, await);
      case Program.Signal signal -> {
        wakeFirst(meetingPoints.condition(signal.condition()));
        yield goOn();
      }
      case Program.Broadcast broadcast -> {
        wakeAll(meetingPoints.condition(broadcast.condition()));
        yield goOn();
      }
      case Program.Barrier barrier -> meet(task, meetingPoints.barrier(barrier.name()));
      case Program.Suspend suspend -> {
        goOn();
        yield sleepIn(meetingPoints.suspended(suspend.name()), task);
      }
      case Program.Resume resume -> {
        wakeAll(meetingPoints.suspended(resume.name()));
        yield goOn();
      }
      case Program.Yield yielding -> {
        goOn();
        yield Programs.Step.YIELD;
      }
      case Program.Write write -> write(task, meetingPoints.pipe(write.pipe()));
      case Program.Read read -> read(task, meetingPoints.pipe(read.pipe()));
      case Program.Fork fork -> {
        surroundings.fork(fork.group());
        yield goOn();
      }
    };
  }

  private Programs.@Nullable Step goOn() {
    step++;
    return null;
  }

  /** The next random time of the step at hand. */
  private long draw() {
    int number = firstStepOfPhase + step;
    Variate time = times[number];
    if (time == null) {
      throw new IllegalStateException("step " + number + " has no time");
    }
    return time.drawNs(draws[number]++);
  }

  private Programs.@Nullable Step sleepUntil(long timeNs, long nowNs) {
    goOn();
    if (timeNs <= nowNs) {
      return null;
    }
    wakeAtNs = timeNs;
    stepsAtOnce = 0;
    return timeNs > EventQueue.MAX_TIME_NS ? Programs.Step.WAIT : Programs.Step.SLEEP;
  }

  private Programs.Step sleepIn(Deque<Task> sleepers, Task task) {
    sleepers.add(task);
    stepsAtOnce = 0;
    return Programs.Step.WAIT;
  }

  private long dueNs(Program.Timer timer, long nowNs) {
    Map<String, Long> dueByName =
        timer.shared() ? meetingPoints.sharedTimersDueNs() : ownTimersDueNs;
    long dueNs = dueByName.getOrDefault(timer.name(), startedNs) + timer.periodNs();
    dueByName.put(timer.name(), timer.absolute() ? dueNs : Math.max(dueNs, nowNs));
    return dueNs;
  }

  private Programs.@Nullable Step lock(Task task, MeetingPoints.Mutex mutex) {
    if (mutex.holder != null) {
      if (mutex.holder == task) {
        throw new ProgramFault(task + " locks a mutex that it has already, and waits for ever");
      }
      return sleepIn(mutex.sleepers, task);
    }
    mutex.holder = task;
    return goOn();
  }

  private void unlock(Task task, String name) {
    MeetingPoints.Mutex mutex = meetingPoints.mutex(name);
    if (mutex.holder != task) {
      throw new ProgramFault(
          "%s unlocks the mutex %s, which %s"
              .formatted(
                  task, name, mutex.holder == null ? "is free" : mutex.holder + " has locked"));
    }
    mutex.holder = null;
    wakeFirst(mutex.sleepers);
  }

  private Programs.@Nullable Step await(Task task, Program.Await await) {
    if (wantsMutexBack) {
      Programs.Step outcome = lock(task, meetingPoints.mutex(await.mutex()));
      wantsMutexBack = outcome != null;
      return outcome;
    }
    wantsMutexBack = true;
    unlock(task, await.mutex());
    return sleepIn(meetingPoints.condition(await.condition()), task);
  }

  private Programs.@Nullable Step meet(Task task, MeetingPoints.Barrier barrier) {
    goOn();
    if (barrier.sleepers.size() + 1 < barrier.parties) {
      return sleepIn(barrier.sleepers, task);
    }
    wakeAll(barrier.sleepers);
    return null;
  }

  private Programs.@Nullable Step write(Task task, MeetingPoints.Pipe pipe) {
    if (pipe.messages == MeetingPoints.Pipe.CAPACITY) {
      return sleepIn(pipe.writers, task);
    }
    pipe.messages++;
    wakeFirst(pipe.readers);
    return goOn();
  }

  private Programs.@Nullable Step read(Task task, MeetingPoints.Pipe pipe) {
    if (pipe.messages == 0) {
      return sleepIn(pipe.readers, task);
    }
    pipe.messages--;
    wakeFirst(pipe.writers);
    return goOn();
  }

  private void wakeFirst(Deque<Task> sleepers) {
    Task first = sleepers.poll();
    if (first != null) {
      surroundings.wake(first);
    }
  }

  private void wakeAll(Deque<Task> sleepers) {
    for (int left = sleepers.size(); left > 0; left--) {
      wakeFirst(sleepers);
    }
  }

  /** The task has ended: what it held is free. */
  void ended(Task task) {
    for (MeetingPoints.Mutex mutex : meetingPoints.forget(task)) {
      wakeFirst(mutex.sleepers);
    }
  }
}
