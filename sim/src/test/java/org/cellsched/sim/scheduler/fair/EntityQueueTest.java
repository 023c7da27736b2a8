package org.cellsched.sim.scheduler.fair;

import static org.assertj.core.api.Assertions.assertThat;

import org.cellsched.sim.kernel.CgroupTree;
import org.junit.jupiter.api.Test;

class EntityQueueTest {

  private static final long US = 1_000;
  private static final long SLICE_NS = 700 * US;
  private static final long MOST_LAG_NS = 2 * SLICE_NS;

  private final FairGroup group =
      new FairGroup(new CgroupTree().root(), null, 1, SLICE_NS, MOST_LAG_NS);
  private final EntityQueue queue = group.queue(0);

  private Entity added(long weight) {
    Entity entity = new Entity(null, null);
    entity.weight = weight * (Entity.NICE_0_LOAD / 1024);
    queue.add(entity);
    return entity;
  }

  @Test
  void whoHadMoreThanItsShareGoesFirst() {
    Entity heavy = added(88_761);
    Entity light = added(1_024);
    queue.charge(heavy, 10 * US);
    // Its deadline is the earlier one, and yet it has had more than the other.
    assertThat(heavy.deadlineNs).isLessThan(light.deadlineNs);
    assertThat(queue.pick()).isSameAs(light);
    queue.charge(light, 10 * US);
    assertThat(queue.pick()).isSameAs(heavy);
  }

  @Test
  void sliceIsCutShortByWhoeverComes() {
    Entity first = added(1_024);
    queue.remove(first, true);
    queue.add(first);
    queue.start(first);
    // A new one has half a slice, and so the earlier deadline.
    Entity second = added(1_024);
    assertThat(second.deadlineNs).isLessThan(first.deadlineNs);
    assertThat(queue.pick()).isSameAs(first);
    first.unprotect();
    assertThat(queue.pick()).isSameAs(second);
  }

  @Test
  void usedUpSliceIsStillProtected() {
    Entity first = added(1_024);
    Entity second = added(1_024);
    queue.start(first);
    queue.charge(first, SLICE_NS / 2 - 1);
    queue.charge(second, SLICE_NS / 2);
    assertThat(queue.pick()).isSameAs(first);
    queue.charge(first, 1);
    assertThat(first.isProtected()).isFalse();
    assertThat(first.untilDeadlineNs()).isEqualTo(SLICE_NS);
  }

  @Test
  void equalsDoNotAlternate() {
    Entity first = added(1_024);
    Entity second = added(1_024);
    queue.start(first);
    queue.stop(first);
    assertThat(queue.pick()).isSameAs(second);
  }

  @Test
  void whatIsOwedIsUnbounded() {
    Entity starved = added(1_024);
    Entity greedy = added(1_024);
    queue.charge(greedy, 100_000 * US);
    queue.remove(starved, false);
    assertThat(starved.lagNs).isEqualTo(MOST_LAG_NS);
    queue.add(starved);
    queue.remove(greedy, false);
    assertThat(greedy.lagNs).isEqualTo(-MOST_LAG_NS);
  }

  @Test
  void owedTimeIsLostByTheWeightOfWhoIsOwedIt() {
    Entity owed = added(1_024);
    Entity other = added(1_024);
    queue.charge(other, 200 * US);
    queue.remove(owed, false);
    assertThat(owed.lagNs).isEqualTo(100 * US);
    queue.add(owed);
    assertThat(queue.averageNs() - owed.vruntimeNs).isEqualTo(100 * US);
  }

  @Test
  void sleeperOwesForEver() {
    Entity sleeper = added(1_024);
    Entity other = added(1_024);
    queue.charge(sleeper, 200 * US);
    queue.remove(sleeper, true);
    queue.charge(other, 120 * US);
    queue.add(sleeper);
    // It owed 100 us when the average stood at 100 us, and 80 are left at 120.
    assertThat(sleeper.vruntimeNs - queue.averageNs()).isEqualTo(80 * US);
    queue.remove(sleeper, true);
    queue.charge(other, 500 * US);
    queue.add(sleeper);
    assertThat(sleeper.vruntimeNs).isEqualTo(queue.averageNs());
  }

  @Test
  void sleeperOwesToAQueueThatRanEmpty() {
    Entity sleeper = added(1_024);
    Entity other = added(1_024);
    queue.charge(sleeper, 200 * US);
    queue.remove(sleeper, true);
    queue.remove(other, true);
    queue.add(other);
    queue.add(sleeper);
    assertThat(sleeper.vruntimeNs).isEqualTo(queue.averageNs());
  }

  @Test
  void newWeightChangesWhatIsOwed() {
    Entity owed = added(1_024);
    Entity other = added(1_024);
    queue.charge(other, 400 * US);
    long owedNs = queue.averageNs() - owed.vruntimeNs;
    queue.reweigh(owed, 2 * Entity.NICE_0_LOAD);
    // Half the virtual time is as much time at twice the weight.
    long averageNs = queue.averageNs();
    assertThat(queue.weight()).isEqualTo(3 * Entity.NICE_0_LOAD);
    assertThat(owed.vruntimeNs).isEqualTo(owedNs - owedNs / 2);
    assertThat(averageNs).isEqualTo((2 * owed.vruntimeNs + other.vruntimeNs) / 3);
  }

  @Test
  void whoYieldsKeepsItsSlice() {
    Entity polite = added(1_024);
    Entity other = added(1_024);
    queue.start(polite);
    queue.yield(polite);
    assertThat(queue.pick()).isSameAs(other);
    assertThat(polite.vruntimeNs).isEqualTo(SLICE_NS / 2);
    // Once it has had more than its share there is nothing to forfeit.
    queue.yield(polite);
    assertThat(polite.vruntimeNs).isEqualTo(SLICE_NS / 2);
  }
}
