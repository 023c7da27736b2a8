package org.cellsched.sim.scenario;

import java.util.List;
import java.util.Map;
import org.cellsched.core.cpu.MachinePresets;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.workload.InterruptSource;

/** Writes machines as {@link MachineFormat} reads them. */
final class MachineWriter {

  private static final int DEFAULT_HZ = 250;

  private MachineWriter() {}

  /**
   * A machine.
   *
   * @throws IllegalArgumentException if its topology is neither regular nor a preset
   */
  static WrittenObject machine(MachineSpec machine) {
    WrittenObject object =
        topology(machine.topology())
            .put("hz", machine.hz(), DEFAULT_HZ)
            .putFilled("costs", costs(machine.costs()));
    if (machine.smtThroughputPpm() != KernelConfig.DEFAULT_SMT_THROUGHPUT_PPM) {
      object.put("smtThroughput", Scalars.formatPercent(machine.smtThroughputPpm()));
    }
    List<Object> irqs = machine.irqs().stream().map(MachineWriter::irq).toList();
    return object
        .put("irqs", irqs, List.of())
        .putTime("watchdog", machine.watchdogNs(), KernelConfig.DEFAULT_WATCHDOG_NS);
  }

  private static WrittenObject topology(Topology topology) {
    int sockets = topology.socketCount();
    int nodes = topology.nodeCount() / sockets;
    int llcs = topology.llcCount() / topology.nodeCount();
    int cores = topology.coreCount() / topology.llcCount();
    int smt = topology.cpuCount() / topology.coreCount();
    for (SiblingNumbering siblings : SiblingNumbering.values()) {
      if (Topology.regular(sockets, nodes, llcs, cores, smt, siblings).equals(topology)) {
        return new WrittenObject()
            .put("sockets", sockets, 1)
            .put("nodesPerSocket", nodes, 1)
            .put("llcs", llcs, 1)
            .put("coresPerLlc", cores)
            .put("smt", smt, 1)
            .put("siblings", Scalars.wordOf(siblings), Scalars.wordOf(SiblingNumbering.ADJACENT));
      }
    }
    return MachinePresets.all().entrySet().stream()
        .filter(preset -> preset.getValue().equals(topology))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(name -> WrittenObject.of("preset", name))
        .orElseThrow(
            () -> new IllegalArgumentException("neither regular nor a preset: " + topology));
  }

  private static WrittenObject costs(CostSpec costs) {
    CostSpec usual = CostSpec.DEFAULT;
    return new WrittenObject()
        .putTime("switch", costs.switchNs(), usual.switchNs())
        .putTime("kick", costs.kickNs(), usual.kickNs())
        .putTime("callback", costs.callbackNs(), usual.callbackNs())
        .putFilled("migration", migration(costs.migration()));
  }

  private static WrittenObject migration(MigrationCosts costs) {
    MigrationCosts usual = MigrationCosts.DEFAULT;
    return new WrittenObject()
        .putTime("sameCore", costs.sameCoreNs(), usual.sameCoreNs())
        .putTime("sameLlc", costs.sameLlcNs(), usual.sameLlcNs())
        .putTime("sameNode", costs.sameNodeNs(), usual.sameNodeNs())
        .putTime("sameSocket", costs.sameSocketNs(), usual.sameSocketNs())
        .putTime("otherSocket", costs.otherSocketNs(), usual.otherSocketNs());
  }

  private static Object irq(InterruptSource source) {
    return new WrittenObject()
        .putCpus("cpus", source.cpus())
        .put("every", DistributionWriter.time(source.every()))
        .put("takes", DistributionWriter.time(source.takes()))
        .entries();
  }
}
