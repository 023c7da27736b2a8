package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.ApplyPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MutableCpuMask;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.core.demand.DemandSample;
import org.jspecify.annotations.Nullable;

/**
 * A host that does, within the contract, everything that a host can do, at random: it lists,
 * forgets to answer, answers late, refuses, loses CPUs. One seed, one history, whatever the
 * controller answers beyond its plans and wakes.
 */
final class RandomInputs {

  static final int CPUS = 12;
  private static final int NAMES = 16;

  /** An input and its time. */
  record Timed(ControllerInput input, long nowNs) {}

  private final Random random;
  private final TreeMap<String, CgroupState> children = new TreeMap<>();
  private final TreeMap<CellId, long[]> counters = new TreeMap<>();

  /** Plans that were asked for and not answered, the oldest first. */
  private final List<PublishedPlan> unanswered = new ArrayList<>();

  private @Nullable PublishedPlan inForce;
  private @Nullable Long wakeAtNs;
  private long nowNs = 1_000;
  private long nextInode = 1;

  RandomInputs(long seed) {
    random = new Random(seed);
  }

  /** The next input, once the effects of the one before are known. */
  Timed next() {
    nowNs += random.nextInt(4) == 0 ? random.nextLong(3_000_000_000L) : random.nextInt(50_000_000);
    if (wakeAtNs != null && wakeAtNs <= nowNs) {
      nowNs = Math.max(wakeAtNs, 0);
      wakeAtNs = null;
      return new Timed(new ControllerInput.Woken(), nowNs);
    }
    return new Timed(input(), nowNs);
  }

  void take(List<ControllerEffect> effects) {
    for (ControllerEffect effect : effects) {
      switch (effect) {
        case ApplyPlan apply -> unanswered.add(apply.plan());
        case ControllerEffect.WakeAt wake -> wakeAtNs = wake.timeNs();
        case ControllerEffect.Report report -> {}
      }
    }
  }

  /** What the data plane follows. */
  @Nullable PublishedPlan inForce() {
    return inForce;
  }

  List<CgroupState> shuffledChildren() {
    List<CgroupState> list = new ArrayList<>(children.values());
    Collections.shuffle(list, random);
    return list;
  }

  private ControllerInput input() {
    int what = random.nextInt(100);
    if (!unanswered.isEmpty() && what < 45) {
      return answer();
    } else if (what < 75) {
      int changes = random.nextInt(3);
      for (int i = 0; i < changes; i++) {
        changeTree();
      }
      return new ControllerInput.CgroupsListed(shuffledChildren());
    } else if (what < 80) {
      return new ControllerInput.CpusOnline(randomMask());
    } else if (what < 90) {
      return sample();
    } else if (inForce != null && !inForce.retiring().isEmpty()) {
      List<CellId> retiring = inForce.retiring();
      return new ControllerInput.CellDrained(retiring.get(random.nextInt(retiring.size())));
    } else if (what < 95) {
      return new ControllerInput.PlanApplied(random.nextInt(3));
    }
    return new ControllerInput.Woken();
  }

  /** Answers in order; an unanswered plan may stay so until after its successor. */
  private ControllerInput answer() {
    int index = random.nextInt(4) == 0 ? unanswered.size() - 1 : 0;
    PublishedPlan plan = unanswered.get(index);
    if (random.nextInt(4) == 0) {
      unanswered.remove(index);
      return new ControllerInput.PlanRefused(plan.generation(), "at random");
    }
    // A host never goes back to an older generation.
    unanswered.removeIf(old -> old.generation() <= plan.generation());
    inForce = plan;
    return new ControllerInput.PlanApplied(plan.generation());
  }

  private void changeTree() {
    String name = "c" + random.nextInt(NAMES);
    CgroupState old = children.get(name);
    if (old == null || random.nextInt(6) == 0) {
      CgroupIdentity identity = new CgroupIdentity("/cells/" + name, nextInode++);
      children.put(name, new CgroupState(identity, randomReading()));
    } else if (random.nextInt(3) == 0) {
      children.put(name, new CgroupState(old.identity(), randomReading()));
    } else {
      children.remove(name);
    }
  }

  private CpusetReading randomReading() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2, 3 -> new CpusetReading.NotSet();
      case 4 -> new CpusetReading.Unreadable("at random");
      default -> new CpusetReading.Limited(randomMask());
    };
  }

  private CpuMask randomMask() {
    MutableCpuMask mask = new MutableCpuMask(CPUS);
    int first = random.nextInt(CPUS);
    mask.setRange(first, Math.min(CPUS - 1, first + random.nextInt(CPUS)));
    return mask.toImmutable();
  }

  private ControllerInput sample() {
    List<CellCounters> cells = new ArrayList<>();
    for (int id = 0; id <= NAMES; id++) {
      long[] counter = counters.computeIfAbsent(new CellId(id), key -> new long[1]);
      counter[0] += random.nextLong(2_000_000_000L) - 100_000_000L;
      if (random.nextInt(5) != 0) {
        cells.add(
            new CellCounters(new CellId(id), counter[0], random.nextLong(1_000_000_000L), 0, 0, 0));
      }
    }
    long generation = inForce == null ? 0 : inForce.generation();
    return new ControllerInput.DemandSampled(new DemandSample(generation, nowNs, cells));
  }
}
