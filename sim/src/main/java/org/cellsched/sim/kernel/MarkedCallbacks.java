package org.cellsched.sim.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Says when each callback of a scheduler begins and ends: a read-side section of RCU, in which the
 * kernel runs BPF programs.
 */
final class MarkedCallbacks implements Scheduler {

  private final Scheduler scheduler;
  private final Overlap overlap;

  MarkedCallbacks(Scheduler scheduler, Overlap overlap) {
    this.scheduler = scheduler;
    this.overlap = overlap;
  }

  private void mark(Runnable callback) {
    overlap.callbackBegins();
    callback.run();
    overlap.callbackEnds();
  }

  @Override
  public boolean enqueuesLast() {
    return scheduler.enqueuesLast();
  }

  @Override
  public void init(Kfuncs kernel) {
    scheduler.init(kernel);
  }

  @Override
  public void initTask(Task task) {
    mark(() -> scheduler.initTask(task));
  }

  @Override
  public void exitTask(Task task) {
    mark(() -> scheduler.exitTask(task));
  }

  @Override
  public int selectCpu(Task task, int previousCpu) {
    overlap.callbackBegins();
    int selected = scheduler.selectCpu(task, previousCpu);
    overlap.callbackEnds();
    return selected;
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    mark(() -> scheduler.enqueue(task, cpuSelected));
  }

  @Override
  public void dequeued(Task task) {
    mark(() -> scheduler.dequeued(task));
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    mark(() -> scheduler.dispatch(cpu, previous));
  }

  @Override
  public void running(Task task) {
    mark(() -> scheduler.running(task));
  }

  @Override
  public void tick(Task task) {
    mark(() -> scheduler.tick(task));
  }

  @Override
  public void stopping(Task task, boolean runnable) {
    mark(() -> scheduler.stopping(task, runnable));
  }

  @Override
  public void cgroupMoved(Task task) {
    mark(() -> scheduler.cgroupMoved(task));
  }

  @Override
  public void weightChanged(Task task) {
    mark(() -> scheduler.weightChanged(task));
  }

  @Override
  public void cpuMaxChanged(Cgroup cgroup) {
    mark(() -> scheduler.cpuMaxChanged(cgroup));
  }

  @Override
  public void affinityChanged(Task task) {
    mark(() -> scheduler.affinityChanged(task));
  }

  @Override
  public void cpuReleased(int cpu) {
    mark(() -> scheduler.cpuReleased(cpu));
  }

  @Override
  public void timerExpired(int timer) {
    mark(() -> scheduler.timerExpired(timer));
  }

  @Override
  public void cpuOffline(int cpu) {
    mark(() -> scheduler.cpuOffline(cpu));
  }
}
