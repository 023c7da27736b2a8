package org.cellsched.sim.interleaving;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.interleaving.Interleaving.Switch;
import org.cellsched.sim.kernel.Overlap;
import org.jspecify.annotations.Nullable;

/**
 * Lets the events of one instant overlap. Simulated time does not pass within a callback, so what
 * can overlap is what is due at one time; an event may be interrupted at a boundary by one whose
 * lock is free, which runs until it is interrupted itself or has ended. Before time goes on, all
 * have ended.
 *
 * <p>Deterministic: the choice at each boundary depends on nothing but the {@link Interleaving} and
 * what happened before. Only the thread that has the baton runs; a switch costs some microseconds,
 * a boundary at which nothing else is due costs nothing.
 */
public final class Interleaver implements Overlap {

  /** An event that needs no lock. */
  public static final int LOCK_FREE = -1;

  /** An event that neither interrupts others nor is interrupted. */
  public static final int EXCLUSIVE = -2;

  private final EventQueue events;
  private final IntUnaryOperator lockOf;
  private final Choices choices;
  private final @Nullable Actor[] holders;
  private final int[] depths;
  private final int firstTaskLock;

  /** Who stands still, the one that began to last at the end. */
  private final List<Actor> standing = new ArrayList<>();

  private final Actor base = new Actor();
  private Actor running = base;
  private IntConsumer handler = event -> {};
  private @Nullable Throwable failure;

  /**
   * @param lockOf the number of the lock that an event holds while it is handled, {@link
   *     #LOCK_FREE} or {@link #EXCLUSIVE}
   * @param lockCount locks are numbered from 0; those of the run queues by CPU
   * @param taskCount how many tasks there are, each with a lock of its own
   */
  public Interleaver(
      Interleaving interleaving,
      EventQueue events,
      IntUnaryOperator lockOf,
      int lockCount,
      int taskCount) {
    this.events = events;
    this.lockOf = lockOf;
    choices = new Choices(interleaving);
    firstTaskLock = lockCount;
    holders = new @Nullable Actor[lockCount + taskCount];
    depths = new int[lockCount + taskCount];
    // What is not an event's doing overlaps with nothing.
    base.pauses = 1;
  }

  /**
   * Does something on a thread like those of interrupted events: the baton then goes from one to
   * the other without a switch of the operating system's.
   *
   * @param run what it throws is thrown here
   */
  public static <T> T onOneOfTheirThreads(Supplier<T> run) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(run.get());
          } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      } else if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /**
   * Handles an event that was popped, or another one of this instant in its place, and whatever
   * overlaps with it.
   *
   * @param eventHandler handles one event; what it throws is thrown here
   */
  public void run(int event, IntConsumer eventHandler) {
    handler = eventHandler;
    resume();
    try {
      handle(lockOf.applyAsInt(event) == EXCLUSIVE ? event : first(event));
      while (!standing.isEmpty()) {
        switchTo(standing.removeLast());
      }
      pause();
    } catch (Throwable thrown) {
      abandon();
      throw thrown;
    }
  }

  /** Which of the events of this instant begins: the one that was popped, or another. */
  private int first(int popped) {
    int[] others = events.nextTimeNs() == events.nowNs() ? due() : new int[0];
    int to = others.length == 0 ? Choices.GO_ON : choices.next(others.length);
    if (to == Choices.GO_ON) {
      return popped;
    }
    events.schedule(popped, events.nowNs());
    events.cancel(others[to]);
    return others[to];
  }

  private void handle(int event) {
    int lock = lockOf.applyAsInt(event);
    if (lock == EXCLUSIVE) {
      pause();
      handler.accept(event);
      resume();
    } else if (lock == LOCK_FREE) {
      handler.accept(event);
    } else {
      lock(lock);
      handler.accept(event);
      unlock(lock);
    }
  }

  @Override
  public void boundary() {
    boolean alone = standing.isEmpty() && events.nextTimeNs() != events.nowNs();
    if (alone || running.pauses > 0) {
      return;
    }
    List<Actor> able = able();
    int[] due = due();
    int count = able.size() + due.length;
    int to = count == 0 ? Choices.GO_ON : choices.next(count);
    if (to == Choices.GO_ON) {
      return;
    }
    Actor interrupted = running;
    if (to < able.size()) {
      standing.remove(able.get(to));
      standing.add(interrupted);
      switchTo(able.get(to));
    } else {
      standing.add(interrupted);
      begin(due[to - able.size()]);
    }
  }

  /** Those that stand still and could go on, the one that began to last first. */
  private List<Actor> able() {
    List<Actor> able = new ArrayList<>();
    for (int place = standing.size() - 1; place >= 0; place--) {
      if (isAble(standing.get(place))) {
        able.add(standing.get(place));
      }
    }
    return able;
  }

  private boolean isAble(Actor actor) {
    boolean locked = actor.waitsFor != Actor.NOTHING && holders[actor.waitsFor] != null;
    return !locked && !actor.awaitsCallback();
  }

  /** Events of this instant that need no lock, or one that is free, in their order. */
  private int[] due() {
    int[] due = events.due();
    int count = 0;
    for (int event : due) {
      if (mayBegin(event)) {
        due[count++] = event;
      }
    }
    return Arrays.copyOf(due, count);
  }

  private boolean mayBegin(int event) {
    int lock = lockOf.applyAsInt(event);
    return lock == LOCK_FREE || (lock != EXCLUSIVE && holders[lock] == null);
  }

  /** Begins an event of this instant and stands still until the baton comes back. */
  private void begin(int event) {
    events.cancel(event);
    Actor self = running;
    running = new Actor();
    Thread.ofVirtual().start(() -> live(event));
    standStill(self);
  }

  private void live(int event) {
    try {
      handle(event);
    } catch (Abandoned abandoned) {
      return;
    } catch (Throwable thrown) {
      failure = thrown;
    }
    Actor next = standing.isEmpty() || failure != null ? base : standing.removeLast();
    running = next;
    next.wakeUp();
  }

  private void switchTo(Actor next) {
    Actor self = running;
    running = next;
    next.wakeUp();
    standStill(self);
  }

  /** Returns once the actor has the baton again. */
  private void standStill(Actor actor) {
    actor.standStill();
    Throwable thrown = failure;
    if (actor != base && thrown != null) {
      throw new Abandoned();
    } else if (thrown instanceof RuntimeException exception) {
      throw exception;
    } else if (thrown instanceof Error error) {
      throw error;
    }
  }

  /** The run ends: nobody stands still for ever. */
  private void abandon() {
    failure = failure == null ? new Abandoned() : failure;
    for (Actor actor : standing) {
      if (actor != base) {
        actor.wakeUp();
      }
    }
    standing.clear();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where whoever has the lock stands still for one of ours, it is taken as free: the model
   * holds a run queue's lock throughout an event, the kernel lets go of it before it takes another.
   */
  @Override
  public void lock(int lock) {
    Actor self = running;
    Actor holder = holders[lock];
    while (holder != null && holder != self && !standsStillFor(holder, self)) {
      self.waitsFor = lock;
      standing.remove(holder);
      standing.add(self);
      switchTo(holder);
      holder = holders[lock];
    }
    self.waitsFor = Actor.NOTHING;
    if (holder == null) {
      holders[lock] = self;
    }
    if (holders[lock] == self) {
      depths[lock]++;
    }
  }

  private boolean standsStillFor(Actor actor, Actor other) {
    Actor at = actor;
    while (at != other && at.waitsFor != Actor.NOTHING && holders[at.waitsFor] != null) {
      at = holders[at.waitsFor];
    }
    return at == other;
  }

  @Override
  public void unlock(int lock) {
    if (holders[lock] == running && --depths[lock] == 0) {
      holders[lock] = null;
    }
  }

  @Override
  public void lockTask(int task) {
    lock(firstTaskLock + task);
  }

  @Override
  public void unlockTask(int task) {
    unlock(firstTaskLock + task);
  }

  @Override
  public void pause() {
    running.pauses++;
  }

  @Override
  public void resume() {
    running.pauses--;
  }

  @Override
  public void callbackBegins() {
    running.callbackBegins();
  }

  @Override
  public void callbackEnds() {
    running.callbackEnds();
  }

  @Override
  public void awaitCallbacks() {
    Actor self = running;
    for (Actor other : List.copyOf(standing)) {
      self.awaitCallbackOf(other);
      while (self.awaitsCallback()) {
        standing.remove(other);
        standing.add(self);
        switchTo(other);
      }
    }
  }

  /** By boundary so far: how many others could have gone on there. */
  public List<Integer> candidates() {
    return List.copyOf(choices.candidates());
  }

  /** The switches so far: as a {@link Interleaving.Listed} they make the same run. */
  public List<Switch> switches() {
    return List.copyOf(choices.made());
  }

  /** Unwinds the stack of an event whose run has ended. */
  private static final class Abandoned extends Error {

    private static final long serialVersionUID = 1;

    Abandoned() {
      super("the run has ended", null, false, false);
    }
  }
}
