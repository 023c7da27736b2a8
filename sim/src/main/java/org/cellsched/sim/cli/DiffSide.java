package org.cellsched.sim.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.EventWindow;
import org.cellsched.sim.trace.Fingerprint;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of two runs that are compared: a scenario to run, or what an earlier run left. */
final class DiffSide {

  private final String name;
  private final Path file;
  private final String title;
  private final @Nullable Scenario scenario;
  private @Nullable Fingerprint fingerprint;

  private DiffSide(
      String name,
      Path file,
      String title,
      @Nullable Scenario scenario,
      @Nullable Fingerprint fingerprint) {
    this.name = name;
    this.file = file;
    this.title = title;
    this.scenario = scenario;
    this.fingerprint = fingerprint;
  }

  /** Throws {@link CommandFailure} with every complaint and its place. */
  static DiffSide scenario(String name, Path file, List<String> settings) {
    Scenario scenario = ScenarioOptions.read(file, ScenarioOptions.parse(settings));
    String title = file + (settings.isEmpty() ? "" : " with " + String.join(", ", settings));
    return new DiffSide(name, file, title, scenario, null);
  }

  /** Throws {@link CommandFailure} if the file is no document of a run. */
  static DiffSide recorded(String name, Path file, List<String> settings) {
    if (!settings.isEmpty()) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "%s is the document of a run: `%s` comes too late for it; name the scenario instead"
              .formatted(file, settings.getFirst()));
    }
    try {
      JsonNode document = JsonMapper.shared().readTree(file.toFile());
      List<String> ladder = new ArrayList<>();
      document.required("digestLadder").forEach(rung -> ladder.add(rung.asString()));
      Fingerprint left =
          new Fingerprint(
              document.required("digest").asString(),
              ladder,
              document.required("simulatedNs").asLong());
      String title =
          "%s (%s, version %s)"
              .formatted(
                  file,
                  document.required("scenario").asString(),
                  document.required("version").asString());
      return new DiffSide(name, file, title, null, left);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT,
          "%s is not the document of a run (bin/sim run --json FILE): %s"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  String name() {
    return name;
  }

  String title() {
    return title;
  }

  /** Whether all that is known is what the run left. */
  boolean isRecorded() {
    return scenario == null;
  }

  void run(ScenarioRun runner) {
    if (scenario != null) {
      RunResult result = runner.run(file, scenario, RunObserver.NONE);
      fingerprint = new Fingerprint(result.digest(), result.digestLadder(), result.simulatedNs());
    }
  }

  Fingerprint fingerprint() {
    if (fingerprint == null) {
      throw new IllegalStateException(name + " has not run");
    }
    return fingerprint;
  }

  /** Runs it again up to the end of a window, and answers what happened in that. */
  EventWindow watch(ScenarioRun runner, long fromNs, long toNs, int stateAt) {
    if (scenario == null) {
      throw new IllegalStateException(name + " cannot run again");
    }
    EventWindow window = new EventWindow(fromNs, toNs, stateAt);
    runner.runUntil(file, scenario, window, toNs);
    return window;
  }
}
