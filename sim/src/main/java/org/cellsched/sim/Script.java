package org.cellsched.sim;

import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.table.Amounts;
import org.cellsched.sim.check.LivenessChecker;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.scenario.Action;
import org.cellsched.sim.scenario.CellDeclaration;
import org.cellsched.sim.scenario.TaskGroup;
import org.cellsched.sim.workload.Behaviour;

/** Does to the world what a scenario says. */
final class Script {

  private final EventQueue events;
  private final Kernel kernel;
  private final World world;
  private final Populace populace;
  private final LivenessChecker liveness;
  private final Cgroup cellParent;

  Script(EventQueue events, World world, Populace populace) {
    this.events = events;
    this.populace = populace;
    kernel = world.kernel();
    liveness = world.observers().liveness();
    cellParent = world.cellParent();
    this.world = world;
  }

  /** Does it, and answers whether the control plane's host would be notified. */
  boolean perform(Timeline.Entry entry) {
    int line = entry.line();
    return switch (entry.action()) {
      case Action.CreateCell create -> {
        requireAbsent(line, create.cell().name());
        createCell(cellParent, create.cell());
        yield true;
      }
      case Action.RemoveCell remove -> {
        removeCell(cgroup(line, remove.cell()));
        yield true;
      }
      case Action.SetCpuset set -> {
        kernel.setCpuset(cgroup(line, set.cell()), set.cpuset());
        yield true;
      }
      case Action.SetCpuWeight set -> {
        kernel.setCpuWeight(cgroup(line, set.cell()), set.cpuWeight());
        yield false;
      }
      case Action.SetCpuMax set -> {
        kernel.setCpuMax(cgroup(line, set.cell()), set.cpuMax());
        yield false;
      }
      case Action.Offline offline -> {
        offline.cpus().forEach(kernel::offline);
        yield true;
      }
      case Action.Online online -> {
        online.cpus().forEach(kernel::online);
        yield true;
      }
      case Action.TakeCpus take -> {
        takeCpus(take);
        yield false;
      }
      case Action.Start start -> {
        start(line, start.group());
        yield false;
      }
      case Action.Stop stop -> {
        populace.tasks(stop.group()).forEach(kernel::kill);
        yield false;
      }
      case Action.Move move -> {
        Cgroup target = cgroup(line, move.cell());
        live(move.group()).forEach(task -> kernel.move(task, target));
        yield false;
      }
      case Action.SetAffinity set -> {
        CpuMask affinity = set.affinity() == null ? kernel.topology().cpus() : set.affinity();
        live(set.group()).forEach(task -> kernel.setAffinity(task, affinity));
        yield false;
      }
      case Action.SetNice set -> {
        live(set.group()).forEach(task -> kernel.setNice(task, set.nice()));
        yield false;
      }
    };
  }

  /** Tasks that first wake a phase after their start have ended if their cell went meanwhile. */
  private void start(int line, TaskGroup group) {
    boolean slept =
        group.behaviour() instanceof Behaviour.Periodic periodic && periodic.phaseNs() > 0;
    if (!slept || world.cgroup(group.cell()) != null) {
      populace.start(group, cgroup(line, group.cell()));
    }
  }

  private Iterable<Task> live(String group) {
    return populace.tasks(group).stream().filter(Task::isAlive).toList();
  }

  /** Makes a cgroup, with its settings and the cgroups below it. */
  void createCell(Cgroup parent, CellDeclaration cell) {
    Cgroup created = kernel.cgroups().create(parent, cell.name());
    kernel.setCpuset(created, cell.cpuset());
    kernel.setCpuWeight(created, cell.cpuWeight());
    if (cell.cpuMax() != null) {
      kernel.setCpuMax(created, cell.cpuMax());
    }
    cell.children().forEach(child -> createCell(created, child));
  }

  private void removeCell(Cgroup cell) {
    for (Task task : kernel.tasks()) {
      if (task.cgroup().isAtOrBelow(cell)) {
        kernel.kill(task);
      }
    }
    kernel.cgroups().remove(cell);
  }

  private void takeCpus(Action.TakeCpus take) {
    liveness.taken(take.forNs());
    // At once: who has to go from one of them finds none of the others idle.
    long untilNs = events.nowNs() + take.forNs();
    take.cpus().forEach(cpu -> takeIf(Cpu.State.IDLE, cpu, untilNs));
    take.cpus().forEach(cpu -> kernel.take(cpu, untilNs));
  }

  private void takeIf(Cpu.State state, int cpu, long untilNs) {
    if (kernel.cpus().get(cpu).state() == state) {
      kernel.take(cpu, untilNs);
    }
  }

  private Cgroup cgroup(int line, String path) {
    Cgroup cgroup = world.cgroup(path);
    if (cgroup == null) {
      throw new ScenarioFault(
          line, "cell " + path + " does not exist at " + Amounts.duration(events.nowNs()));
    }
    return cgroup;
  }

  private void requireAbsent(int line, String name) {
    if (cellParent.child(name) != null) {
      throw new ScenarioFault(
          line, "cell " + name + " exists already at " + Amounts.duration(events.nowNs()));
    }
  }
}
