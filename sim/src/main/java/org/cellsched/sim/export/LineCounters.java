package org.cellsched.sim.export;

import java.util.Arrays;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.WaitingCounts;

/**
 * Writes how many tasks of each tenant wait in line, whenever that has changed: not those for which
 * an idle CPU was found, which wait for no more than its switch. Changes of one moment count
 * together: a CPU that goes from one task to another of the tenant makes no dent. Each costs O(1).
 */
final class LineCounters {

  /** Of {@link #takeChange}. */
  static final int NO_CHANGE = -1;

  private final PacketWriter out;
  private final WaitingCounts counts = new WaitingCounts();

  /** By tenant, the last value written. */
  private int[] written = new int[0];

  /** By tenant, whether it is among {@link #changed}. */
  private boolean[] isChanged = new boolean[0];

  private int[] changed = new int[0];
  private int changedCount;
  private long changedNs;

  LineCounters(PacketWriter out) {
    this.out = out;
  }

  void begin(long nowNs, Task task, int tenant) {
    note(nowNs, tenant);
    counts.begin(task, tenant);
  }

  /** Nothing if the task did not wait. */
  void end(long nowNs, Task task) {
    int tenant = counts.countedUnder(task);
    if (tenant != WaitingCounts.NOT_WAITING) {
      note(nowNs, tenant);
      counts.end(task);
    }
  }

  /** The task, if it waits, does so for another tenant from now on. */
  void move(long nowNs, Task task, int tenant) {
    if (counts.isWaiting(task)) {
      end(nowNs, task);
      begin(nowNs, task, tenant);
    }
  }

  /**
   * The tenant's tasks in line if that has changed in this moment and was not written, for somebody
   * else to write now; else {@link #NO_CHANGE}.
   */
  int takeChange(long nowNs, int tenant) {
    boolean changedNow = changedNs == nowNs && tenant < written.length && isChanged[tenant];
    if (!changedNow || counts.of(tenant) == written[tenant]) {
      return NO_CHANGE;
    }
    written[tenant] = counts.of(tenant);
    return written[tenant];
  }

  private void note(long nowNs, int tenant) {
    writeBefore(nowNs);
    if (tenant >= written.length) {
      written = Arrays.copyOf(written, tenant + 1);
      isChanged = Arrays.copyOf(isChanged, tenant + 1);
      changed = Arrays.copyOf(changed, tenant + 1);
    }
    if (!isChanged[tenant]) {
      isChanged[tenant] = true;
      changed[changedCount++] = tenant;
    }
    changedNs = nowNs;
  }

  /** Writes what changed before that time and was not written. */
  void writeBefore(long timeNs) {
    if (changedNs < timeNs) {
      for (int i = 0; i < changedCount; i++) {
        int tenant = changed[i];
        isChanged[tenant] = false;
        if (counts.of(tenant) != written[tenant]) {
          written[tenant] = counts.of(tenant);
          out.counter(changedNs, TraceIds.inLineTrack(tenant), written[tenant]);
        }
      }
      changedCount = 0;
    }
  }
}
