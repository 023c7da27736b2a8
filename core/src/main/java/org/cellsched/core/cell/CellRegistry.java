package org.cellsched.core.cell;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which cgroup has which cell id. An id is <em>live</em> (its cgroup exists), <em>retiring</em>
 * (the cgroup is gone, the data plane may still hold tasks under the id) or free. The lowest free
 * id is given out first; a cgroup that finds none waits, the first come first served.
 *
 * <p>A retiring id becomes free when no plan that the data plane has or may get contains it
 * (callers say which those are: {@code planned}) and its queues were reported empty, or never
 * filled. The root cell is not registered: it is always there. All operations are O(n log n) at
 * most for n cells. Not thread-safe.
 */
public final class CellRegistry {

  private final TreeMap<CellId, RegisteredCell> cells = new TreeMap<>();

  /** The live ones of {@link #cells}. */
  private final TreeMap<CgroupIdentity, CellId> ids = new TreeMap<>();

  /** Cgroups without an id, in order of arrival. */
  private final List<CgroupIdentity> waiting = new ArrayList<>();

  private long nextSequence;

  /** No cells but the root cell. */
  public CellRegistry() {}

  /** The registry that {@code checkpoint} was taken of. */
  public CellRegistry(Checkpoint checkpoint) {
    for (RegisteredCell cell : checkpoint.cells()) {
      cells.put(cell.id(), cell);
      if (!cell.retiring()) {
        ids.put(cell.cgroup(), cell.id());
      }
    }
    waiting.addAll(checkpoint.waiting());
    nextSequence = checkpoint.nextSequence();
  }

  /**
   * The whole state.
   *
   * @param cells ascending by id
   * @param waiting in order of arrival
   */
  public record Checkpoint(
      List<RegisteredCell> cells, List<CgroupIdentity> waiting, long nextSequence) {
    public Checkpoint {
      cells = List.copyOf(cells);
      waiting = List.copyOf(waiting);
    }
  }

  public Checkpoint checkpoint() {
    return new Checkpoint(List.copyOf(cells.values()), waiting, nextSequence);
  }

  /**
   * Makes the live cells those of {@code present}, as far as ids last. Cgroups that are new in one
   * call are created in ascending order of identity, so that the order of a listing decides
   * nothing.
   *
   * @param planned ids in the plan in force or in one that may come into force
   */
  public RegistryChange reconcile(SortedSet<CgroupIdentity> present, SortedSet<CellId> planned) {
    List<RegisteredCell> retired = retireAbsent(present);
    waiting.retainAll(present);
    free(planned);
    TreeSet<CgroupIdentity> known = new TreeSet<>(waiting);
    List<CgroupIdentity> arrived = new ArrayList<>();
    for (CgroupIdentity cgroup : present) {
      if (!ids.containsKey(cgroup) && !known.contains(cgroup)) {
        arrived.add(cgroup);
      }
    }
    waiting.addAll(arrived);
    List<RegisteredCell> created = admit();
    arrived.retainAll(waiting);
    return new RegistryChange(created, retired, arrived);
  }

  /** Frees what can be freed, and gives the ids to cgroups that wait. */
  public RegistryChange release(SortedSet<CellId> planned) {
    free(planned);
    return new RegistryChange(admit(), List.of(), List.of());
  }

  /** The data plane took a plan with these cells, or may have. Ids that are free are ignored. */
  public void markUsed(Collection<CellId> ids) {
    for (CellId id : ids) {
      cells.computeIfPresent(id, (key, cell) -> cell.withUsed(true));
    }
  }

  /** The queues of {@code id} are empty and no plan in force fills them. Ignored for a free id. */
  public void markDrained(CellId id) {
    cells.computeIfPresent(id, (key, cell) -> cell.withUsed(false));
  }

  /** The live cells, ascending by id. */
  public List<RegisteredCell> live() {
    List<RegisteredCell> live = new ArrayList<>();
    for (RegisteredCell cell : cells.values()) {
      if (!cell.retiring()) {
        live.add(cell);
      }
    }
    return live;
  }

  /** The live cells' ids, the newest first. */
  public List<CellId> newestFirst() {
    return live().stream()
        .sorted(Comparator.comparingLong(RegisteredCell::sequence).reversed())
        .map(RegisteredCell::id)
        .toList();
  }

  /** Ids, live or retiring, that the data plane may have tasks queued under; ascending. */
  public SortedSet<CellId> used() {
    TreeSet<CellId> used = new TreeSet<>();
    for (RegisteredCell cell : cells.values()) {
      if (cell.used()) {
        used.add(cell.id());
      }
    }
    return used;
  }

  /** What is known of {@code id}, or null if it is free. */
  public @Nullable RegisteredCell find(CellId id) {
    return cells.get(id);
  }

  /** Cgroups that wait for an id, in order of arrival. */
  public List<CgroupIdentity> waiting() {
    return List.copyOf(waiting);
  }

  private List<RegisteredCell> retireAbsent(SortedSet<CgroupIdentity> present) {
    List<RegisteredCell> retired = new ArrayList<>();
    for (RegisteredCell cell : live()) {
      if (!present.contains(cell.cgroup())) {
        RegisteredCell gone = cell.retire();
        cells.put(gone.id(), gone);
        ids.remove(gone.cgroup());
        retired.add(gone);
      }
    }
    return retired;
  }

  private void free(SortedSet<CellId> planned) {
    cells
        .values()
        .removeIf(cell -> cell.retiring() && !cell.used() && !planned.contains(cell.id()));
  }

  private List<RegisteredCell> admit() {
    List<RegisteredCell> created = new ArrayList<>();
    while (!waiting.isEmpty()) {
      CellId id = lowestFree();
      if (id == null) {
        break;
      }
      RegisteredCell cell =
          new RegisteredCell(id, waiting.removeFirst(), nextSequence++, false, false);
      cells.put(id, cell);
      ids.put(cell.cgroup(), id);
      created.add(cell);
    }
    return created;
  }

  private @Nullable CellId lowestFree() {
    int candidate = 1;
    for (CellId taken : cells.keySet()) {
      if (taken.value() > candidate) {
        break;
      }
      candidate = taken.value() + 1;
    }
    return candidate < CellId.MAX_CELLS ? new CellId(candidate) : null;
  }
}
