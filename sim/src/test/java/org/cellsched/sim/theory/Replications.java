package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.Simulation;
import org.cellsched.sim.theory.QueueCase.Measure;

/** Runs queues thirty times each, with the seeds 1 to 30, and estimates their figures. */
final class Replications {

  static final int COUNT = 30;

  /** Runs do not know of each other, and are gathered in the order of their seeds. */
  private static final int THREADS = 2;

  private final ValidationLength length;

  /** What was estimated already, without an error. */
  private final Map<QueueCase, Map<Measure, Estimate>> known = new LinkedHashMap<>();

  Replications(ValidationLength length) {
    this.length = length;
  }

  Map<Measure, Estimate> estimates(QueueCase queue)
      throws InterruptedException, ExecutionException {
    Map<Measure, Estimate> estimates = known.get(queue);
    if (estimates == null) {
      estimates = estimatesWithService(queue, 100);
      known.put(queue, estimates);
    }
    return estimates;
  }

  /**
   * @param servicePercent of the service times that theory assumes
   */
  Map<Measure, Estimate> estimatesWithService(QueueCase queue, int servicePercent)
      throws InterruptedException, ExecutionException {
    List<Map<Measure, Double>> figures = all(seed -> figures(queue, servicePercent, seed));
    Map<Measure, Estimate> estimates = new EnumMap<>(Measure.class);
    for (Measure measure : queue.measures()) {
      estimates.put(measure, Estimate.of(figures.stream().mapToDouble(each -> each.get(measure))));
    }
    return estimates;
  }

  /** What each replication answers, in the order of their seeds. */
  static <T> List<T> all(LongFunction<T> replication)
      throws InterruptedException, ExecutionException {
    List<Callable<T>> runs =
        LongStream.rangeClosed(1, COUNT)
            .<Callable<T>>mapToObj(seed -> () -> replication.apply(seed))
            .toList();
    List<T> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (Future<T> run : pool.invokeAll(runs)) {
        answers.add(run.get());
      }
    }
    return answers;
  }

  private Map<Measure, Double> figures(QueueCase queue, int servicePercent, long seed) {
    QueueModel model = queue.model();
    long endNs = queue.warmUpNs() + length.measuredNs(queue);
    RequestLog log = new RequestLog();
    RunResult result =
        new Simulation(model.scenario(queue.loadPercent(), servicePercent, seed, endNs), log)
            .run(Progress.NONE);
    assertThat(result.violations()).isEmpty();
    if (model == QueueModel.SHARED_MD1) {
      assertThat(log.mostInSystem())
          .as("a request waited for a task, seed %d", seed)
          .isLessThan(model.servers(queue.loadPercent()));
    }
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    for (Measure measure : queue.measures()) {
      figures.put(measure, queue.figure(measure, log, seed));
    }
    return figures;
  }
}
