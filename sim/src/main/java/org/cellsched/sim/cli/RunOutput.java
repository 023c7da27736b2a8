package org.cellsched.sim.cli;

import org.cellsched.sim.RunResult;
import org.cellsched.sim.trace.RunObserver;

/**
 * What a command makes of a run while it goes on, beside the result: a journal, say. What cannot be
 * written ends the run with a {@link org.cellsched.host.cli.CommandFailure}.
 */
interface RunOutput extends RunObserver, AutoCloseable {

  /** What watches the run for it. */
  default RunObserver observer() {
    return this;
  }

  /** The run has ended, complete or not, and this is what became of it. */
  default void finished(RunResult result) {}

  /** Nothing more comes; called on a run that failed too. */
  @Override
  void close();
}
