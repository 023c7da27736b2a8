package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.demand.CellCounters;
import org.jspecify.annotations.Nullable;

/** Takes plans, or does not, and counts what it is told to. */
final class FakeDataPlane implements AttachableDataPlane {

  final List<PublishedPlan> published = new ArrayList<>();
  int refusals;
  boolean drained = true;
  boolean attached;
  boolean closed;
  @Nullable KernelExit exit;

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
  public void attach() {
    assertThat(published).as("plans in force when it is attached").isNotEmpty();
    assertThat(attached).as("attached twice").isFalse();
    attached = true;
  }

  @Override
  public Optional<KernelExit> ended() {
    return Optional.ofNullable(exit);
  }

  @Override
  public void close() {
    closed = true;
  }
}
