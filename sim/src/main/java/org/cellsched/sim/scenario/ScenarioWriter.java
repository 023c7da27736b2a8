package org.cellsched.sim.scenario;

import java.util.List;
import java.util.SequencedMap;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyWriter;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.interleaving.Interleaving;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes scenarios as {@link ScenarioReader} reads them: what is written and read again is equal,
 * but for the places of events and expectations, and gives the same digest. Defaults are left out.
 */
public final class ScenarioWriter {

  private static final long DEFAULT_SEED = 1;

  private ScenarioWriter() {}

  /**
   * The scenario in YAML. O(its size).
   *
   * @throws IllegalArgumentException if the machine is neither regular nor a preset, which no file
   *     can say
   */
  public static String write(Scenario scenario) {
    WrittenObject top =
        WrittenObject.of("scenario", scenario.name())
            .put("description", scenario.description(), "")
            .put("seed", scenario.seed(), DEFAULT_SEED)
            .putTime("duration", scenario.durationNs(), null);
    if (scenario.scheduler() != SchedulerKind.CELLS) {
      top.put("scheduler", Scalars.wordOf(scenario.scheduler()));
    }
    top.put("machine", MachineWriter.machine(scenario.machine()))
        .putFilled("policy", policy(scenario.policy()))
        .putFilled("fair", fair(scenario.fair()))
        .putFilled("control", control(scenario.control()))
        .putFilled("checks", checks(scenario.checks()))
        .putFilled("interleaving", interleaving(scenario.interleaving()))
        .putFilled("cells", CellWriter.cells(scenario.cells()));
    List<Object> tasks =
        scenario.tasks().stream().<Object>map(group -> TaskWriter.group(group).entries()).toList();
    List<Object> events =
        scenario.events().stream().<Object>map(each -> EventWriter.event(each).entries()).toList();
    List<String> expectations = scenario.expectations().stream().map(Expectation::text).toList();
    top.put("tasks", tasks, List.of())
        .put("events", events, List.of())
        .put("expect", expectations, List.of());
    return yaml().writeValueAsString(top.entries());
  }

  /** Block style, a line for each value, quotes only where YAML needs them. */
  private static YAMLMapper yaml() {
    return new YAMLMapper(
        YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build());
  }

  /** What is not as in the policy by default. */
  private static WrittenObject policy(PolicyConfig policy) {
    WrittenObject object = new WrittenObject();
    SequencedMap<String, Object> usual = PolicyWriter.toMap(PolicyConfig.DEFAULT);
    PolicyWriter.toMap(policy).forEach((key, value) -> object.put(key, value, usual.get(key)));
    return object;
  }

  private static WrittenObject fair(FairSpec fair) {
    return new WrittenObject()
        .putTime("slice", fair.sliceNs(), FairSpec.DEFAULT.sliceNs())
        .putTime("bandwidthSlice", fair.bandwidthSliceNs(), FairSpec.DEFAULT.bandwidthSliceNs())
        .putTime("balance", fair.balanceNs(), FairSpec.DEFAULT.balanceNs());
  }

  private static WrittenObject control(ControlSpec control) {
    ControlSpec usual = ControlSpec.DEFAULT;
    return new WrittenObject()
        .putTime("notificationDelay", control.notificationDelayNs(), usual.notificationDelayNs())
        .putTime("publicationDelay", control.publicationDelayNs(), usual.publicationDelayNs());
  }

  private static WrittenObject interleaving(Interleaving interleaving) {
    return switch (interleaving) {
      case Interleaving.Drawn drawn ->
          WrittenObject.of(
              "drawn", WrittenObject.of("seed", drawn.seed()).put("oneIn", drawn.oneIn()));
      case Interleaving.Listed listed ->
          new WrittenObject()
              .put(
                  "switches",
                  listed.switches().stream()
                      .map(each ->
                          WrittenObject.of("boundary", each.boundary())
                              .put("to", each.to(), 0)
                              .entries())
                      .toList(),
                  List.of());
    };
  }

  private static WrittenObject checks(CheckSpec checks) {
    CheckSpec usual = CheckSpec.DEFAULT;
    return new WrittenObject()
        .putTime("maxWait", checks.maxWaitNs(), null)
        .putTime("handOver", checks.handOverNs(), usual.handOverNs())
        .putTime("reclaim", checks.reclaimNs(), usual.reclaimNs())
        .putTime("idleWhileWaiting", checks.idleWhileWaitingNs(), null)
        .putTime("idleStretch", checks.idleStretchNs(), null);
  }
}
