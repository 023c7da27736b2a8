package org.cellsched.sim.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PlanCause;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;

/**
 * Counts in how many runs each {@link Situation} came up; one run after the other, from {@link
 * #begins} to {@link #ends}.
 */
public final class SituationCounter implements RunObserver {

  private static final long MILLISECOND_NS = 1_000_000;
  private static final long RIGHT_AFTER_NS = MILLISECOND_NS / 10;
  private static final long LONG_WAIT_NS = 100 * MILLISECOND_NS;
  private static final long LONG_AGO_NS = -MILLISECOND_NS - 1;

  private final long[] runs = new long[Situation.values().length];
  private final boolean[] seen = new boolean[runs.length];

  private @Nullable Kernel kernel;
  private @Nullable Tenants tenants;
  private @Nullable Ownership ownership;
  private @Nullable CellController controller;
  private long unanswered;
  private Cpu.State[] states = {};
  private int waiting;
  private int idle;
  private int cells;
  private boolean retiring;
  private long lastPlanNs;
  private long lastReclaimNs;
  private List<PlanCause> causes = List.of();

  /** In how many runs it came up. */
  public long runs(Situation situation) {
    return runs[situation.ordinal()];
  }

  /** Adds the counts of another one. */
  public void add(SituationCounter other) {
    for (int index = 0; index < runs.length; index++) {
      runs[index] += other.runs[index];
    }
  }

  private void saw(Situation situation) {
    seen[situation.ordinal()] = true;
  }

  private void sawIf(boolean condition, Situation situation) {
    seen[situation.ordinal()] |= condition;
  }

  @Override
  public void begins(Kernel kernel, Tenants tenants, Ownership ownership) {
    this.kernel = kernel;
    this.tenants = tenants;
    this.ownership = ownership;
    Arrays.fill(seen, false);
    states = new Cpu.State[kernel.topology().cpuCount()];
    Arrays.fill(states, Cpu.State.IDLE);
    idle = states.length;
    waiting = 0;
    cells = 0;
    retiring = false;
    lastPlanNs = LONG_AGO_NS;
    lastReclaimNs = LONG_AGO_NS;
  }

  @Override
  public void ends(long nowNs) {
    for (int index = 0; index < runs.length; index++) {
      runs[index] += seen[index] ? 1 : 0;
    }
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    Situation situation = Situation.of(decision);
    if (situation != null) {
      saw(situation);
    }
    if (decision == Decision.RECLAIMED) {
      lastReclaimNs = nowNs;
      sawIf(lastPlanNs == nowNs, Situation.PLAN_WHILE_BORROWER_IS_RECLAIMED);
    }
  }

  // --- plans ---

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    sawAnswer(input);
    if (input instanceof ControllerInput.CellDrained) {
      boolean alive = kernel != null && kernel.tasks().stream().anyMatch(Task::isAlive);
      sawIf(alive, Situation.ID_FREED_WHILE_TASKS_LIVE);
    }
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan apply) {
        causes = apply.causes();
      }
    }
  }

  /** A plan is in flight no longer, and nobody said what became of it. */
  private void sawAnswer(ControllerInput input) {
    long before = unanswered;
    unanswered = controller == null ? 0 : controller.status().unansweredGeneration();
    boolean answer =
        input instanceof ControllerInput.PlanApplied
            || input instanceof ControllerInput.PlanRefused;
    sawIf(before != 0 && unanswered != before && !answer, Situation.PLAN_UNANSWERED);
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    this.controller = controller;
    unanswered = 0;
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    if (nowNs == 0) {
      return;
    }
    causes.forEach(cause -> saw(Situation.valueOf("PLAN_FOR_" + cause)));
    sawIf(causes.size() > 1, Situation.PLAN_FOR_SEVERAL_CAUSES);
    sawShape(plan);
    sawMoment(nowNs);
    lastPlanNs = nowNs;
  }

  private void sawShape(PublishedPlan plan) {
    int cellsNow = plan.plan().cells().size();
    boolean retiringNow = !plan.retiring().isEmpty();
    sawIf(retiringNow, Situation.PLAN_WITH_RETIRING_CELL);
    sawIf(retiring && cellsNow > cells, Situation.NEW_CELL_WHILE_ANOTHER_RETIRES);
    sawIf(plan.plan().enforcedHoldout(), Situation.PLAN_WITH_ENFORCED_HOLDOUT);
    sawIf(cellsNow == 1, Situation.PLAN_OF_ROOT_ALONE);
    boolean narrow =
        plan.plan().cells().stream()
            .map(CellAllocation::primary)
            .allMatch(cpus -> cpus.size() == 1);
    sawIf(cellsNow > 1 && narrow, Situation.PLAN_WITH_CELLS_OF_ONE_CPU);
    if (tenants != null) {
      sawIf(tenants.count() > states.length, Situation.PLAN_BESIDE_MORE_CGROUPS_THAN_CPUS);
    }
    cells = cellsNow;
    retiring = retiringNow;
  }

  private void sawMoment(long nowNs) {
    sawIf(idle == states.length, Situation.PLAN_WHILE_ALL_CPUS_IDLE);
    sawIf(idle == 0, Situation.PLAN_WHILE_ALL_CPUS_BUSY);
    sawIf(nowNs - lastPlanNs < MILLISECOND_NS, Situation.PLAN_AFTER_PLAN_AT_ONCE);
    sawIf(lastReclaimNs == nowNs, Situation.PLAN_WHILE_BORROWER_IS_RECLAIMED);
    if (kernel != null) {
      kernel.cpus().forEach(this::sawUnderPlan);
    }
  }

  private void sawUnderPlan(Cpu cpu) {
    sawIf(cpu.state() == Cpu.State.TAKEN, Situation.PLAN_WHILE_CPU_IS_TAKEN);
    Task task = cpu.current();
    if (task == null || tenants == null || ownership == null) {
      return;
    }
    int tenant = tenants.of(task);
    boolean stranger = !task.affinity().intersects(ownership.primaryOf(tenant));
    boolean owns = ownership.owns(tenant, cpu.id());
    boolean borrows = !owns && ownership.borrowableOf(tenant).contains(cpu.id());
    sawIf(stranger, Situation.PLAN_WHILE_STRANGER_RUNS);
    sawIf(borrows && !stranger, Situation.PLAN_WHILE_BORROWER_RUNS);
    sawIf(!owns && !borrows && !stranger, Situation.PLAN_MOVES_CPU_UNDER_ITS_TASK);
  }

  // --- tasks ---

  @Override
  public void woke(long nowNs, Task task) {
    waiting++;
    sawIf(idle == 0, Situation.WAKES_WHILE_ALL_CPUS_BUSY);
    sawIf(nowNs - lastPlanNs < RIGHT_AFTER_NS, Situation.WAKES_RIGHT_AFTER_PLAN);
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    waiting--;
    sawIf(moved == CpuDistance.OTHER_SOCKET, Situation.MIGRATES_TO_OTHER_SOCKET);
    sawIf(moved == CpuDistance.SAME_CORE, Situation.MIGRATES_TO_SIBLING);
    sawIf(nowNs - task.waitingSinceNs() > LONG_WAIT_NS, Situation.WAITS_FOR_MORE_THAN_100_MS);
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    waiting += runnable ? 1 : 0;
  }

  @Override
  public void exited(long nowNs, Task task) {
    sawIf(waiting > 1, Situation.EXITS_WHILE_OTHERS_WAIT);
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    sawIf(
        task.state() == TaskState.WAITING && task.isQueued(),
        Situation.AFFINITY_CHANGES_WHILE_WAITING);
    sawIf(task.state() == TaskState.ON_CPU, Situation.AFFINITY_CHANGES_WHILE_RUNNING);
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    sawIf(nowNs - arrivedNs - serviceNs > MILLISECOND_NS, Situation.REQUEST_WAITS_FOR_ITS_SERVER);
  }

  // --- CPUs ---

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    idle++;
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    idle--;
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    Cpu.State before = states[cpu.id()];
    states[cpu.id()] = cpu.state();
    sawGone(cpu, before);
    boolean back = before == Cpu.State.OFFLINE && cpu.state() != Cpu.State.OFFLINE;
    sawIf(back && waiting > 0, Situation.CPU_PLUGGED_IN_WHILE_TASKS_WAIT);
  }

  private void sawGone(Cpu cpu, Cpu.State before) {
    if (cpu.state() == Cpu.State.TAKEN && before != Cpu.State.TAKEN) {
      boolean ran = before == Cpu.State.BUSY;
      saw(ran ? Situation.CPU_TAKEN_WHILE_RUNNING : Situation.CPU_TAKEN_WHILE_IDLE);
      sawIf(!ran && cpu.localQueued() > 0, Situation.CPU_TAKEN_WITH_TASK_IN_LOCAL_QUEUE);
    }
    sawIf(
        cpu.state() == Cpu.State.OFFLINE && before == Cpu.State.BUSY,
        Situation.CPU_UNPLUGGED_WHILE_RUNNING);
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    sawIf(cpu.current() != null, Situation.INTERRUPTED_WHILE_RUNNING);
  }

  /** Those that no run came to. */
  public List<Situation> never() {
    TreeSet<Situation> never = new TreeSet<>(List.of(Situation.values()));
    never.removeIf(situation -> runs(situation) > 0);
    return List.copyOf(never);
  }
}
