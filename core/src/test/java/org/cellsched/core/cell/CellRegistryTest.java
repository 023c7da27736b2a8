package org.cellsched.core.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellRegistryTest {

  private static final SortedSet<CellId> NONE = Collections.emptySortedSet();

  private final CellRegistry cells = new CellRegistry();

  private static CgroupIdentity cgroup(String name) {
    return new CgroupIdentity("/cells/" + name, 1);
  }

  private static SortedSet<CgroupIdentity> cgroups(String... names) {
    TreeSet<CgroupIdentity> cgroups = new TreeSet<>();
    Arrays.stream(names).forEach(name -> cgroups.add(cgroup(name)));
    return cgroups;
  }

  private static SortedSet<CellId> ids(int... ids) {
    TreeSet<CellId> result = new TreeSet<>();
    Arrays.stream(ids).forEach(id -> result.add(new CellId(id)));
    return result;
  }

  private static List<String> describe(List<RegisteredCell> cells) {
    return cells.stream().map(cell -> cell.id() + " " + cell.cgroup().name()).toList();
  }

  @Test
  void lowestFreeIdIsNotReusedFirst() {
    cells.reconcile(cgroups("a", "b", "c"), NONE);
    RegistryChange change = cells.reconcile(cgroups("b", "x", "y"), NONE);
    assertThat(describe(change.retired())).containsExactly("1 a", "3 c");
    assertThat(describe(change.created())).containsExactly("1 x", "3 y");
    assertThat(cells.newestFirst()).containsExactly(new CellId(3), new CellId(1), new CellId(2));
  }

  @Test
  void idOfAPlannedCellIsReused() {
    cells.reconcile(cgroups("a"), NONE);
    assertThat(describe(cells.reconcile(cgroups("x"), ids(0, 1)).created())).containsExactly("2 x");
    cells.release(NONE);
    assertThat(describe(cells.reconcile(cgroups("x", "y"), NONE).created())).containsExactly("1 y");
  }

  @Test
  void idWithFullQueuesIsReused() {
    cells.reconcile(cgroups("a"), NONE);
    cells.markUsed(ids(0, 1));
    cells.reconcile(cgroups(), NONE);
    assertThat(cells.used()).isEqualTo(ids(1));
    assertThat(describe(cells.reconcile(cgroups("x"), NONE).created())).containsExactly("2 x");
    cells.markDrained(new CellId(1));
    cells.release(NONE);
    assertThat(cells.find(new CellId(1))).isNull();
  }

  @Test
  void drainOfALiveCellFreesItsId() {
    cells.reconcile(cgroups("a"), NONE);
    cells.markUsed(ids(1));
    cells.markDrained(new CellId(1));
    cells.release(NONE);
    assertThat(describe(cells.live())).containsExactly("1 a");
  }

  @Test
  void cgroupWithoutAnIdIsNamedEachTimeOrOvertaken() {
    TreeSet<CgroupIdentity> many = new TreeSet<>();
    IntStream.range(0, 255).forEach(i -> many.add(cgroup("m%03d".formatted(i))));
    cells.reconcile(many, NONE);
    many.add(cgroup("z"));
    assertThat(cells.reconcile(many, NONE).unplaced()).containsExactly(cgroup("z"));
    many.add(cgroup("a"));
    assertThat(cells.reconcile(many, NONE).unplaced()).containsExactly(cgroup("a"));
    assertThat(cells.reconcile(many, NONE).unplaced()).isEmpty();
    many.remove(cgroup("m100"));
    assertThat(describe(cells.reconcile(many, NONE).created())).containsExactly("101 z");
    assertThat(cells.waiting()).containsExactly(cgroup("a"));
    many.remove(cgroup("a"));
    cells.reconcile(many, NONE);
    assertThat(cells.waiting()).isEmpty();
  }

  @Property(tries = 200)
  void idIsGivenTwice(
      @ForAll @Size(max = 30) List<@Size(max = 8) List<@IntRange(max = 12) Integer>> snapshots) {
    CellRegistry registry = new CellRegistry();
    for (List<Integer> snapshot : snapshots) {
      TreeSet<CgroupIdentity> present = new TreeSet<>();
      snapshot.forEach(i -> present.add(cgroup("c" + i)));
      registry.reconcile(present, NONE);
      List<RegisteredCell> taken = registry.checkpoint().cells();
      assertThat(taken).extracting(RegisteredCell::id).doesNotHaveDuplicates().isSorted();
      assertThat(registry.live())
          .extracting(RegisteredCell::cgroup)
          .containsExactlyInAnyOrderElementsOf(present);
      registry.markUsed(taken.stream().map(RegisteredCell::id).toList());
      taken.stream()
          .filter(RegisteredCell::retiring)
          .limit(1)
          .forEach(c -> registry.markDrained(c.id()));
      assertThat(new CellRegistry(registry.checkpoint()).checkpoint())
          .isEqualTo(registry.checkpoint());
    }
  }
}
