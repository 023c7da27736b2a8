package org.cellsched.loader.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CellAssignment;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.SiblingNumbering;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.host.policy.DataPlaneConfig;
import org.junit.jupiter.api.Test;

/** The loader's idea of the kernel's structures against what the C compiler asserts of them. */
class SharedLayoutTest {

  private static final Pattern OFFSET =
      Pattern.compile("ASSERT_OFFSET\\(struct (\\w+), (\\w+), (\\d+)\\);");
  private static final Pattern SIZE = Pattern.compile("ASSERT_SIZE\\(struct (\\w+), (\\d+)\\);");

  private static String header() throws IOException {
    return Files.readString(Path.of("../bpf/shared.h"))
        + Files.readString(Path.of("../bpf/kernel_types.h"));
  }

  /** What the compiler was made to check: {@code cells_plan.primary} is 5656, and so on. */
  private static Map<String, Integer> asserted() throws IOException {
    Map<String, Integer> asserted = new LinkedHashMap<>();
    Matcher offset = OFFSET.matcher(header());
    while (offset.find()) {
      asserted.put(offset.group(1) + "." + offset.group(2), Integer.valueOf(offset.group(3)));
    }
    Matcher size = SIZE.matcher(header());
    while (size.find()) {
      asserted.put(size.group(1), Integer.valueOf(size.group(2)));
    }
    return asserted;
  }

  private static Map<String, Integer> assumed() {
    Map<String, Integer> assumed = new LinkedHashMap<>();
    assumed.put("cells_plan.cgroup_level", SharedLayout.Plan.CGROUP_LEVEL);
    assumed.put("cells_plan.cgroup_count", SharedLayout.Plan.CGROUP_COUNT);
    assumed.put("cells_plan.borrower_count", SharedLayout.Plan.BORROWER_COUNT);
    assumed.put("cells_plan.retiring_count", SharedLayout.Plan.RETIRING_COUNT);
    assumed.put("cells_plan.cgroup_id", SharedLayout.Plan.CGROUP_ID);
    assumed.put("cells_plan.cgroup_cell", SharedLayout.Plan.CGROUP_CELL);
    assumed.put("cells_plan.borrowers", SharedLayout.Plan.BORROWERS);
    assumed.put("cells_plan.retiring", SharedLayout.Plan.RETIRING);
    assumed.put("cells_plan.cell_of_cpu", SharedLayout.Plan.CELL_OF_CPU);
    assumed.put("cells_plan.primary", SharedLayout.Plan.PRIMARY);
    assumed.put("cells_plan.borrowable", SharedLayout.Plan.BORROWABLE);
    assumed.put("cells_plan", SharedLayout.Plan.SIZE);
    assumed.put("cells_config.lender_protection_ns", SharedLayout.Config.LENDER_PROTECTION_NS);
    assumed.put("cells_config.cut_shortest_ns", SharedLayout.Config.CUT_SHORTEST_NS);
    assumed.put("cells_config.cut_longest_ns", SharedLayout.Config.CUT_LONGEST_NS);
    assumed.put("cells_config.longest_wait_ns", SharedLayout.Config.LONGEST_WAIT_NS);
    assumed.put("cells_config.overdue_look_ns", SharedLayout.Config.OVERDUE_LOOK_NS);
    assumed.put("cells_config.cpu_count", SharedLayout.Config.CPU_COUNT);
    assumed.put("cells_config.llc_slots", SharedLayout.Config.LLC_SLOTS);
    assumed.put("cells_config.reclaims", SharedLayout.Config.RECLAIMS);
    assumed.put("cells_config.loader_tgid", SharedLayout.Config.LOADER_TGID);
    assumed.put("cells_config.llc_slot_of_cpu", SharedLayout.Config.LLC_SLOT_OF_CPU);
    assumed.put("cells_config", SharedLayout.Config.SIZE);
    assumed.put("cell_counters.wait_ns", SharedLayout.Counters.WAIT_NS);
    assumed.put("cell_counters.restricted_wait_ns", SharedLayout.Counters.RESTRICTED_WAIT_NS);
    assumed.put("cell_counters.borrowed_ns", SharedLayout.Counters.BORROWED_NS);
    assumed.put("cell_counters.lent_ns", SharedLayout.Counters.LENT_NS);
    assumed.put("cell_counters.wakeups", SharedLayout.Counters.WAKEUPS);
    assumed.put("cell_counters", SharedLayout.Counters.SIZE);
    assumed.put("exit_record.ended", SharedLayout.Exit.ENDED);
    assumed.put("exit_record.code", SharedLayout.Exit.CODE);
    assumed.put("exit_record.reason", SharedLayout.Exit.REASON);
    assumed.put("exit_record.message", SharedLayout.Exit.MESSAGE);
    assumed.put("exit_record.dump", SharedLayout.Exit.DUMP);
    assumed.put("sched_ext_ops.hotplug_seq", SharedLayout.Ops.HOTPLUG_SEQ);
    assumed.put("sched_ext_ops.timeout_ms", SharedLayout.Ops.TIMEOUT_MS);
    assumed.put("exit_record", SharedLayout.Exit.SIZE);
    return assumed;
  }

  @Test
  void structureIsLaidOutInAnotherWay() throws IOException {
    assertThat(asserted()).containsExactlyInAnyOrderEntriesOf(assumed());
  }

  @Test
  void limitsDiffer() throws IOException {
    assertThat(header())
        .contains("#define MAX_CPUS " + SharedLayout.MAX_CPUS + "\n")
        .contains("#define MAX_CELLS " + CellId.MAX_CELLS + "\n")
        .contains("#define MAX_LLCS " + SharedLayout.MAX_LLCS + "\n")
        .contains("#define LATENCY_BUCKETS " + SharedLayout.LATENCY_BUCKETS + "\n");
  }

  @Test
  void decisionsAreCountedUnderAnotherName() throws IOException {
    Matcher list = Pattern.compile("enum decision \\{([^}]*)}").matcher(header());
    assertThat(list.find()).isTrue();
    List<String> names = Stream.of(list.group(1).split(",")).map(String::strip).toList();

    assertThat(names.subList(0, names.indexOf("DECISIONS")))
        .containsExactlyElementsOf(
            Stream.of(Decision.values()).limit(SharedLayout.DECISIONS).map(Enum::name).toList());
  }

  @Test
  void planIsWrittenWithoutACell() {
    CellId one = new CellId(1);
    PublishedPlan published =
        new PublishedPlan(
            7,
            new CellPlan(
                List.of(
                    new CellAllocation(CellId.ROOT, CpuList.parse("0-1"), CpuMask.none()),
                    new CellAllocation(one, CpuList.parse("2,65"), CpuList.parse("0-1"))),
                false),
            List.of(
                new CellAssignment(new CgroupIdentity("/w/b", 42), one),
                new CellAssignment(new CgroupIdentity("/w/a", 17), CellId.ROOT)),
            List.of(new CellId(3)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plan = SharedLayout.encode(published, 2, arena);

      assertThat(plan.get(ValueLayout.JAVA_LONG, 0)).isEqualTo(7);
      assertThat(plan.get(ValueLayout.JAVA_INT, 8)).isEqualTo(2);
      assertThat(plan.get(ValueLayout.JAVA_INT, 12)).isEqualTo(2);
      // Ascending, for the bisection in the kernel.
      assertThat(plan.get(ValueLayout.JAVA_LONG, 24)).isEqualTo(17);
      assertThat(plan.get(ValueLayout.JAVA_LONG, 32)).isEqualTo(42);
      assertThat(plan.get(ValueLayout.JAVA_SHORT, 2072 + 2)).isEqualTo((short) 1);
      assertThat(plan.get(ValueLayout.JAVA_INT, 16)).as("borrowers").isEqualTo(1);
      assertThat(plan.get(ValueLayout.JAVA_SHORT, 2584)).isEqualTo((short) 1);
      assertThat(plan.get(ValueLayout.JAVA_SHORT, 3096)).as("retiring").isEqualTo((short) 3);
      assertThat(plan.get(ValueLayout.JAVA_SHORT, 3608 + 2 * 65)).isEqualTo((short) 1);
      assertThat(plan.get(ValueLayout.JAVA_LONG, 5656 + 128)).isEqualTo(0b100);
      assertThat(plan.get(ValueLayout.JAVA_LONG, 5656 + 128 + 8)).isEqualTo(0b10);
      assertThat(plan.get(ValueLayout.JAVA_LONG, 38424 + 128)).isEqualTo(0b11);
    }
  }

  @Test
  void queuesPerCacheAreMadeWhereNobodyAskedForThem() {
    Topology topology = Topology.regular(1, 1, 2, 2, 1, SiblingNumbering.ADJACENT);
    DataPlaneConfig aware = new DataPlaneConfig(20_000_000, true, 200_000, true);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plain = SharedLayout.encode(setup(DataPlaneConfig.DEFAULT, topology), 1, arena);
      MemorySegment perCache = SharedLayout.encode(setup(aware, topology), 1, arena);

      assertThat(plain.get(ValueLayout.JAVA_INT, 52)).isEqualTo(1);
      assertThat(plain.get(ValueLayout.JAVA_SHORT, 64 + 2 * 3)).isZero();
      assertThat(perCache.get(ValueLayout.JAVA_INT, 52)).isEqualTo(2);
      assertThat(perCache.get(ValueLayout.JAVA_SHORT, 64 + 2 * 3)).isEqualTo((short) 1);
      assertThat(plain.get(ValueLayout.JAVA_LONG, 32)).as("longest wait").isEqualTo(2_000_000_000L);
    }
  }

  private static DataPlaneSetup setup(DataPlaneConfig policy, Topology topology) {
    return new DataPlaneSetup(Path.of("o"), policy, topology, 0, "/w", 6_000_000_000L);
  }
}
