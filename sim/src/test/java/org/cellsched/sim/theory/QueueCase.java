package org.cellsched.sim.theory;

import static org.cellsched.sim.TestScenario.SECOND;

import java.util.List;
import java.util.Locale;

/**
 * A queue at one load, what is compared with theory, and for how long it is simulated: so that 30
 * replications give intervals narrower than the margin.
 *
 * @param warmUpSeconds left out at the beginning, when the queue is still too empty
 * @param seconds simulated after that in the short validation
 */
record QueueCase(
    QueueModel model, int loadPercent, List<Measure> measures, int warmUpSeconds, int seconds) {

  /** What is compared with theory, over the requests completed after the warm-up. */
  enum Measure {
    /** From arrival to completion, less service. */
    MEAN_WAIT("mean wait"),

    /** Share of the requests that did not begin the moment they came. */
    WAIT_PROBABILITY("P(wait > 0)"),

    /** From arrival to completion; what is owed to chance is taken off: {@link UnfinishedWork}. */
    MEAN_SOJOURN("mean sojourn*");

    final String title;

    Measure(String title) {
      this.title = title;
    }
  }

  static List<QueueCase> all() {
    List<Measure> wait = List.of(Measure.MEAN_WAIT);
    List<Measure> waits = List.of(Measure.MEAN_WAIT, Measure.WAIT_PROBABILITY);
    List<Measure> sojourn = List.of(Measure.MEAN_SOJOURN);
    return List.of(
        new QueueCase(QueueModel.MM1, 50, wait, 1, 2),
        new QueueCase(QueueModel.MM1, 80, wait, 1, 3),
        new QueueCase(QueueModel.MM1, 95, wait, 2, 48),
        new QueueCase(QueueModel.MM4, 50, waits, 1, 1),
        new QueueCase(QueueModel.MM4, 80, waits, 1, 2),
        new QueueCase(QueueModel.MM4, 95, waits, 1, 14),
        new QueueCase(QueueModel.MD1, 50, wait, 1, 2),
        new QueueCase(QueueModel.MD1, 80, wait, 1, 4),
        new QueueCase(QueueModel.MD1, 95, wait, 2, 22),
        new QueueCase(QueueModel.MG1, 50, wait, 1, 6),
        new QueueCase(QueueModel.MG1, 80, wait, 1, 10),
        new QueueCase(QueueModel.MG1, 95, wait, 3, 100),
        new QueueCase(QueueModel.SHARED_MD1, 50, sojourn, 50, 1200),
        new QueueCase(QueueModel.SHARED_MD1, 80, sojourn, 100, 500),
        new QueueCase(QueueModel.SHARED_MD1, 95, sojourn, 400, 400));
  }

  /** What the textbooks say: in nanoseconds, or a probability. */
  double theory(Measure measure) {
    double load = loadPercent / 100.0;
    double serviceNs = model.meanServiceNs(loadPercent);
    return switch (measure) {
      case MEAN_WAIT ->
          switch (model) {
            case MM1, MM4 -> QueueingFormulas.meanWaitExponential(model.cpus, load, serviceNs);
            case MG1 ->
                QueueingFormulas.meanWaitGeneral(
                    load, serviceNs, QueueModel.LOGNORMAL_CV_PPM / 1e6);
            case MD1, SHARED_MD1 -> QueueingFormulas.meanWaitGeneral(load, serviceNs, 0);
          };
      case WAIT_PROBABILITY -> QueueingFormulas.erlangC(model.cpus, load);
      case MEAN_SOJOURN -> QueueingFormulas.sojournShared(load, serviceNs);
    };
  }

  long warmUpNs() {
    return warmUpSeconds * SECOND;
  }

  /** What one replication shows. */
  double figure(Measure measure, RequestLog log, long seed) {
    return switch (measure) {
      case MEAN_WAIT, WAIT_PROBABILITY -> mean(measure, log);
      case MEAN_SOJOURN ->
          mean(measure, log) - UnfinishedWork.sojournSurplusNs(this, seed, log.arrivals());
    };
  }

  /** The mean over the requests completed after the warm-up. */
  double mean(Measure measure, RequestLog log) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < log.count(); i++) {
      if (log.completedNs(i) >= warmUpNs()) {
        sum +=
            switch (measure) {
              case MEAN_WAIT -> log.waitNs(i);
              case WAIT_PROBABILITY -> log.waitNs(i) > 0 ? 1 : 0;
              case MEAN_SOJOURN -> log.sojournNs(i);
            };
        count++;
      }
    }
    return sum / count;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s at load %.2f", model.title, loadPercent / 100.0);
  }
}
