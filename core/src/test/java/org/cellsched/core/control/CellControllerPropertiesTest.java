package org.cellsched.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.jspecify.annotations.Nullable;

/** What holds whatever a host does; jqwik prints the seed of a failure. */
class CellControllerPropertiesTest {

  private static final int INPUTS = 120;

  private static final ControllerConfig CONFIG =
      TestHost.config(new RebalanceConfig(100_000, 1_000_000_000L, 300_000), "c7");

  private static CellController controller() {
    return new CellController(
        CONFIG, TestHost.machine(RandomInputs.CPUS), CpuMask.firstCpus(RandomInputs.CPUS));
  }

  /** An eventful past; answers when it ends. */
  private static long lead(CellController controller, RandomInputs inputs) {
    long nowNs = 0;
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = inputs.next();
      nowNs = timed.nowNs();
      inputs.take(controller.on(timed.input(), nowNs));
    }
    return nowNs;
  }

  @Property(tries = 400)
  void dataPlaneIsToldWhatItMustNotBeTold(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    PublishedPlansChecker checker = new PublishedPlansChecker();
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      checker.see(timed.input(), timed.nowNs());
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      effects.forEach(effect -> checker.see(effect, timed.nowNs()));
      host.take(effects);
    }
  }

  @Property(tries = 100)
  void restoringChangesSomething(
      @ForAll long seed, @ForAll @IntRange(max = INPUTS - 1) int restoreAt) {
    CellController original = controller();
    CellController restored = original;
    RandomInputs host = new RandomInputs(seed);
    for (int i = 0; i < INPUTS; i++) {
      if (i == restoreAt) {
        restored =
            CellController.restore(
                CONFIG, TestHost.machine(RandomInputs.CPUS), original.checkpoint());
        assertThat(restored.checkpoint()).isEqualTo(original.checkpoint());
        assertThat(restored.cells()).isEqualTo(original.cells());
      }
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = original.on(timed.input(), timed.nowNs());
      if (i >= restoreAt) {
        assertThat(restored.on(timed.input(), timed.nowNs())).isEqualTo(effects);
        assertThat(restored.checkpoint()).isEqualTo(original.checkpoint());
      }
      host.take(effects);
    }
  }

  @Property(tries = 100)
  void equalSnapshotChangesSomething(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      host.take(effects);
      if (timed.input() instanceof ControllerInput.CgroupsListed(List<CgroupState> children)) {
        ControllerCheckpoint before = controller.checkpoint();
        List<CgroupState> again = new ArrayList<>(children);
        Collections.shuffle(again, new Random(seed + i));
        assertThat(controller.on(new ControllerInput.CgroupsListed(again), timed.nowNs()))
            .isEmpty();
        assertThat(controller.checkpoint()).isEqualTo(before);
      }
    }
  }

  @Property(tries = 100)
  void orderOfCgroupsInASnapshotDecidesSomething(@ForAll long seed) {
    CellController one = controller();
    CellController other = controller();
    RandomInputs host = new RandomInputs(seed);
    Random shuffling = new Random(seed);
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      ControllerInput input = timed.input();
      if (input instanceof ControllerInput.CgroupsListed(List<CgroupState> children)) {
        List<CgroupState> shuffled = new ArrayList<>(children);
        Collections.shuffle(shuffled, shuffling);
        input = new ControllerInput.CgroupsListed(shuffled);
      }
      List<ControllerEffect> effects = one.on(timed.input(), timed.nowNs());
      assertThat(other.on(input, timed.nowNs())).isEqualTo(effects);
      host.take(effects);
    }
  }

  /** However it came to its state: once the world holds still, so do the plans. */
  @Property(tries = 100)
  void quietWorldSeesPlansForEver(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs inputs = new RandomInputs(seed);
    long nowNs = lead(controller, inputs);
    TestHost host = new TestHost(controller);
    host.nowNs = nowNs;
    host.send(new ControllerInput.CgroupsListed(inputs.shuffledChildren()));
    host.send(new ControllerInput.Woken());
    host.advance(RetryBackoff.MAX_DELAY_NS + DebounceConfig.DEFAULT.maxDelayNs());
    int plans = host.plans.size();
    host.advance(1_000_000_000_000L);
    assertThat(host.plans).hasSize(plans);
    IssuedPlans known = controller.checkpoint().plans();
    assertThat(known.inFlight()).isNull();
    assertThat(known.isUncertain()).isFalse();
  }

  /** Told the same in the end, a controller that never saw what was before serves as many. */
  @Property(tries = 100)
  void cellsDependOnWhatIsGone(@ForAll long seed) {
    CellController old = controller();
    RandomInputs inputs = new RandomInputs(seed);
    long nowNs = lead(old, inputs);
    List<CgroupState> readable =
        inputs.shuffledChildren().stream()
            .filter(child -> !(child.cpuset() instanceof CpusetReading.Unreadable))
            .toList();
    CpuMask online = old.checkpoint().online();
    CellController fresh = new CellController(CONFIG, TestHost.machine(RandomInputs.CPUS), online);

    List<CgroupIdentity> servedByOld = served(old, readable, nowNs);
    List<CgroupIdentity> servedByFresh = served(fresh, readable, nowNs);

    assertThat(servedByOld).hasSameSizeAs(servedByFresh);
    if (fresh.status().demoted().isEmpty()) {
      assertThat(servedByOld).containsExactlyInAnyOrderElementsOf(servedByFresh);
    }
  }

  /** The cgroups that have a cell once all is settled. */
  private static List<CgroupIdentity> served(
      CellController controller, List<CgroupState> children, long nowNs) {
    TestHost host = new TestHost(controller);
    host.nowNs = nowNs;
    host.send(new ControllerInput.CgroupsListed(children));
    host.send(new ControllerInput.Woken());
    host.advance(RetryBackoff.MAX_DELAY_NS + DebounceConfig.DEFAULT.maxDelayNs());
    PublishedPlan applied = controller.status().applied();
    return applied == null
        ? List.of()
        : applied.assignments().stream().map(CellAssignment::cgroup).toList();
  }

  @Property(tries = 100)
  void oneBadCgroupFreezesTheOthers(@ForAll long seed) {
    Random random = new Random(seed);
    TestHost host = TestHost.of(RandomInputs.CPUS, null);
    CpusetReading bad =
        switch (random.nextInt(3)) {
          case 0 -> new CpusetReading.Unreadable("at random");
          case 1 -> new CpusetReading.Limited(CpuMask.none());
          default -> new CpusetReading.Limited(CpuMask.of(RandomInputs.CPUS + 3));
        };
    host.create("bad", bad).list();
    List<String> good = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      if (good.size() > 8 || (good.size() > 4 && random.nextBoolean())) {
        host.remove(good.remove(random.nextInt(good.size())));
      } else {
        good.add("good" + step);
        host.create("good" + step);
      }
      host.list();
      host.advance(DebounceConfig.DEFAULT.maxDelayNs());
      assertThat(host.lastPlan().stream().skip(1).map(line -> line.split(":", 2)[0]))
          .as("seed %d, step %d", seed, step)
          .containsExactlyInAnyOrderElementsOf(good);
    }
  }

  @Property(tries = 100)
  void movesAreMiscountedOrAPlanMovesNothing(@ForAll long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    for (int i = 0; i < INPUTS; i++) {
      PublishedPlan before = controller.status().applied();
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      host.take(effects);
      for (ControllerEffect effect : effects) {
        if (effect instanceof ApplyPlan apply && before != null) {
          // The input may have been the answer that put another plan in force.
          PublishedPlan inForce = Objects.requireNonNull(controller.status().applied());
          int moved = moved(inForce, apply.plan());
          // An older plan that was not answered may be in force.
          boolean certain = controller.checkpoint().plans().overdue().isEmpty();
          assertThat(apply.cpusMoved()).isEqualTo(moved);
          assertThat(
                  moved > 0
                      || !inForce.assignments().equals(apply.plan().assignments())
                      || !inForce.plan().equals(apply.plan().plan())
                      || !certain)
              .as("plan %d changes something", apply.plan().generation())
              .isTrue();
        }
      }
    }
  }

  private static int moved(PublishedPlan before, PublishedPlan after) {
    int moved = 0;
    for (int cpu = 0; cpu < RandomInputs.CPUS; cpu++) {
      CellId owner = ownerOf(before, cpu);
      CellId next = ownerOf(after, cpu);
      moved += owner == null || next == null || owner.equals(next) ? 0 : 1;
    }
    return moved;
  }

  private static @Nullable CellId ownerOf(PublishedPlan plan, int cpu) {
    return plan.plan().cells().stream()
        .filter(cell -> cell.primary().contains(cpu))
        .map(CellAllocation::id)
        .findFirst()
        .orElse(null);
  }

  @Property(tries = 20)
  void effectsDependOnMoreThanTheInputs(@ForAll long seed) {
    assertThat(history(seed)).isEqualTo(history(seed));
  }

  private static List<ApplyPlan> history(long seed) {
    CellController controller = controller();
    RandomInputs host = new RandomInputs(seed);
    List<ApplyPlan> plans = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      RandomInputs.Timed timed = host.next();
      List<ControllerEffect> effects = controller.on(timed.input(), timed.nowNs());
      host.take(effects);
      for (ControllerEffect effect : effects) {
        if (effect instanceof ApplyPlan apply) {
          plans.add(apply);
        }
      }
    }
    return plans;
  }
}
