package org.cellsched.sim.interleaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.interleaving.AllSchedules.Trial;
import org.cellsched.sim.interleaving.Interleaving.Listed;
import org.cellsched.sim.interleaving.Interleaving.Switch;
import org.junit.jupiter.api.Test;

class InterleaverTest {

  private static final int CPU = 0;
  private static final IntUnaryOperator LOCK_FREE = event -> Interleaver.LOCK_FREE;

  private final EventQueue events = new EventQueue(8);
  private final List<String> steps = new ArrayList<>();

  /** Events 1 to {@code count} are due at once; each says what it does at three places. */
  private Interleaver run(int count, IntUnaryOperator lockOf, Switch... switches) {
    Interleaver interleaver =
        new Interleaver(new Listed(List.of(switches)), events, lockOf, CPU + 1, 0);
    for (int event = 1; event <= count; event++) {
      events.schedule(event, 5);
    }
    while (!events.isEmpty()) {
      interleaver.run(events.pop(), event -> takeThreeSteps(interleaver, event));
    }
    return interleaver;
  }

  private void takeThreeSteps(Interleaver interleaver, int event) {
    steps.add(event + "a");
    interleaver.boundary();
    steps.add(event + "b");
    interleaver.boundary();
    steps.add(event + "c");
  }

  @Test
  void eventsOverlapThoughNobodySaidSo() {
    run(2, LOCK_FREE, new Switch(100, 0));
    assertThat(steps).containsExactly("1a", "1b", "1c", "2a", "2b", "2c");
  }

  @Test
  void firstOfThoseThatAreDueIsAlwaysTheSame() {
    run(2, LOCK_FREE, new Switch(0, 0));
    assertThat(steps).containsExactly("2a", "2b", "2c", "1a", "1b", "1c");
  }

  @Test
  void interruptedEventGoesOnBeforeTheOtherHasEnded() {
    run(2, LOCK_FREE, new Switch(1, 0));
    assertThat(steps).containsExactly("1a", "2a", "2b", "2c", "1b", "1c");
  }

  @Test
  void bothCannotBeHalfDone() {
    // Boundary 2 is the second event's first: the first one, which stands still, goes on there.
    run(2, LOCK_FREE, new Switch(1, 0), new Switch(2, 0));
    assertThat(steps).containsExactly("1a", "2a", "1b", "1c", "2b", "2c");
  }

  @Test
  void thirdEventIsOutOfReach() {
    run(3, LOCK_FREE, new Switch(1, 1));
    assertThat(steps).startsWith("1a", "3a", "3b", "3c", "1b");
  }

  @Test
  void eventsOfOneRunQueueOverlap() {
    run(2, event -> CPU, new Switch(1, 0), new Switch(2, 0), new Switch(3, 0));
    assertThat(steps).containsExactly("1a", "1b", "1c", "2a", "2b", "2c");
  }

  @Test
  void exclusiveEventsOverlap() {
    run(2, event -> Interleaver.EXCLUSIVE, new Switch(0, 0), new Switch(1, 0));
    assertThat(steps).containsExactly("1a", "1b", "1c", "2a", "2b", "2c");
  }

  @Test
  void lockIsTakenFromWhoeverHasIt() {
    Interleaver interleaver =
        new Interleaver(new Listed(List.of(new Switch(1, 0))), events, LOCK_FREE, CPU + 1, 0);
    events.schedule(1, 5);
    events.schedule(2, 5);
    interleaver.run(
        events.pop(),
        event -> {
          interleaver.lock(CPU);
          steps.add(event + " has it");
          interleaver.boundary();
          steps.add(event + " lets go");
          interleaver.unlock(CPU);
        });
    assertThat(steps).containsExactly("1 has it", "1 lets go", "2 has it", "2 lets go");
  }

  @Test
  void callbackIsNotAwaited() {
    Interleaver interleaver =
        new Interleaver(new Listed(List.of(new Switch(1, 0))), events, LOCK_FREE, CPU + 1, 0);
    events.schedule(1, 5);
    events.schedule(2, 5);
    interleaver.run(
        events.pop(),
        event -> {
          if (event == 2) {
            interleaver.awaitCallbacks();
            steps.add("nobody goes by what was before");
            return;
          }
          interleaver.callbackBegins();
          steps.add("reads");
          interleaver.boundary();
          steps.add("uses what it read");
          interleaver.callbackEnds();
          interleaver.boundary();
          steps.add("goes on");
        });
    assertThat(steps)
        .containsExactly("reads", "uses what it read", "goes on", "nobody goes by what was before");
  }

  @Test
  void callbackIsAwaitedBeyondItsEnd() {
    Switch interrupted = new Switch(1, 0);
    Switch atTheBoundaryBehindTheCallback = new Switch(2, 0);
    Interleaver interleaver =
        new Interleaver(
            new Listed(List.of(interrupted, atTheBoundaryBehindTheCallback)),
            events,
            LOCK_FREE,
            CPU + 1,
            0);
    events.schedule(1, 5);
    events.schedule(2, 5);
    interleaver.run(
        events.pop(),
        event -> {
          if (event == 2) {
            interleaver.awaitCallbacks();
            steps.add("nobody goes by what was before");
            return;
          }
          interleaver.callbackBegins();
          interleaver.boundary();
          steps.add("callback ends");
          interleaver.callbackEnds();
          interleaver.boundary();
          steps.add("goes on");
        });
    assertThat(steps).containsExactly("callback ends", "nobody goes by what was before", "goes on");
  }

  @Test
  void failureOfAnOverlappingEventIsLost() {
    Interleaver interleaver =
        new Interleaver(
            new Listed(List.of(new Switch(1, 0), new Switch(2, 0))), events, LOCK_FREE, CPU + 1, 0);
    events.schedule(1, 5);
    events.schedule(2, 5);
    events.schedule(3, 5);
    assertThatThrownBy(() ->
            interleaver.run(
                events.pop(),
                event -> {
                  interleaver.boundary();
                  steps.add("event " + event);
                  throw new IllegalArgumentException("event " + event);
                }))
        .isInstanceOf(IllegalArgumentException.class);
    // The others are given up where they stand.
    assertThat(steps).hasSize(1);
  }

  @Test
  void switchesThatChanceMadeCannotBeRepeated() {
    Interleaver drawn =
        new Interleaver(new Interleaving.Drawn(3, 2), events, LOCK_FREE, CPU + 1, 0);
    for (int event = 1; event < 8; event++) {
      events.schedule(event, 5);
    }
    drawn.run(events.pop(), event -> takeThreeSteps(drawn, event));
    List<String> first = List.copyOf(steps);
    steps.clear();
    while (!events.isEmpty()) {
      events.pop();
    }
    assertThat(drawn.switches()).isNotEmpty();

    EventQueue again = new EventQueue(8);
    for (int event = 1; event < 8; event++) {
      again.schedule(event, 5);
    }
    Interleaver listed =
        new Interleaver(new Listed(drawn.switches()), again, LOCK_FREE, CPU + 1, 0);
    listed.run(again.pop(), event -> takeThreeSteps(listed, event));
    assertThat(steps).isEqualTo(first);
    assertThat(listed.candidates()).isEqualTo(drawn.candidates());
  }

  /** Two events add 1 to a number, and neither does it at once. */
  private static Trial addTwice(Interleaving interleaving) {
    EventQueue queue = new EventQueue(2);
    queue.schedule(0, 1);
    queue.schedule(1, 1);
    int[] number = {0};
    Interleaver interleaver = new Interleaver(interleaving, queue, LOCK_FREE, CPU + 1, 0);
    while (!queue.isEmpty()) {
      interleaver.run(
          queue.pop(),
          event -> {
            int read = number[0];
            interleaver.boundary();
            number[0] = read + 1;
          });
    }
    return new Trial(interleaver.candidates(), number[0] == 2 ? null : "it is " + number[0]);
  }

  @Test
  void lostUpdateIsNotFound() {
    AllSchedules.Result none = AllSchedules.tryAll(InterleaverTest::addTwice, 0, 100);
    assertThat(none.runs()).isEqualTo(1);
    assertThat(none.failed()).isZero();

    // Either may begin, and the other at its boundary; where the first one did, it may go on at the
    // second's.
    AllSchedules.Result all = AllSchedules.tryAll(InterleaverTest::addTwice, 2, 100);
    assertThat(all.runs()).isEqualTo(5);
    assertThat(all.complete()).isTrue();
    assertThat(all.failed()).isEqualTo(3);
    assertThat(all.firstFailing()).containsExactly(new Switch(0, 0), new Switch(1, 0));
    assertThat(all.firstFailure()).isEqualTo("it is 1");
  }

  @Test
  void searchGoesOnBeyondItsLimit() {
    AllSchedules.Result result = AllSchedules.tryAll(InterleaverTest::addTwice, 2, 2);
    assertThat(result.runs()).isEqualTo(2);
    assertThat(result.complete()).isFalse();
  }
}
