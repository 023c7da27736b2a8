package org.cellsched.sim.theory;

import java.util.Arrays;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.trace.RunObserver;

/** Every request of a run that was completed: when it came, how long it took, and to serve it. */
final class RequestLog implements RunObserver {

  private long[] arrivedNs = new long[1 << 10];
  private long[] completedNs = new long[1 << 10];
  private long[] serviceNs = new long[1 << 10];
  private int count;
  private long inSystem;
  private long mostInSystem;
  private long changedNs;

  /** ∫ requests in the system dt, up to the last change. */
  private long integral;

  private long arrivals;

  @Override
  public void arrived(long nowNs, int stream) {
    arrivals++;
    change(nowNs, 1);
  }

  @Override
  public void completed(long nowNs, Task server, long arrived, long service) {
    change(nowNs, -1);
    if (count == arrivedNs.length) {
      arrivedNs = Arrays.copyOf(arrivedNs, count * 2);
      completedNs = Arrays.copyOf(completedNs, count * 2);
      serviceNs = Arrays.copyOf(serviceNs, count * 2);
    }
    arrivedNs[count] = arrived;
    completedNs[count] = nowNs;
    serviceNs[count] = service;
    count++;
  }

  private void change(long nowNs, int by) {
    integral = integralNs(nowNs);
    changedNs = nowNs;
    inSystem += by;
    mostInSystem = Math.max(mostInSystem, inSystem);
  }

  int count() {
    return count;
  }

  long arrivals() {
    return arrivals;
  }

  long inSystem() {
    return inSystem;
  }

  /** The most requests that were in the system at a time. */
  long mostInSystem() {
    return mostInSystem;
  }

  /** ∫ requests in the system dt, up to {@code nowNs}. */
  long integralNs(long nowNs) {
    return integral + inSystem * (nowNs - changedNs);
  }

  long arrivedNs(int index) {
    return arrivedNs[index];
  }

  long completedNs(int index) {
    return completedNs[index];
  }

  long sojournNs(int index) {
    return completedNs[index] - arrivedNs[index];
  }

  long waitNs(int index) {
    return sojournNs(index) - serviceNs[index];
  }
}
