package org.cellsched.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.RequestQueueSharing;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes scenarios as {@link ScenarioReader} reads them: what is written and read again is equal.
 * Defaults are left out. Writes what importers make: tasks with programs and cells on a machine
 * with a single last-level cache, without events and expectations; refuses the rest.
 */
public final class ScenarioWriter {

  private static final long DEFAULT_SEED = 1;
  private static final int DEFAULT_HZ = 250;

  private ScenarioWriter() {}

  /**
   * The scenario in YAML.
   *
   * @throws IllegalArgumentException if it has a part that this class does not write
   */
  public static String write(Scenario scenario) {
    refuseWhatIsNotWritten(scenario);
    LinkedHashMap<String, Object> top = new LinkedHashMap<>();
    top.put("scenario", scenario.name());
    if (!scenario.description().isEmpty()) {
      top.put("description", scenario.description());
    }
    top.put("duration", Scalars.formatNs(scenario.durationNs()));
    top.put("machine", machine(scenario.machine()));
    if (!scenario.cells().isEmpty()) {
      top.put("cells", cells(scenario.cells()));
    }
    top.put("tasks", scenario.tasks().stream().map(ScenarioWriter::group).toList());
    return yaml().writeValueAsString(top);
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

  private static void refuseWhatIsNotWritten(Scenario scenario) {
    refuse(scenario.seed() != DEFAULT_SEED, "a seed");
    refuse(scenario.scheduler() != SchedulerKind.CELLS, "a scheduler");
    refuse(!scenario.policy().equals(PolicyConfig.DEFAULT), "a policy");
    refuse(!scenario.fair().equals(FairSpec.DEFAULT), "settings of the fair class");
    refuse(!scenario.control().equals(ControlSpec.DEFAULT), "a control plane");
    refuse(!scenario.checks().equals(CheckSpec.DEFAULT), "checks");
    refuse(!scenario.events().isEmpty(), "events");
    refuse(!scenario.expectations().isEmpty(), "expectations");
  }

  private static void refuse(boolean present, String part) {
    if (present) {
      throw new IllegalArgumentException(part + " other than the default cannot be written");
    }
  }

  private static SequencedMap<String, Object> machine(MachineSpec machine) {
    int cpus = machine.topology().cpuCount();
    Topology written = Topology.regular(1, 1, 1, cpus, 1, SiblingNumbering.ADJACENT);
    refuse(!machine.topology().equals(written), "a topology");
    refuse(machine.hz() != DEFAULT_HZ || !machine.costs().equals(CostSpec.DEFAULT), "a machine");
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("coresPerLlc", cpus);
    return map;
  }

  private static SequencedMap<String, Object> cells(List<CellDeclaration> cells) {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    for (CellDeclaration cell : cells) {
      LinkedHashMap<String, Object> body = new LinkedHashMap<>();
      if (cell.cpuset() != null) {
        body.put("cpuset", CpuList.format(cell.cpuset()));
      }
      if (cell.cpuWeight() != CellDeclaration.DEFAULT_CPU_WEIGHT) {
        body.put("cpuWeight", cell.cpuWeight());
      }
      refuse(cell.cpuMax() != null, "a limit of CPU time");
      if (!cell.children().isEmpty()) {
        body.put("children", cells(cell.children()));
      }
      map.put(cell.name(), body);
    }
    return map;
  }

  private static SequencedMap<String, Object> group(TaskGroup group) {
    refuse(group.queue() != RequestQueueSharing.SHARED, "a request queue");
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put("name", group.name());
    map.put("cell", group.cell());
    if (group.count() != 1) {
      map.put("count", group.count());
    }
    refuse(group.members() == TaskGroup.Members.PER_CPU, "a task per CPU");
    if (group.members() == TaskGroup.Members.FORKED) {
      map.put("forked", true);
    }
    if (group.nice() != 0) {
      map.put("nice", group.nice());
    }
    if (group.affinity() != null) {
      map.put("affinity", CpuList.format(group.affinity()));
    }
    if (group.startNs() != 0) {
      map.put("start", Scalars.formatNs(group.startNs()));
    }
    if (group.stopNs() != null) {
      map.put("stop", Scalars.formatNs(group.stopNs()));
    }
    map.put("behaviour", ProgramWriter.behaviour(group.behaviour()));
    return map;
  }
}
