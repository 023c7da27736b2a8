package org.cellsched.sim.explain;

/**
 * Who had the CPUs that a waiting task could have used, in nanoseconds of CPU time. The parts leave
 * nothing out: their sum is the number of those CPUs times the time looked at.
 *
 * @param ownCellNs tasks of its own cell ran
 * @param otherCellsNs tasks of other cells ran: borrowers, or the owners of CPUs it might borrow
 * @param switchingNs the CPU was switching to a task
 * @param idleNs nobody had it, though a kick may have been on its way
 * @param higherClassNs a higher scheduling class had it
 * @param interruptNs it was in an interrupt
 * @param offlineNs it was offline
 * @param throttledNs cpu.max kept the task from it, whoever had it meanwhile
 */
public record CpuTime(
    long ownCellNs,
    long otherCellsNs,
    long switchingNs,
    long idleNs,
    long higherClassNs,
    long interruptNs,
    long offlineNs,
    long throttledNs) {

  /** The sum of the parts. */
  public long totalNs() {
    return ownCellNs
        + otherCellsNs
        + switchingNs
        + idleNs
        + higherClassNs
        + interruptNs
        + offlineNs
        + throttledNs;
  }
}
