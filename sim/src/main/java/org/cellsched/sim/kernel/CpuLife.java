package org.cellsched.sim.kernel;

/** CPUs that go and come: higher scheduling classes, hotplug. */
final class CpuLife {

  private final Machine machine;
  private final Placement placement;
  private final Switching switching;
  private final Running running;
  private final CoreSharing cores;
  private final TaskLife taskLife;

  CpuLife(
      Machine machine,
      Placement placement,
      Switching switching,
      Running running,
      CoreSharing cores,
      TaskLife taskLife) {
    this.machine = machine;
    this.placement = placement;
    this.switching = switching;
    this.running = running;
    this.cores = cores;
    this.taskLife = taskLife;
  }

  /**
   * A higher class takes the CPU until {@code untilNs}, or longer if it has it for longer already.
   * The scheduler is told if a task of its had to go (switch_class, called by put_prev_task_scx);
   * not when an idle CPU is taken.
   */
  void take(Cpu cpu, long untilNs) {
    if (cpu.state == Cpu.State.OFFLINE) {
      return;
    }
    int event = machine.numbers.takenEnd() + cpu.id();
    long alreadyNs = cpu.state == Cpu.State.TAKEN ? machine.events.timeOf(event) : 0;
    machine.events.schedule(event, Math.max(untilNs, alreadyNs));
    if (cpu.state == Cpu.State.TAKEN) {
      return;
    }
    boolean preempted = cpu.current != null;
    vacate(cpu, Cpu.State.TAKEN);
    if (preempted) {
      machine.scheduler.cpuReleased(cpu.id());
    }
  }

  void giveBack(Cpu cpu) {
    switching.reschedule(cpu, null);
  }

  /** Puts the running task back in line and leaves the CPU in {@code next}, without a pick. */
  private void vacate(Cpu cpu, Cpu.State next) {
    Task task = cpu.current;
    if (task != null) {
      running.charge(cpu);
      switching.putBack(cpu, task);
      cores.enter(cpu, next);
      machine.contextSwitches++;
    } else if (cpu.state == Cpu.State.IDLE) {
      switching.leaveIdle(cpu, next);
    } else {
      cores.enter(cpu, next);
    }
  }

  /** Takes the CPU out of service: its tasks go elsewhere, affinities that need it are widened. */
  void offline(Cpu cpu) {
    if (cpu.state == Cpu.State.OFFLINE || machine.online.size() == 1) {
      return;
    }
    machine.events.cancel(machine.numbers.takenEnd() + cpu.id());
    machine.online = machine.online.without(cpu.id());
    vacate(cpu, Cpu.State.OFFLINE);
    machine.tasks.forEach(taskLife::refreshAffinity);
    machine.scheduler.cpuOffline(cpu.id());
  }

  void online(Cpu cpu) {
    if (cpu.state != Cpu.State.OFFLINE) {
      return;
    }
    machine.online = machine.online.with(cpu.id());
    switching.reschedule(cpu, null);
    machine.tasks.forEach(taskLife::refreshAffinity);
  }

  /** scx_bpf_reenqueue_local: what waits in the local queue goes through enqueue again. */
  void reenqueueLocal(Cpu cpu) {
    for (int left = cpu.local.size(); left > 0; left--) {
      Task task = cpu.local.removeAt(0);
      placement.enqueue(task);
    }
  }
}
