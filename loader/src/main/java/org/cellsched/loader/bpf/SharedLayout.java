package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.dispatch.Vtime;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.host.policy.DataPlaneConfig;

/**
 * The values of maps as {@code bpf/shared.h} lays them out. A test compares these numbers with
 * those that the C compiler asserts there.
 */
final class SharedLayout {

  static final int MAX_CPUS = 1024;
  static final int CPU_WORDS = MAX_CPUS / Long.SIZE;
  static final int CPU_SET_BYTES = MAX_CPUS / Byte.SIZE;
  static final int MAX_LLCS = 64;
  static final int LATENCY_BUCKETS = 40;

  /** So many kinds, the first ones, are made by the cell scheduler. */
  static final int DECISIONS = Decision.OVERDUE.ordinal() + 1;

  /** More than any queue's number. */
  static final int MAX_QUEUES = MAX_CPUS + CellId.MAX_CELLS * MAX_LLCS;

  /** struct cells_plan. */
  static final class Plan {
    static final int GENERATION = 0;
    static final int CGROUP_LEVEL = 8;
    static final int CGROUP_COUNT = 12;
    static final int BORROWER_COUNT = 16;
    static final int RETIRING_COUNT = 20;
    static final int CGROUP_ID = 24;
    static final int CGROUP_CELL = 2072;
    static final int BORROWERS = 2584;
    static final int RETIRING = 3096;
    static final int CELL_OF_CPU = 3608;
    static final int PRIMARY = 5656;
    static final int BORROWABLE = 38424;
    static final int SIZE = 71192;

    private Plan() {}
  }

  /** struct cells_config. */
  static final class Config {
    static final int SLICE_NS = 0;
    static final int LENDER_PROTECTION_NS = 8;
    static final int CUT_SHORTEST_NS = 16;
    static final int CUT_LONGEST_NS = 24;
    static final int LONGEST_WAIT_NS = 32;
    static final int OVERDUE_LOOK_NS = 40;
    static final int CPU_COUNT = 48;
    static final int LLC_SLOTS = 52;
    static final int RECLAIMS = 56;
    static final int LOADER_TGID = 60;
    static final int LLC_SLOT_OF_CPU = 64;
    static final int SIZE = 2112;

    private Config() {}
  }

  /** struct cell_counters. */
  static final class Counters {
    static final int RUN_NS = 0;
    static final int WAIT_NS = 8;
    static final int RESTRICTED_WAIT_NS = 16;
    static final int BORROWED_NS = 24;
    static final int LENT_NS = 32;
    static final int WAKEUPS = 40;
    static final int SIZE = 360;

    private Counters() {}
  }

  /** struct exit_record. */
  static final class Exit {
    static final int KIND = 0;
    static final int ENDED = 4;
    static final int CODE = 8;
    static final int REASON = 16;
    static final int MESSAGE = 144;
    static final int DUMP = 1168;
    static final int SIZE = 33936;

    private Exit() {}
  }

  /** The first fields of struct sched_ext_ops as {@code bpf/kernel_types.h} declares it. */
  static final class Ops {
    static final int HOTPLUG_SEQ = 0;
    static final int TIMEOUT_MS = 16;

    private Ops() {}
  }

  private SharedLayout() {}

  /** A set of CPUs as the kernel reads it. */
  static MemorySegment encode(CpuMask mask, Arena arena) {
    MemorySegment value = arena.allocate(CPU_SET_BYTES, Long.BYTES);
    putMask(value, 0, mask);
    return value;
  }

  /**
   * A plan as the kernel reads it. CPUs that no cell owns are the root cell's.
   *
   * @param cellLevel depth of the cells' cgroups
   */
  static MemorySegment encode(PublishedPlan published, int cellLevel, Arena arena) {
    MemorySegment plan = arena.allocate(Plan.SIZE, Long.BYTES);
    plan.set(ValueLayout.JAVA_LONG, Plan.GENERATION, published.generation());
    plan.set(ValueLayout.JAVA_INT, Plan.CGROUP_LEVEL, cellLevel);
    List<CellAssignment> byId =
        published.assignments().stream()
            .sorted(Comparator.comparingLong(each -> each.cgroup().inode()))
            .toList();
    plan.set(ValueLayout.JAVA_INT, Plan.CGROUP_COUNT, byId.size());
    for (int index = 0; index < byId.size(); index++) {
      long id = byId.get(index).cgroup().inode();
      plan.set(ValueLayout.JAVA_LONG, Plan.CGROUP_ID + (long) Long.BYTES * index, id);
      putShort(plan, Plan.CGROUP_CELL, index, byId.get(index).cell().value());
    }
    int borrowers = 0;
    for (CellAllocation cell : published.plan().cells()) {
      int id = cell.id().value();
      putMask(plan, Plan.PRIMARY + CPU_SET_BYTES * id, cell.primary());
      putMask(plan, Plan.BORROWABLE + CPU_SET_BYTES * id, cell.borrowable());
      cell.primary().forEach(cpu -> putShort(plan, Plan.CELL_OF_CPU, cpu, id));
      if (!cell.borrowable().isEmpty()) {
        putShort(plan, Plan.BORROWERS, borrowers++, id);
      }
    }
    plan.set(ValueLayout.JAVA_INT, Plan.BORROWER_COUNT, borrowers);
    plan.set(ValueLayout.JAVA_INT, Plan.RETIRING_COUNT, published.retiring().size());
    for (int index = 0; index < published.retiring().size(); index++) {
      CellId retiring = published.retiring().get(index);
      putShort(plan, Plan.RETIRING, index, retiring.value());
    }
    return plan;
  }

  /** What an operator chose, and the machine. */
  static MemorySegment encode(DataPlaneSetup setup, int loaderTgid, Arena arena) {
    DataPlaneConfig policy = setup.policy();
    Topology topology = setup.topology();
    MemorySegment config = arena.allocate(Config.SIZE, Long.BYTES);
    config.set(ValueLayout.JAVA_LONG, Config.SLICE_NS, policy.sliceNs());
    config.set(ValueLayout.JAVA_LONG, Config.LENDER_PROTECTION_NS, policy.lenderProtectionNs());
    config.set(ValueLayout.JAVA_LONG, Config.CUT_SHORTEST_NS, policy.sliceCut().shortestNs());
    config.set(ValueLayout.JAVA_LONG, Config.CUT_LONGEST_NS, policy.sliceCut().longestNs());
    config.set(
        ValueLayout.JAVA_LONG, Config.LONGEST_WAIT_NS, Vtime.longestWaitNs(setup.watchdogNs()));
    config.set(
        ValueLayout.JAVA_LONG, Config.OVERDUE_LOOK_NS, Vtime.overdueLookNs(setup.watchdogNs()));
    config.set(ValueLayout.JAVA_INT, Config.CPU_COUNT, topology.cpuCount());
    config.set(ValueLayout.JAVA_INT, Config.LLC_SLOTS, policy.llcAware() ? topology.llcCount() : 1);
    config.set(ValueLayout.JAVA_INT, Config.RECLAIMS, policy.reclaim() ? 1 : 0);
    config.set(ValueLayout.JAVA_INT, Config.LOADER_TGID, loaderTgid);
    for (int cpu = 0; policy.llcAware() && cpu < topology.cpuCount(); cpu++) {
      putShort(config, Config.LLC_SLOT_OF_CPU, cpu, topology.llcOf(cpu));
    }
    return config;
  }

  private static void putShort(MemorySegment value, int array, int index, int number) {
    value.set(ValueLayout.JAVA_SHORT, array + (long) Short.BYTES * index, (short) number);
  }

  private static void putMask(MemorySegment value, int offset, CpuMask mask) {
    long[] words = mask.toWords(CPU_WORDS);
    for (int word = 0; word < CPU_WORDS; word++) {
      value.set(ValueLayout.JAVA_LONG, offset + (long) Long.BYTES * word, words[word]);
    }
  }
}
