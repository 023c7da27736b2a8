package org.cellsched.sim.report;

/** Why a turn ended. */
enum Ending {
  SLEPT("it wanted no more"),
  SLICE_USED("its slice was used up"),
  RECLAIMED("preempted: its owner's tasks wanted the CPU back"),
  EVICTED("preempted: it had lost its right to the CPU"),
  GAVE_WAY("preempted: another one had found the CPU idle, too"),
  OVERTAKEN("preempted: somebody who was owed more went first"),
  PUT_OFF("put off with slice left"),
  GOES_ON("it went on: a plan changed whose CPU this is, or it changed its cell"),
  RUN_ENDED("the run ended");

  private final String words;

  Ending(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
