package org.cellsched.core.cell;

/**
 * One id that is not free.
 *
 * @param cgroup whom the id was given to
 * @param sequence counts cells as they are created: the higher, the newer
 * @param retiring whether the cgroup is gone: the id is held back until the data plane has let go
 * @param used whether the data plane may have tasks in the cell's queues: it took a plan with the
 *     cell, or may have, and has not reported the queues empty since
 */
public record RegisteredCell(
    CellId id, CgroupIdentity cgroup, long sequence, boolean retiring, boolean used) {

  RegisteredCell retire() {
    return new RegisteredCell(id, cgroup, sequence, true, used);
  }

  RegisteredCell withUsed(boolean nowUsed) {
    return new RegisteredCell(id, cgroup, sequence, retiring, nowUsed);
  }
}
