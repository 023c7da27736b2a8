package org.cellsched.sim.kernel;

import org.cellsched.core.cpu.Topology;

/**
 * SMT: hardware threads of a core that are busy at the same time share its throughput, in equal
 * parts. Busy is what computes: a CPU that runs a task, switches, or is taken by a higher class.
 * Keeps each CPU's speed at every change of state; costs nothing where cores have one CPU.
 */
final class CoreSharing {

  /** Speed of a CPU that has its core to itself: a nanosecond's work in a nanosecond. */
  static final int FULL_SPEED_PPM = 1_000_000;

  private final Machine machine;
  private final Running running;

  /** Of one CPU, by how many CPUs of its core are busy. */
  private final int[] speedPpmByBusy;

  private final int[] coreOf;
  private final int[] busyOnCore;
  private final Cpu[][] cpusOfCore;

  CoreSharing(Machine machine, Running running, int smtThroughputPpm) {
    this.machine = machine;
    this.running = running;
    Topology topology = machine.topology;
    coreOf = new int[machine.cpus.length];
    busyOnCore = new int[topology.coreCount()];
    cpusOfCore = new Cpu[topology.coreCount()][];
    int mostCpus = 1;
    for (int core = 0; core < cpusOfCore.length; core++) {
      int[] siblings = topology.coreMask(core).toArray();
      mostCpus = Math.max(mostCpus, siblings.length);
      cpusOfCore[core] = new Cpu[siblings.length];
      for (int i = 0; i < siblings.length; i++) {
        coreOf[siblings[i]] = core;
        cpusOfCore[core][i] = machine.cpus[siblings[i]];
      }
    }
    speedPpmByBusy = speedsPpm(mostCpus, smtThroughputPpm);
  }

  /**
   * The speed of each of n busy CPUs of a core. With a throughput of 1 + x for two busy ones, each
   * further one adds x times what the one before it added: 1, 1 + x, 1 + x + x², … times a single
   * one's; rounded down to a millionth.
   */
  static int[] speedsPpm(int mostCpus, int smtThroughputPpm) {
    int[] speeds = new int[mostCpus + 1];
    speeds[0] = FULL_SPEED_PPM;
    long gainPpm = (long) smtThroughputPpm - FULL_SPEED_PPM;
    long addedPpm = FULL_SPEED_PPM;
    long throughputPpm = 0;
    for (int busy = 1; busy <= mostCpus; busy++) {
      throughputPpm += addedPpm;
      addedPpm = addedPpm * gainPpm / FULL_SPEED_PPM;
      speeds[busy] = (int) (throughputPpm / busy);
    }
    return speeds;
  }

  /** The CPU changes its state; its siblings go on slower or faster if that changes their share. */
  void enter(Cpu cpu, Cpu.State next) {
    boolean wasBusy = cpu.state.computes();
    cpu.enter(next, machine.nowNs());
    int core = coreOf[cpu.id()];
    if (wasBusy != next.computes() && cpusOfCore[core].length > 1) {
      busyOnCore[core] += wasBusy ? -1 : 1;
      share(cpusOfCore[core], speedPpmByBusy[busyOnCore[core]]);
    }
    machine.observer.stateChanged(machine.nowNs(), cpu);
  }

  private void share(Cpu[] siblings, int speedPpm) {
    for (Cpu sibling : siblings) {
      if (sibling.speedPpm != speedPpm) {
        running.charge(sibling);
        sibling.speedPpm = speedPpm;
        running.rearm(sibling);
      }
    }
  }
}
