package org.cellsched.loader.cli;

import java.nio.file.Path;
import org.cellsched.host.cli.Program;
import org.cellsched.host.journal.ControlJournal;
import org.cellsched.host.journal.JournalWriter;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.control.Complaints;
import org.cellsched.loader.control.JournalKeeper;
import org.cellsched.loader.control.LoopObserver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the journal is written, if anywhere. */
final class JournalOption {

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = "Writes what the controller was told and answered, for sim replay.")
  private @Nullable Path file;

  /** One that writes it; one that sees nothing if none was asked for. */
  LoopObserver observer(PolicyConfig policy, Complaints complaints) {
    if (file == null) {
      return new LoopObserver() {};
    }
    JournalWriter writer = new JournalWriter(file, JournalWriter.Limits.DEFAULT);
    return new JournalKeeper(
        new ControlJournal(writer, Program.versionOf(Main.class), policy), complaints);
  }
}
