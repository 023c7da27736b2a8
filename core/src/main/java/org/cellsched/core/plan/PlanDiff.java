package org.cellsched.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * What changes hands from one plan to the next.
 *
 * @param moved CPUs that have an owner in both plans, and not the same one
 * @param added CPUs that only the later plan hands out: they came online
 * @param removed CPUs that only the earlier plan handed out: they went offline
 * @param changes cells whose primary CPUs differ, in ascending order of id
 */
public record PlanDiff(CpuMask moved, CpuMask added, CpuMask removed, List<CellChange> changes) {

  /** Beyond this a sentence names no cells: nobody reads that many. */
  private static final int MAX_CELLS_NAMED = 8;

  public PlanDiff {
    changes = List.copyOf(changes);
  }

  /** One cell's gains and losses; a cell that only one of the plans has gains or loses all. */
  public record CellChange(CellId id, CpuMask gained, CpuMask lost) {

    private String describe() {
      String gains = gained.isEmpty() ? "" : " gains " + gained;
      String losses = lost.isEmpty() ? "" : " loses " + lost;
      return "cell " + id + gains + (gained.isEmpty() || lost.isEmpty() ? "" : " and") + losses;
    }
  }

  /**
   * The difference between two plans. O(cells × CPUs / 64).
   *
   * @param before null if there was no plan: every CPU is then added, none moved
   */
  public static PlanDiff between(@Nullable CellPlan before, CellPlan after) {
    CellPlan earlier = before == null ? new CellPlan(List.of(), false) : before;
    List<CellChange> changes = new ArrayList<>();
    CpuMask gained = CpuMask.none();
    CpuMask lost = CpuMask.none();
    for (CellId id : idsOf(earlier, after)) {
      CpuMask had = earlier.primaryOf(id);
      CpuMask has = after.primaryOf(id);
      if (!had.equals(has)) {
        CellChange change = new CellChange(id, has.andNot(had), had.andNot(has));
        changes.add(change);
        gained = gained.or(change.gained());
        lost = lost.or(change.lost());
      }
    }
    return new PlanDiff(gained.and(lost), gained.andNot(lost), lost.andNot(gained), changes);
  }

  private static SortedSet<CellId> idsOf(CellPlan before, CellPlan after) {
    SortedSet<CellId> ids = new TreeSet<>();
    before.cells().forEach(cell -> ids.add(cell.id()));
    after.cells().forEach(cell -> ids.add(cell.id()));
    return ids;
  }

  /** Number of CPUs that moved from one cell to another. */
  public int movedCount() {
    return moved.size();
  }

  /** Whether every primary mask is the same in both plans. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * One sentence for people without its full stop, such as {@code 2 CPUs move: cell 0 loses 2-3,
   * cell 1 gains 2-3}.
   */
  public String describe() {
    if (isEmpty()) {
      return "no CPU changes hands";
    }
    List<String> counts = new ArrayList<>();
    addCount(counts, moved, "move", "moves");
    addCount(counts, added, "come into use", "comes into use");
    addCount(counts, removed, "fall out of use", "falls out of use");
    return String.join(", ", counts) + ": " + describeCells();
  }

  private static void addCount(List<String> counts, CpuMask cpus, String plural, String singular) {
    if (!cpus.isEmpty()) {
      int size = cpus.size();
      counts.add(size + (size == 1 ? " CPU " + singular : " CPUs " + plural));
    }
  }

  private String describeCells() {
    if (changes.size() > MAX_CELLS_NAMED) {
      return changes.size() + " cells change";
    }
    return String.join(", ", changes.stream().map(CellChange::describe).toList());
  }
}
