package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.cellsched.loader.bpf.ExitReport;
import org.jspecify.annotations.Nullable;

/** Takes plans, or does not, and counts what it is told to. */
public final class FakeDataPlane implements AttachableDataPlane {

  public final List<PublishedPlan> published = new ArrayList<>();
  public int refusals;
  public boolean drained = true;
  public boolean attached;
  public boolean closed;
  public @Nullable ExitReport exit;

  /** How it ends as soon as it is attached. */
  public @Nullable ExitReport exitOnceAttached;

  /** Why it cannot be attached. */
  public @Nullable String objection;

  @Override
  public void publish(PublishedPlan plan) {
    if (refusals > 0) {
      refusals--;
      throw new RefusedException("no room for it");
    }
    published.add(plan);
  }

  @Override
  public List<CellCounters> counters() {
    return List.of(new CellCounters(CellId.ROOT, 1, 0, 0, 0, 0));
  }

  @Override
  public boolean isDrained(CellId cell) {
    return drained;
  }

  @Override
  public void attach() throws DataPlaneException {
    if (objection != null) {
      throw new DataPlaneException(objection);
    }
    assertThat(published).as("plans in force when it is attached").isNotEmpty();
    assertThat(attached).as("attached twice").isFalse();
    attached = true;
    exit = exitOnceAttached == null ? exit : exitOnceAttached;
  }

  @Override
  public Optional<ExitReport> ended() {
    return Optional.ofNullable(exit);
  }

  @Override
  public void close() {
    closed = true;
  }
}
