package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.Limits.MOST_CPUS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.MachinePresets;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.KernelConfig;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.InterruptSource;
import org.jspecify.annotations.Nullable;

/** How a {@link MachineSpec} is written in YAML. */
final class MachineFormat {

  private static final ScalarFormat<Long> COST = Scalars.duration(0, Limits.MILLISECOND_NS);

  static final ObjectFormat<MigrationCosts> MIGRATION =
      ObjectFormat.of(
          "migration costs",
          "CPU time lost to cold caches by a task that goes on elsewhere, by distance.",
          MachineFormat::migration);

  static final ObjectFormat<CostSpec> COSTS =
      ObjectFormat.of("costs", "What scheduling itself costs.", MachineFormat::costs);

  static final ObjectFormat<InterruptSource> IRQ =
      ObjectFormat.of(
          "interrupt source", "A device or timer that interrupts CPUs.", MachineFormat::irq);

  static final ObjectFormat<MachineSpec> MACHINE =
      ObjectFormat.of(
          "machine",
          "The simulated machine: a preset, or a regular shape.",
          keys -> new MachineFormat(keys)::machine);

  private final List<Key<Integer>> shape = new ArrayList<>();
  private final Key<Topology> preset;
  private final Key<Integer> sockets;
  private final Key<Integer> nodesPerSocket;
  private final Key<Integer> llcs;
  private final Key<Integer> coresPerLlc;
  private final Key<Integer> smt;
  private final Key<SiblingNumbering> siblings;
  private final Key<Integer> hz;
  private final Key<CostSpec> costs;
  private final Key<Integer> smtThroughput;
  private final Key<List<Located<InterruptSource>>> irqs;
  private final Key<Long> watchdog;

  private MachineFormat(Keys keys) {
    preset =
        keys.nullable(
            "preset",
            Scalars.word(List.copyOf(MachinePresets.all().keySet()), name -> name)
                .map(MachineFormat::presetNamed),
            "the shape says it",
            "A real machine by name; without the keys of the shape.");
    sockets = shape(keys, "sockets", 64, "1", "Sockets.");
    nodesPerSocket = shape(keys, "nodesPerSocket", 64, "1", "NUMA nodes per socket.");
    llcs = shape(keys, "llcs", MOST_CPUS, "1", "Last-level caches per node.");
    coresPerLlc =
        keys.nullable(
            "coresPerLlc",
            Scalars.smallNumber(1, MOST_CPUS),
            "required unless there is a preset",
            "Cores per last-level cache.");
    shape.add(coresPerLlc);
    smt = shape(keys, "smt", 8, "1", "CPUs (hardware threads) per core.");
    siblings =
        keys.optional(
            "siblings",
            Scalars.constant(SiblingNumbering.class),
            "adjacent",
            "How the CPUs of a core are numbered: adjacent (0 and 1) or split (0 and n).");
    hz =
        keys.optional(
            "hz", Scalars.oneOf(100, 250, 300, 1000), "250", "Clock ticks per second and CPU.");
    costs = keys.optional("costs", COSTS, "{}", "What scheduling itself costs.");
    smtThroughput =
        keys.optional(
            "smtThroughput",
            Scalars.percent(1_000_000, 2_000_000),
            "125%",
            "Work that a core does with two busy siblings, by what it does with one;"
                + " 200%: they do not slow each other down.");
    irqs =
        keys.optional(
            "irqs",
            new ListFormat<>("interrupt sources", IRQ),
            "[]",
            "The interrupts that CPUs handle beside their tasks.");
    watchdog =
        keys.optional(
            "watchdog",
            Scalars.duration(Limits.MILLISECOND_NS, KernelConfig.DEFAULT_WATCHDOG_NS),
            "30s",
            "How long a runnable task may wait before the kernel ends the scheduler.");
  }

  private Key<Integer> shape(Keys keys, String name, int most, String byDefault, String meaning) {
    Key<Integer> key = keys.optional(name, Scalars.smallNumber(1, most), byDefault, meaning);
    shape.add(key);
    return key;
  }

  private static Topology presetNamed(String name) {
    Topology topology = MachinePresets.all().get(name);
    if (topology == null) {
      throw new IllegalStateException("no preset " + name);
    }
    return topology;
  }

  private @Nullable MachineSpec machine(Values values) {
    Topology topology = values.find(preset);
    if (topology == null) {
      topology = regular(values);
    } else {
      refuseShapeBesidePreset(values);
    }
    if (topology == null) {
      return null;
    }
    List<InterruptSource> sources = values.get(irqs).stream().map(Located::value).toList();
    refuseUnknownCpus(values, sources, topology);
    return new MachineSpec(
        topology,
        values.get(hz),
        values.get(costs),
        values.get(smtThroughput),
        sources,
        values.get(watchdog));
  }

  private void refuseUnknownCpus(Values values, List<InterruptSource> sources, Topology topology) {
    for (InterruptSource source : sources) {
      CpuMask cpus = source.cpus();
      if (cpus != null && !cpus.isSubsetOf(topology.cpus())) {
        values.refuse(
            irqs,
            "`irqs` names CPUs %s, which the machine does not have; expected some of %s"
                .formatted(cpus.andNot(topology.cpus()), topology.cpus()));
      }
    }
  }

  private void refuseShapeBesidePreset(Values values) {
    List<Key<?>> contradicting = new ArrayList<>(shape);
    contradicting.add(siblings);
    for (Key<?> key : contradicting) {
      if (values.isWritten(key)) {
        values.refuse(
            key,
            "`%s` contradicts `preset`, which says the whole shape; delete one of the two"
                .formatted(key.name()));
      }
    }
  }

  private @Nullable Topology regular(Values values) {
    Integer cores = values.find(coresPerLlc);
    if (cores == null) {
      values.refuse(
          coresPerLlc,
          "`machine` lacks the key `coresPerLlc`; expected a whole number, or a preset;"
              + " add for example `coresPerLlc: 4`");
      return null;
    }
    long cpus = 1;
    for (Key<Integer> key : shape) {
      cpus = Math.min(cpus * values.get(key), Integer.MAX_VALUE);
    }
    if (cpus > MOST_CPUS) {
      values.refuse(
          coresPerLlc,
          "the machine has more than %d CPUs; expected sockets × nodesPerSocket × llcs ×"
                  .formatted(MOST_CPUS)
              + " coresPerLlc × smt to be at most that");
      return null;
    }
    return Topology.regular(
        values.get(sockets),
        values.get(nodesPerSocket),
        values.get(llcs),
        cores,
        values.get(smt),
        values.get(siblings));
  }

  private static Maker<MigrationCosts> migration(Keys keys) {
    Key<Long> sameCore = keys.optional("sameCore", COST, "0", "To an SMT sibling.");
    Key<Long> sameLlc =
        keys.optional("sameLlc", COST, "1us", "To another core of the same last-level cache.");
    Key<Long> sameNode =
        keys.optional("sameNode", COST, "5us", "To another last-level cache of the node.");
    Key<Long> sameSocket =
        keys.optional("sameSocket", COST, "10us", "To another node of the socket.");
    Key<Long> otherSocket = keys.optional("otherSocket", COST, "20us", "To another socket.");
    return values ->
        new MigrationCosts(
            values.get(sameCore),
            values.get(sameLlc),
            values.get(sameNode),
            values.get(sameSocket),
            values.get(otherSocket));
  }

  private static Maker<InterruptSource> irq(Keys keys) {
    Key<Optional<CpuMask>> cpus =
        keys.optional("cpus", TaskFormat.AFFINITY, "all", "The CPUs it interrupts.");
    Key<Distribution> every =
        keys.required(
            "every", DistributionFormat.TIME, "1ms", "From one interrupt of a CPU to its next.");
    Key<Distribution> takes =
        keys.required(
            "takes", DistributionFormat.TIME, "20us", "CPU time that an interrupt takes.");
    return values -> {
      long everyNs = values.get(every).meanNs();
      long takesNs = values.get(takes).meanNs();
      if (takesNs >= everyNs) {
        values.refuse(
            takes,
            "`takes` (%s) is not less than `every` (%s), so that nothing else would ever run"
                .formatted(Scalars.formatNs(takesNs), Scalars.formatNs(everyNs)));
      }
      return new InterruptSource(
          values.get(cpus).orElse(null), values.get(every), values.get(takes));
    };
  }

  private static Maker<CostSpec> costs(Keys keys) {
    Key<Long> switching =
        keys.optional(
            "switch", COST, "1us", "Each change of the task on a CPU, from idle to a task too.");
    Key<Long> kick =
        keys.optional("kick", COST, "2us", "From a kick to the reaction of the kicked CPU.");
    Key<Long> callback = keys.optional("callback", COST, "0", "Each callback into the scheduler.");
    Key<MigrationCosts> migration =
        keys.optional("migration", MIGRATION, "{}", "A task that goes on elsewhere.");
    return values ->
        new CostSpec(
            values.get(switching), values.get(kick), values.get(callback), values.get(migration));
  }
}
