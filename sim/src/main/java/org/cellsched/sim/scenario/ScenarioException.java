package org.cellsched.sim.scenario;

import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Problems;

/** A file that is no scenario, with every complaint about it. */
public final class ScenarioException extends InvalidFileException {

  private static final long serialVersionUID = 1L;

  ScenarioException(Problems problems) {
    super(problems);
  }
}
