package org.cellsched.sim.kernel;

import java.util.Arrays;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.jspecify.annotations.Nullable;

/** The kfuncs on the simulated machine; between any two of them others may come first. */
final class KernelCalls implements Kfuncs {

  private final Machine machine;
  private final long watchdogNs;
  private final Running running;
  private final CpuLife cpuLife;

  KernelCalls(Machine machine, long watchdogNs, Running running, CpuLife cpuLife) {
    this.machine = machine;
    this.watchdogNs = watchdogNs;
    this.running = running;
    this.cpuLife = cpuLife;
  }

  @Override
  public long nowNs() {
    return machine.nowNs();
  }

  @Override
  public Topology topology() {
    return machine.topology;
  }

  @Override
  public long watchdogNs() {
    return watchdogNs;
  }

  @Override
  public int createQueue() {
    int number = machine.queueCount++;
    if (number == machine.queues.length) {
      machine.queues = Arrays.copyOf(machine.queues, 2 * number + 1);
    }
    machine.queues[number] = new DispatchQueue();
    return number;
  }

  @Override
  public void insert(Task task, int queue, long sliceNs) {
    machine.overlap.boundary();
    task.insertions++;
    machine.setSlice(task, sliceNs);
    machine.queues[queue].insertLast(task);
  }

  @Override
  public void insertByVtime(Task task, int queue, long sliceNs, long vtimeNs) {
    machine.overlap.boundary();
    task.insertions++;
    machine.setSlice(task, sliceNs);
    machine.queues[queue].insertByVtime(task, vtimeNs);
  }

  @Override
  public void insertOn(Task task, int cpu, long sliceNs) {
    machine.overlap.boundary();
    if (cpu < 0 || cpu >= machine.cpus.length || !task.mayRunOn(cpu)) {
      throw new SchedulerFault(
          "%s was inserted on CPU %d, which its affinity %s excludes"
              .formatted(task, cpu, task.affinity));
    }
    machine.setSlice(task, sliceNs);
    task.insertions++;
    task.directCpu = cpu;
  }

  @Override
  public void insertPreempting(Task task, int cpu, long sliceNs) {
    insertOn(task, cpu, sliceNs);
    task.directPreempts = true;
  }

  @Override
  public int queued(int queue) {
    machine.overlap.boundary();
    return machine.queues[queue].size();
  }

  @Override
  public int queuedOn(int cpu) {
    machine.overlap.boundary();
    return machine.cpus[cpu].local.size();
  }

  @Override
  public QueueCursor queuedIn(int queue) {
    machine.overlap.boundary();
    return machine.queues[queue].inOrder();
  }

  @Override
  public @Nullable Task peek(int queue) {
    machine.overlap.boundary();
    return machine.queues[queue].peek();
  }

  @Override
  public boolean moveToLocal(int queue, int cpu) {
    machine.overlap.boundary();
    DispatchQueue from = machine.queues[queue];
    for (int index = 0; index < from.size(); index++) {
      if (from.get(index).mayRunOn(cpu)) {
        Task task = from.removeAt(index);
        task.cpu = cpu;
        machine.cpus[cpu].local.insertLast(task);
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean moveToLocal(QueueCursor from, Task task, int cpu, long sliceNs) {
    machine.overlap.boundary();
    DispatchQueue queue = task.queue;
    if (queue == null || !from.stillHas(task)) {
      return false;
    }
    if (!task.mayRunOn(cpu)) {
      throw new SchedulerFault(
          "%s was moved to CPU %d, which its affinity %s excludes"
              .formatted(task, cpu, task.affinity));
    }
    queue.remove(task);
    machine.setSlice(task, sliceNs);
    task.cpu = cpu;
    machine.cpus[cpu].local.insertLast(task);
    return true;
  }

  @Override
  public boolean moveByVtime(QueueCursor from, Task task, int toQueue, long vtimeNs) {
    machine.overlap.boundary();
    DispatchQueue queue = task.queue;
    if (queue == null || !from.stillHas(task)) {
      return false;
    }
    queue.remove(task);
    machine.queues[toQueue].insertByVtime(task, vtimeNs);
    return true;
  }

  @Override
  public long[] idleCpus() {
    machine.overlap.boundary();
    return machine.idle.cpus;
  }

  @Override
  public long[] idleCores() {
    machine.overlap.boundary();
    return machine.idle.cores;
  }

  @Override
  public boolean claimIdle(int cpu) {
    machine.overlap.boundary();
    boolean wasIdle = machine.idle.contains(cpu);
    if (wasIdle) {
      machine.idle.remove(cpu);
    }
    return wasIdle;
  }

  @Override
  public void kickIdle(int cpu) {
    machine.overlap.boundary();
    machine.requestSwitchIfIdle(machine.cpus[cpu]);
  }

  @Override
  public void kickPreempt(int cpu) {
    machine.overlap.boundary();
    machine.preempt(machine.cpus[cpu]);
  }

  @Override
  public void startTimer(int timer, long atNs) {
    machine.overlap.boundary();
    machine.events.schedule(machine.numbers.schedulerTimers() + timer, atNs);
  }

  @Override
  public @Nullable Task runningOn(int cpu) {
    machine.overlap.boundary();
    return machine.cpus[cpu].current;
  }

  @Override
  public long cpuTimeNs(Task task) {
    long chargedNs = task.ranNs;
    return task.state == TaskState.ON_CPU
        ? chargedNs + Math.max(0, machine.nowNs() - machine.cpus[task.cpu].runsFromNs)
        : chargedNs;
  }

  @Override
  public void setSlice(Task task, long sliceNs) {
    machine.overlap.boundary();
    setLeft(task, sliceNs);
  }

  @Override
  public boolean cutSlice(Task task, long mostNs) {
    boolean isLonger = leftNs(task) > mostNs;
    if (isLonger) {
      setLeft(task, mostNs);
    }
    return isLonger;
  }

  private long leftNs(Task task) {
    return task.state == TaskState.ON_CPU
        ? task.sliceNs - running.ranUntilTickNs(machine.cpus[task.cpu])
        : task.sliceNs;
  }

  private void setLeft(Task task, long sliceNs) {
    if (task.state == TaskState.ON_CPU) {
      Cpu cpu = machine.cpus[task.cpu];
      machine.setSlice(task, sliceNs + running.ranUntilTickNs(cpu));
      running.arm(cpu, task);
    } else {
      machine.setSlice(task, sliceNs);
    }
  }

  @Override
  public void chargeAndSetSlice(Task task, long sliceNs) {
    if (task.state == TaskState.ON_CPU) {
      running.charge(machine.cpus[task.cpu]);
    }
    setSlice(task, sliceNs);
  }

  @Override
  public void decided(Decision decision, int cpu, @Nullable Task task) {
    machine.observer.decided(machine.nowNs(), decision, cpu, task);
  }

  @Override
  public void setThrottled(Task task, boolean throttled) {
    machine.setThrottled(task, throttled);
  }

  @Override
  public void awaitCallbacks() {
    machine.overlap.awaitCallbacks();
  }

  @Override
  public void reenqueueLocal(int cpu) {
    machine.overlap.boundary();
    cpuLife.reenqueueLocal(machine.cpus[cpu]);
  }
}
