package org.cellsched.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time of the whole process for each operation, in nanoseconds: what a neighbour on the machine
 * takes from us is not in it, unlike in wall time. Garbage collection and compilation are.
 */
public final class CpuTime implements InternalProfiler {

  /** The name of the result. */
  static final String LABEL = "cpu";

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private long beganNs;

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    beganNs = system.getProcessCpuTime();
  }

  @Override
  public Collection<ScalarResult> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    double spentNs = system.getProcessCpuTime() - beganNs;
    double perOperationNs = spentNs / result.getMetadata().getAllOps();
    return List.of(new ScalarResult(LABEL, perOperationNs, "ns/op", AggregationPolicy.AVG));
  }

  @Override
  public String getDescription() {
    return "CPU time for each operation";
  }
}
