package org.cellsched.sim.cli;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.cellsched.sim.fuzz.CampaignDigest;
import org.cellsched.sim.fuzz.Outcome;
import org.cellsched.sim.fuzz.ScenarioSource;
import org.cellsched.sim.fuzz.SituationCounter;

/**
 * The runs of a campaign, shared among threads as {@link Jobs}. Each is a function of its number
 * alone.
 */
final class FuzzWorkers {

  private final ScenarioSource source;
  private final long runs;
  private final BooleanSupplier goesOn;
  private final LongAdder done = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /**
   * @param runs how many at most
   * @param goesOn asked before each run whether to begin it
   */
  FuzzWorkers(ScenarioSource source, long runs, BooleanSupplier goesOn) {
    this.source = source;
    this.runs = runs;
    this.goesOn = goesOn;
  }

  /** What came of the runs 0 to {@code runs}, that excluded, and which of them failed. */
  record Result(
      long runs,
      long events,
      String digest,
      SortedMap<Long, Outcome.Failure> failures,
      SituationCounter situations) {}

  /** One thread's part. */
  private record Part(
      CampaignDigest digest,
      SortedMap<Long, Outcome.Failure> failures,
      SituationCounter situations) {}

  /** Runs them all; {@code progress} is called from this thread now and then. */
  Result run(int threads, Runnable progress) throws InterruptedException {
    CampaignDigest digest = new CampaignDigest();
    SortedMap<Long, Outcome.Failure> failures = new TreeMap<>();
    SituationCounter situations = new SituationCounter();
    for (Part part : new Jobs(threads, runs, goesOn).run(this::work, progress)) {
      digest.add(part.digest());
      failures.putAll(part.failures());
      situations.add(part.situations());
    }
    return new Result(done.sum(), events.sum(), digest.hex(), failures, situations);
  }

  private Part work(LongSupplier numbers) {
    Part part = new Part(new CampaignDigest(), new TreeMap<>(), new SituationCounter());
    for (long run = numbers.getAsLong(); run != Jobs.NO_MORE; run = numbers.getAsLong()) {
      Outcome outcome = Outcome.of(source.scenario(run), part.situations());
      part.digest().add(run, outcome.digest());
      done.increment();
      events.add(outcome.events());
      if (outcome.failure() != null) {
        failed.increment();
        part.failures().put(run, outcome.failure());
      }
    }
    return part;
  }

  long done() {
    return done.sum();
  }

  long events() {
    return events.sum();
  }

  long failed() {
    return failed.sum();
  }
}
