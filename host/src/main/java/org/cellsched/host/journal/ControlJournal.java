package org.cellsched.host.journal;

import java.io.IOException;
import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.jspecify.annotations.Nullable;

/** The journal of a controller that a host runs: to be told of each start and each input. */
public final class ControlJournal implements AutoCloseable {

  private final JournalWriter writer;
  private final String version;
  private final PolicyConfig policy;
  private @Nullable Topology topology;
  private @Nullable CellController controller;

  /**
   * @param version of the program
   * @param policy that the controllers are made with
   */
  public ControlJournal(JournalWriter writer, String version, PolicyConfig policy) {
    this.writer = writer;
    this.version = version;
    this.policy = policy;
  }

  /** A controller begins, new or restored: a new segment. */
  public void begins(long nowNs, Topology ofMachine, CellController started) throws IOException {
    topology = ofMachine;
    controller = started;
    writer.begin(new JournalHeader(version, nowNs, policy, ofMachine, started.checkpoint()));
  }

  /** The controller was told something, and has answered. */
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects)
      throws IOException {
    writer.write(new JournalEntry(nowNs, input, effects));
    if (writer.isFull() && topology != null && controller != null) {
      begins(nowNs, topology, controller);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
