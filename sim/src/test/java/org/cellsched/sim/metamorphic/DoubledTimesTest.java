package org.cellsched.sim.metamorphic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.SECOND;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellsched.host.yaml.Setting;
import org.cellsched.sim.scenario.Golden;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoubledTimesTest {

  static List<Path> library() throws IOException {
    try (Stream<Path> files = Files.walk(Golden.repository("scenarios"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("library")
  void clockOfAScenarioIsNotItsOnlyTime(Path file) throws ScenarioException {
    assertDoubled(ScenarioReader.read(file, List.of()));
  }

  @ParameterizedTest
  @MethodSource("library")
  void clockOfTheFairClassIsNotItsOnlyTime(Path file) throws ScenarioException {
    assertDoubled(
        ScenarioReader.read(
            file, List.of(new Setting("--scheduler fair", List.of("scheduler"), "fair"))));
  }

  private static void assertDoubled(Scenario read) {
    Scenario scenario = ExactTimes.of(read, Math.min(read.durationNs(), 2 * SECOND));
    EventLog.Run base = EventLog.of(scenario);
    EventLog.Run slow = EventLog.of(Doubled.of(scenario));
    String d =
        EventLog.firstDifference(
            base.events().stream().map(SeenEvent::doubled).toList(), slow.events());
    assertThat(List.of(ResultComparison.notDoubled(base.result(), slow.result()).toString(), d))
        .isEqualTo(List.of("[]", ""));
  }
}
