package org.cellsched.sim.theory;

import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.US;

import org.cellsched.sim.TestScenario;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;

/** A queue that textbooks solve, as server tasks on simulated CPUs that cost nothing to switch. */
enum QueueModel {
  MM1("M/M/1", 1) {
    @Override
    Distribution service(long meanNs) {
      return new Distribution.Exponential(meanNs);
    }
  },

  MM4("M/M/4", 4) {
    @Override
    Distribution service(long meanNs) {
      return new Distribution.Exponential(meanNs);
    }
  },

  MD1("M/D/1", 1) {
    @Override
    Distribution service(long meanNs) {
      return new Distribution.Constant(meanNs);
    }
  },

  MG1("M/G/1, lognormal, cv 1.5", 1) {
    @Override
    Distribution service(long meanNs) {
      return new Distribution.Lognormal(meanNs, LOGNORMAL_CV_PPM);
    }
  },

  /**
   * Requests of 500 ms take turns, as each has a task of its own. Ideal sharing has turns of length
   * 0; with 2 ms, of 250 to a request, sojourns are too long by about half a percent.
   */
  SHARED_MD1("M/D/1, processor sharing", 1) {
    @Override
    Distribution service(long meanNs) {
      return new Distribution.Constant(meanNs);
    }

    // More than are ever there at a time: P(n or more) is ρ^n, 10⁻⁹ for these.
    @Override
    int servers(int loadPercent) {
      return (int) Math.ceil(Math.log(1e-9) / Math.log(loadPercent / 100.0));
    }

    @Override
    long betweenNs(int loadPercent) {
      return 500 * MS * 100 / loadPercent;
    }

    @Override
    TestScenario machine() {
      return super.machine().hz(SHARED_HZ).sliceNs(SHARED_SLICE_NS);
    }
  };

  /** Name of the server tasks, and so of the random streams of their requests. */
  static final String SERVER = "server";

  static final int SHARED_HZ = 1000;

  static final long SHARED_SLICE_NS = 2 * MS;

  static final int LOGNORMAL_CV_PPM = 1_500_000;

  final String title;
  final int cpus;

  QueueModel(String title, int cpus) {
    this.title = title;
    this.cpus = cpus;
  }

  abstract Distribution service(long meanNs);

  /** Tasks that take requests from one queue. */
  int servers(int loadPercent) {
    return cpus;
  }

  /** Mean time between requests: so short that the run's own probes are few beside them. */
  long betweenNs(int loadPercent) {
    return 100 * US / cpus;
  }

  final long meanServiceNs(int loadPercent) {
    return cpus * betweenNs(loadPercent) * loadPercent / 100;
  }

  TestScenario machine() {
    return TestScenario.cpus(cpus).free();
  }

  final Distribution between(int loadPercent) {
    return new Distribution.Exponential(betweenNs(loadPercent));
  }

  /**
   * @param servicePercent of the service times that the load asks for: 100, or else an error
   */
  final Scenario scenario(int loadPercent, int servicePercent, long seed, long durationNs) {
    return scenario(machine(), loadPercent, servicePercent, seed, durationNs);
  }

  /** On another machine. */
  final Scenario scenario(
      TestScenario machine, int loadPercent, int servicePercent, long seed, long durationNs) {
    long serviceNs = meanServiceNs(loadPercent) * servicePercent / 100;
    Behaviour serve =
        new Behaviour.Serve(new Arrivals.Every(between(loadPercent)), service(serviceNs), 1, null);
    return machine
        .seed(seed)
        .tasks(SERVER, "root", servers(loadPercent), serve)
        .scenario(durationNs);
  }
}
