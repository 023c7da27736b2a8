package org.cellsched.sim.kernel;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * First come, first served, from one queue, and every callback written down. Tests override what
 * they are about.
 */
class TestScheduler implements Scheduler {

  static final long SLICE_NS = 20_000_000;

  Kfuncs kernel;
  int queue;
  boolean enqueuesLast;
  private Consumer<String> log = line -> {};

  void writeTo(Consumer<String> sink) {
    log = sink;
  }

  final void note(String line) {
    log.accept(line);
  }

  @Override
  public boolean enqueuesLast() {
    return enqueuesLast;
  }

  @Override
  public void init(Kfuncs kernel) {
    this.kernel = kernel;
    queue = kernel.createQueue();
  }

  @Override
  public void initTask(Task task) {
    note("init " + task);
  }

  @Override
  public void exitTask(Task task) {
    note("exit " + task);
  }

  @Override
  public int selectCpu(Task task, int previousCpu) {
    note("select " + task + " " + previousCpu);
    return previousCpu;
  }

  @Override
  public void enqueue(Task task, boolean cpuSelected) {
    note("enqueue " + task + (cpuSelected ? " selected" : ""));
    kernel.insert(task, queue, SLICE_NS);
  }

  @Override
  public void dispatch(int cpu, @Nullable Task previous) {
    note("dispatch " + cpu + " " + previous);
    kernel.moveToLocal(queue, cpu);
  }

  @Override
  public void running(Task task) {
    note("running " + task);
  }

  @Override
  public void tick(Task task) {}

  @Override
  public void stopping(Task task, boolean runnable) {
    note("stopping " + task + (runnable ? " runnable" : ""));
  }

  @Override
  public void cgroupMoved(Task task) {
    note("cgroupMoved " + task);
  }

  @Override
  public void weightChanged(Task task) {
    note("weightChanged " + task);
  }

  @Override
  public void affinityChanged(Task task) {
    note("affinityChanged " + task);
  }

  @Override
  public void cpuReleased(int cpu) {
    note("released " + cpu);
  }

  @Override
  public void cpuOffline(int cpu) {
    note("offline " + cpu);
  }
}
