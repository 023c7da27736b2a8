package org.cellsched.sim.tenant;

import java.util.Arrays;
import org.cellsched.sim.kernel.Task;

/** How many tasks of each tenant wait now. Each change costs O(1). */
public final class WaitingCounts {

  /** No tenant: the task does not wait. */
  public static final int NOT_WAITING = -1;

  private int[] ofTenant = new int[0];

  /** By task, the tenant under which its waiting is counted. */
  private int[] countedUnder = new int[0];

  /** Those of a tenant. */
  public int of(int tenant) {
    return tenant < ofTenant.length ? ofTenant[tenant] : 0;
  }

  /** Whether it is counted. */
  public boolean isWaiting(Task task) {
    return countedUnder(task) != NOT_WAITING;
  }

  /** The tenant under which the task is counted, or {@link #NOT_WAITING}. */
  public int countedUnder(Task task) {
    return task.id() < countedUnder.length ? countedUnder[task.id()] : NOT_WAITING;
  }

  /** The task waits from now on. */
  public void begin(Task task, int tenant) {
    if (task.id() >= countedUnder.length) {
      int known = countedUnder.length;
      countedUnder = Arrays.copyOf(countedUnder, Math.max(task.id() + 1, 2 * known));
      Arrays.fill(countedUnder, known, countedUnder.length, NOT_WAITING);
    }
    if (tenant >= ofTenant.length) {
      ofTenant = Arrays.copyOf(ofTenant, tenant + 1);
    }
    countedUnder[task.id()] = tenant;
    ofTenant[tenant]++;
  }

  /** The task waits no more; nothing if it did not. */
  public void end(Task task) {
    if (isWaiting(task)) {
      ofTenant[countedUnder[task.id()]]--;
      countedUnder[task.id()] = NOT_WAITING;
    }
  }
}
