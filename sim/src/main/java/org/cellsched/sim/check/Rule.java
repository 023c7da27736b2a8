package org.cellsched.sim.check;

/** What a checker can find broken. */
public enum Rule {
  AFFINITY("a task ran on a CPU that its affinity excludes"),
  CELL("a task ran outside its cell without borrowing"),
  ONE_TASK_PER_CPU("two tasks on one CPU, or one task on two"),
  CPU_TIME("CPU time was not conserved to the nanosecond"),
  TIME_ORDER("time ran back"),
  LOST_TASK("a runnable task is in no queue and on no CPU"),
  PLAN("an applied plan breaks an invariant, or is not for the cgroups and CPUs there are"),
  DEMAND("a new cell began with the demand of another"),
  ACCOUNTS("a cell's counters are not what its tasks ran"),
  SLICE("a slice ended before it was used up, cut or preempted"),
  RECLAIM("a borrower kept a CPU that its owner wanted back"),
  RECLAIMED_IN_VAIN("a CPU was taken back that no borrower had"),
  MAX_WAIT("a runnable task waited too long"),
  IDLE_WHILE_WAITING("CPUs idled beside eligible waiting tasks beyond the limit"),
  IDLE_STRETCH("CPUs idled beside eligible waiting tasks for too long on end"),
  SCHEDULER_FAULT("the kernel ended the scheduler");

  private final String meaning;

  Rule(String meaning) {
    this.meaning = meaning;
  }

  /** One line for people. */
  public String meaning() {
    return meaning;
  }
}
