package org.cellsched.sim.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.CheckSpec;
import org.cellsched.sim.scenario.FairSpec;
import org.cellsched.sim.scenario.MachineSpec;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioEvent;
import org.cellsched.sim.scenario.SchedulerKind;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.InterruptSource;

/** Draws whole scenarios: run k of a seed and a profile is always the same one. */
public final class ScenarioGenerator implements ScenarioSource {

  private static final long MILLISECOND_NS = 1_000_000;

  /** What all times are multiples of that are drawn in step: a tick. */
  static final long STEP_NS = 4 * MILLISECOND_NS;

  private final long seed;
  private final Profile profile;

  public ScenarioGenerator(long seed, Profile profile) {
    this.seed = seed;
    this.profile = profile;
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public String options() {
    return PROFILE + " " + profile.word();
  }

  @Override
  public boolean areVariations() {
    return false;
  }

  /** Valid, and a second long. O(1). */
  @Override
  public Scenario scenario(long run) {
    Dice dice = new Dice(seed, run);
    Set<Feature> features = profile.draw(dice);
    if (features.contains(Feature.IN_STEP)) {
      dice.inStepsOf(STEP_NS);
    }
    MachineSpec machine = new MachineDraw(dice, features).machine();
    int cpuCount = machine.topology().cpuCount();
    PolicyDraw policy = new PolicyDraw(dice, features);
    CellDraw cellDraw = new CellDraw(dice, features, cpuCount);
    TaskDraw taskDraw = new TaskDraw(dice, features, cpuCount);
    List<CellDeclaration> cells = cellDraw.cells();
    List<TaskGroup> groups = groups(taskDraw, features, cells);
    StoryDraw story = new StoryDraw(dice, features, cellDraw, taskDraw, cpuCount, cells, groups);
    long drawnSeed = dice.bits() >>> 1;
    PolicyConfig drawnPolicy = policy.policy(cpuCount);
    Scenario drawn =
        new Scenario(
            "fuzz-%d-%d".formatted(seed, run),
            "",
            drawnSeed,
            Phases.END_NS,
            SchedulerKind.CELLS,
            machine,
            drawnPolicy,
            FairSpec.DEFAULT,
            policy.control(),
            checks(machine, features),
            interleaving(dice, features),
            cells,
            groups,
            story.events(),
            List.of());
    return finished(drawn, features);
  }

  private static Interleaving interleaving(Dice dice, Set<Feature> features) {
    if (!features.contains(Feature.INTERLEAVING)) {
      return Interleaving.NONE;
    }
    int most = features.contains(Feature.IN_STEP) ? 2 : 4;
    return new Interleaving.Drawn(dice.bits() >>> 1, most << dice.between(0, 4));
  }

  /**
   * A task has to leave a CPU that its cell lost as soon as a kick has come; interrupts, higher
   * classes and hotplug may hold that up. So may interrupts where an owner takes a CPU back: six in
   * a row have come. Where callbacks overlap, a CPU may be lent after its owner's task has looked
   * for such CPUs, but before that task is in its line, where the borrower looks: as long as the
   * kernel, where the next tick on the lent CPU finds it, the model may take, though it looks
   * twice.
   */
  private static CheckSpec checks(MachineSpec machine, Set<Feature> features) {
    CheckSpec usual = CheckSpec.DEFAULT;
    boolean heldUp =
        features.contains(Feature.INTERRUPTS)
            || features.contains(Feature.HIGHER_CLASS)
            || features.contains(Feature.HOTPLUG);
    long kickedNs = MILLISECOND_NS + 2 * (machine.costs().kickNs() + machine.costs().switchNs());
    long racesNs = features.contains(Feature.INTERLEAVING) ? Kernel.tickNs(machine.hz()) : 0;
    long interruptsNs = features.contains(Feature.INTERRUPTS) ? 4 * MILLISECOND_NS : 0;
    return new CheckSpec(
        usual.maxWaitNs(),
        heldUp ? usual.handOverNs() : kickedNs,
        usual.reclaimNs() + racesNs + interruptsNs,
        usual.idleWhileWaitingNs(),
        heldUp ? usual.idleStretchNs() : Long.valueOf(2 * kickedNs));
  }

  private List<TaskGroup> groups(
      TaskDraw taskDraw, Set<Feature> features, List<CellDeclaration> cells) {
    List<String> cgroups = new ArrayList<>();
    for (CellDeclaration cell : cells) {
      cgroups.add(cell.name());
      cell.children().forEach(child -> cgroups.add(cell.name() + "/" + child.name()));
    }
    List<TaskGroup> groups = new ArrayList<>();
    int count = taskDraw.groupCount();
    for (int number = 0; number < count; number++) {
      groups.add(taskDraw.group(number, cgroups, Phases.STOP_NS));
    }
    if (features.contains(Feature.FORKS)) {
      groups.addAll(taskDraw.forkers());
    }
    return groups;
  }

  /** With what depends on the whole: a watchdog that the tasks can live with, and expectations. */
  private static Scenario finished(Scenario drawn, Set<Feature> features) {
    boolean barks =
        features.contains(Feature.SHORT_WATCHDOG)
            && !features.contains(Feature.HIGHER_CLASS)
            && !features.contains(Feature.INTERRUPTS);
    return Parts.of(drawn)
        .withMachine(
            barks ? Parts.withWatchdog(drawn.machine(), shortestNs(drawn)) : drawn.machine())
        .withExpectations(Phases.atRest(idleAtRestNs(drawn)))
        .scenario();
  }

  /**
   * A watchdog that only barks if somebody is forgotten: of all tasks, overdue at once on one CPU,
   * the last has its turn in time.
   */
  private static long shortestNs(Scenario drawn) {
    long tasks =
        allGroups(drawn).mapToLong(group -> group.taskCount(drawn.machine().topology())).sum();
    long turnNs =
        drawn.policy().dataPlane().sliceNs() + Kernel.tickNs(drawn.machine().hz()) + MILLISECOND_NS;
    // A third of the time until one is overdue, a twelfth until that is noticed; the rest is
    // theirs.
    long shortestNs = 50 * MILLISECOND_NS + tasks * turnNs * 12 / 7;
    return Math.min(2 * shortestNs, KernelConfig.DEFAULT_WATCHDOG_NS);
  }

  /**
   * A CPU that a task claims idles beside it until the kick has come, and that is all that an idle
   * CPU waits for but for shields. A wakeup makes two tasks look for a CPU at most: who wakes up,
   * and who has to go for it. The rest is for what comes with plans, and for means that are
   * exceeded.
   */
  private static long idleAtRestNs(Scenario drawn) {
    long kicksNs = 2 * wakeupsAtRest(drawn) * kickNs(drawn.machine());
    long shieldsNs = 150 * drawn.policy().dataPlane().lenderProtectionNs();
    return 25 * MILLISECOND_NS + kicksNs + shieldsNs;
  }

  private static long wakeupsAtRest(Scenario drawn) {
    return allGroups(drawn)
        .mapToLong(group ->
            Wakeups.within(Phases.STOP_NS - Phases.REST_NS, group, drawn.machine().topology()))
        .sum();
  }

  /** How long a kick takes in mean: one that comes in an interrupt waits for half of that. */
  private static long kickNs(MachineSpec machine) {
    long kickNs = machine.costs().kickNs();
    for (InterruptSource irq : machine.irqs()) {
      long takesNs = irq.takes().meanNs();
      kickNs += takesNs * takesNs / (2 * irq.every().meanNs());
    }
    return kickNs;
  }

  /** Those that are there from the start, and those that come. */
  private static Stream<TaskGroup> allGroups(Scenario drawn) {
    Stream<TaskGroup> started =
        drawn.events().stream()
            .map(ScenarioEvent::action)
            .filter(Action.Start.class::isInstance)
            .map(action -> ((Action.Start) action).group());
    return Stream.concat(drawn.tasks().stream(), started);
  }
}
