package org.cellsched.sim.kernel;

/**
 * How a task that wants a CPU gets into a queue: select_cpu, enqueue, and direct inserts, which
 * take effect after the callback that asked for them (kernel/sched/ext.c, do_enqueue_task and
 * direct_dispatch).
 */
final class Placement {

  private final Machine machine;

  Placement(Machine machine) {
    this.machine = machine;
  }

  /** try_to_wake_up, which holds the task's lock. */
  void wake(Task task) {
    machine.overlap.lockTask(task.id());
    wakeLocked(task);
    machine.overlap.unlockTask(task.id());
  }

  private void wakeLocked(Task task) {
    long nowNs = machine.nowNs();
    task.state = TaskState.WAITING;
    task.waitingSinceNs = nowNs;
    task.wokeAtNs = nowNs;
    task.throttledNs = 0;
    task.freshlyWoken = true;
    machine.observer.woke(nowNs, task);
    int before = task.insertions;
    boolean selects = task.affinityCount > 1;
    if (selects) {
      int previous = task.mayRunOn(task.cpu) ? task.cpu : task.affinity.first();
      int selected = machine.scheduler.selectCpu(task, previous);
      // select_fallback_rq: a forbidden answer is corrected, not punished.
      task.cpu = task.mayRunOn(requireCpu(selected)) ? selected : task.affinity.first();
    } else {
      task.cpu = task.affinity.first();
    }
    enqueueUnlessDirect(task, selects, before);
    machine.requestSwitchIfIdle(machine.cpus[task.cpu]);
  }

  /** ops_cpu_valid: a number that no CPU has ends the scheduler. */
  private int requireCpu(int selected) {
    if (selected < 0 || selected >= machine.cpus.length) {
      throw new SchedulerFault(
          "select_cpu answered CPU %d, which does not exist".formatted(selected));
    }
    return selected;
  }

  /**
   * A task that is not waking wants to be queued: its slice ended, or it was dequeued for a change.
   */
  void enqueue(Task task) {
    enqueueUnlessDirect(task, false, task.insertions);
  }

  private void enqueueUnlessDirect(Task task, boolean cpuSelected, int insertionsBefore) {
    if (task.directCpu == Task.NO_CPU) {
      int runQueue = task.cpu;
      machine.overlap.lock(runQueue);
      machine.scheduler.enqueue(task, cpuSelected);
      machine.overlap.unlock(runQueue);
    }
    if (task.directCpu != Task.NO_CPU) {
      insertDirectly(task, machine.cpus[task.directCpu]);
    }
    if (task.insertions == insertionsBefore) {
      throw new SchedulerFault(task + " was enqueued nowhere: it is lost");
    }
  }

  private void insertDirectly(Task task, Cpu cpu) {
    boolean preempts = task.directPreempts;
    task.directCpu = Task.NO_CPU;
    task.directPreempts = false;
    machine.overlap.lock(cpu.id());
    task.cpu = cpu.id();
    if (preempts) {
      cpu.local.insertFirst(task);
    } else {
      cpu.local.insertLast(task);
    }
    if (preempts && cpu.current != null) {
      machine.preempt(cpu);
    } else {
      machine.requestSwitchIfIdle(cpu);
    }
    machine.overlap.unlock(cpu.id());
  }

  /** Takes a waiting task out of its queue. */
  void dequeue(Task task) {
    DispatchQueue queue = task.queue;
    if (queue != null) {
      queue.remove(task);
      machine.scheduler.dequeued(task);
    }
  }
}
