package org.cellsched.sim.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cellsched.sim.interleaving.Interleaving.Switch;
import org.jspecify.annotations.Nullable;

/**
 * Tries every interleaving of a run with at most so many switches: most defects of overlap need one
 * or two (context bounding: Musuvathi and Qadeer, PLDI 2007). With b boundaries, c candidates at
 * each and k switches that is about (b × c)^k / k! runs: for tiny scenarios only.
 */
public final class AllSchedules {

  /** Counts boundaries and switches nowhere: no run has that many. */
  private static final Switch NEVER = new Switch(Integer.MAX_VALUE, 0);

  private final Function<Interleaving, Trial> run;
  private final int mostSwitches;
  private final long mostRuns;
  private long runs;
  private long failed;
  private int boundaries;
  private @Nullable List<Switch> firstFailing;
  private @Nullable String firstFailure;

  private AllSchedules(Function<Interleaving, Trial> run, int mostSwitches, long mostRuns) {
    this.run = run;
    this.mostSwitches = mostSwitches;
    this.mostRuns = mostRuns;
  }

  /**
   * One run.
   *
   * @param candidates by boundary: how many others could have gone on there
   * @param failure what went wrong; null if nothing did
   */
  public record Trial(List<Integer> candidates, @Nullable String failure) {}

  /**
   * What came of it.
   *
   * @param runs how many schedules were tried
   * @param complete whether these were all; else there were more than were allowed
   * @param boundaries of the run without a switch
   * @param failed how many failed
   * @param firstFailing the switches of the first that failed, null if none did
   */
  public record Result(
      long runs,
      boolean complete,
      int boundaries,
      long failed,
      @Nullable List<Switch> firstFailing,
      @Nullable String firstFailure) {}

  /**
   * Tries all schedules with no switch, then each with its first switch at the first boundary, and
   * so on.
   *
   * @param run makes one run; the same interleaving always gives the same one
   */
  public static Result tryAll(Function<Interleaving, Trial> run, int mostSwitches, long mostRuns) {
    AllSchedules all = new AllSchedules(run, mostSwitches, mostRuns);
    boolean complete = all.explore(List.of());
    return new Result(
        all.runs, complete, all.boundaries, all.failed, all.firstFailing, all.firstFailure);
  }

  /** This schedule and all that continue it; answers false if there were too many. */
  private boolean explore(List<Switch> switches) {
    if (runs == mostRuns) {
      return false;
    }
    Trial trial =
        run.apply(new Interleaving.Listed(switches.isEmpty() ? List.of(NEVER) : switches));
    note(switches, trial);
    if (switches.size() == mostSwitches) {
      return true;
    }
    int from = switches.isEmpty() ? 0 : switches.getLast().boundary() + 1;
    for (int boundary = from; boundary < trial.candidates().size(); boundary++) {
      for (int to = 0; to < trial.candidates().get(boundary); to++) {
        List<Switch> more = new ArrayList<>(switches);
        more.add(new Switch(boundary, to));
        if (!explore(more)) {
          return false;
        }
      }
    }
    return true;
  }

  private void note(List<Switch> switches, Trial trial) {
    if (switches.isEmpty()) {
      boundaries = trial.candidates().size();
    }
    runs++;
    if (trial.failure() != null) {
      failed++;
      if (firstFailing == null) {
        firstFailing = switches;
        firstFailure = trial.failure();
      }
    }
  }
}
