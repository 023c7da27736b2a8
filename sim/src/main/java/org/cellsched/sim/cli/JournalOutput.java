package org.cellsched.sim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.journal.ControlJournal;
import org.cellsched.host.journal.JournalWriter;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Version;
import org.cellsched.sim.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/** Writes the journal of a run's controller. What cannot be written ends the run. */
final class JournalOutput implements RunOutput {

  private final Path file;
  private final Scenario scenario;
  private final Console console;
  private @Nullable ControlJournal journal;

  JournalOutput(Path file, Scenario scenario, Console console) {
    this.file = file;
    this.scenario = scenario;
    this.console = console;
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    try {
      journal =
          new ControlJournal(
              new JournalWriter(file, JournalWriter.Limits.DEFAULT), Version.TEXT, policy);
      journal.begins(0, scenario.machine().topology(), controller);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    try {
      if (journal != null) {
        journal.told(nowNs, input, effects);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void finished(RunResult result) {
    if (journal == null) {
      console.err().println("sim run: no journal is written: this scheduler has no cells");
    }
  }

  @Override
  public void close() {
    try {
      if (journal != null) {
        journal.close();
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private CommandFailure unwritable(IOException e) {
    return new CommandFailure(
        ExitStatus.BAD_INPUT, "cannot write the journal " + file + ": " + e.getMessage(), e);
  }
}
