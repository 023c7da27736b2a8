package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.cellsched.sim.fuzz.CampaignDigest;
import org.cellsched.sim.fuzz.Outcome;
import org.cellsched.sim.fuzz.ScenarioGenerator;
import org.cellsched.sim.fuzz.SituationCounter;

/**
 * The runs of a campaign, shared among threads. Each run is one thread's from its begin to its end,
 * and a function of its number alone: who runs it does not matter.
 */
final class FuzzWorkers {

  /** How often the one who waits is told how far it has come. */
  private static final long TELL_MS = 250;

  private final ScenarioGenerator generator;
  private final long runs;
  private final BooleanSupplier goesOn;
  private final AtomicLong next = new AtomicLong();
  private final LongAdder done = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder failed = new LongAdder();

  /**
   * @param runs how many at most
   * @param goesOn asked before each run whether to begin it
   */
  FuzzWorkers(ScenarioGenerator generator, long runs, BooleanSupplier goesOn) {
    this.generator = generator;
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
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Part>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        parts.add(pool.submit(this::work));
      }
      pool.shutdown();
      while (!pool.awaitTermination(TELL_MS, TimeUnit.MILLISECONDS)) {
        progress.run();
      }
      for (Future<Part> part : parts) {
        digest.add(part.get().digest());
        failures.putAll(part.get().failures());
        situations.add(part.get().situations());
      }
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect.getCause());
    }
    return new Result(done.sum(), events.sum(), digest.hex(), failures, situations);
  }

  private Part work() {
    Part part = new Part(new CampaignDigest(), new TreeMap<>(), new SituationCounter());
    while (goesOn.getAsBoolean()) {
      long run = next.getAndIncrement();
      if (run >= runs) {
        break;
      }
      Outcome outcome = Outcome.of(generator.scenario(run), part.situations());
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
