package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.trace.ObserverGroup;
import org.cellsched.sim.trace.RunObserver;

/** All that a command makes of one run; closing it closes each, last opened first. */
final class RunOutputs implements AutoCloseable {

  private final List<RunOutput> outputs = new ArrayList<>();

  void add(RunOutput output) {
    outputs.add(output);
  }

  RunObserver observer() {
    return ObserverGroup.of(outputs.stream().map(RunOutput::observer).toList());
  }

  void finished(RunResult result) {
    outputs.forEach(output -> output.finished(result));
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (RunOutput output : outputs.reversed()) {
      try {
        output.close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
