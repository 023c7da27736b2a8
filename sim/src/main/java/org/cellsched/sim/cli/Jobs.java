package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Numbered pieces of work, shared among threads. Each piece is one thread's from its begin to its
 * end; where it is a function of its number alone, who does it does not matter.
 *
 * @param threads how many
 * @param pieces how many: the numbers from 0 on
 * @param goesOn asked before each piece whether to begin it
 */
record Jobs(int threads, long pieces, BooleanSupplier goesOn) {

  /** What a thread gets in place of a number when there is nothing more to do. */
  static final long NO_MORE = -1;

  /** How often the one who waits is told how far it has come. */
  private static final long TELL_MS = 250;

  /**
   * Does them all, and answers what each thread made of its pieces. What a thread throws ends the
   * work and comes out here, if it is unchecked.
   *
   * @param work of a thread; it asks for the number of the next piece until there is {@link
   *     #NO_MORE}
   * @param progress called from this thread now and then
   */
  <P> List<P> run(Function<LongSupplier, P> work, Runnable progress) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    AtomicBoolean failed = new AtomicBoolean();
    LongSupplier numbers =
        () -> {
          boolean ends = failed.get() || !goesOn.getAsBoolean();
          long number = ends ? pieces : next.getAndIncrement();
          return number < pieces ? number : NO_MORE;
        };
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<P>> parts = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        parts.add(pool.submit(() -> part(work, numbers, failed)));
      }
      pool.shutdown();
      while (!pool.awaitTermination(TELL_MS, TimeUnit.MILLISECONDS)) {
        progress.run();
      }
      List<P> results = new ArrayList<>();
      for (Future<P> part : parts) {
        results.add(part.get());
      }
      return results;
    } catch (ExecutionException thrown) {
      throw thrown.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(thrown.getCause());
    }
  }

  private static <P> P part(
      Function<LongSupplier, P> work, LongSupplier numbers, AtomicBoolean failed) {
    boolean done = false;
    try {
      P part = work.apply(numbers);
      done = true;
      return part;
    } finally {
      if (!done) {
        failed.set(true);
      }
    }
  }
}
