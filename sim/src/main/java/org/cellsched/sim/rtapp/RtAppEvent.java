package org.cellsched.sim.rtapp;

import org.cellsched.host.yaml.Location;

/**
 * One step of a thread, as rt-app 1.0 understands it. Closed: rt-app refuses any other. Times are
 * in microseconds, as in the file. Conditions and mutexes of equal name are different things.
 */
sealed interface RtAppEvent {

  Location location();

  /** A load of this length on a CPU at full speed. */
  record Run(Location location, long lengthUs) implements RtAppEvent {}

  /** Busy for this time by the clock, whatever the CPU achieves in it. */
  record Runtime(Location location, long lengthUs) implements RtAppEvent {}

  record Sleep(Location location, long lengthUs) implements RtAppEvent {}

  /** Sleeps until a period after the timer's last expiry. */
  record Timer(Location location, String ref, long periodUs, boolean absolute)
      implements RtAppEvent {

    /** Whether each thread has one of its own: so rt-app takes names that begin with "unique". */
    boolean isUnique() {
      return ref.startsWith("unique");
    }
  }

  record Lock(Location location, String mutex) implements RtAppEvent {}

  record Unlock(Location location, String mutex) implements RtAppEvent {}

  /** As {@code pthread_cond_wait}. */
  record Wait(Location location, String condition, String mutex) implements RtAppEvent {}

  /** Wakes one that waits; without effect if none does. */
  record Signal(Location location, String condition) implements RtAppEvent {}

  /** Wakes all that wait. */
  record Broad(Location location, String condition) implements RtAppEvent {}

  /** {@link Signal}, then {@link Wait} on the same condition, with the mutex held. */
  record Sync(Location location, String condition, String mutex) implements RtAppEvent {}

  /** Waits, under the mutex of the same name, until somebody resumes this name. */
  record Suspend(Location location, String name) implements RtAppEvent {}

  /** Wakes all that are suspended under this name; without effect if none is. */
  record Resume(Location location, String name) implements RtAppEvent {}

  /** Writes so many bytes to memory. */
  record Mem(Location location, long bytes) implements RtAppEvent {}

  /** Writes so many bytes to the file {@code io_device}. */
  record IoRun(Location location, long bytes) implements RtAppEvent {}

  record Yield(Location location) implements RtAppEvent {}

  /** Waits until all that use this barrier are there. */
  record Barrier(Location location, String name) implements RtAppEvent {}

  /** Starts one more thread of this task. */
  record Fork(Location location, String task) implements RtAppEvent {}
}
