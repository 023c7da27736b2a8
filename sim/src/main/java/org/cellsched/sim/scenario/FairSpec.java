package org.cellsched.sim.scenario;

import org.cellsched.sim.scheduler.fair.FairConfig;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the scheduler {@code fair}, as in {@link FairConfig}.
 *
 * @param sliceNs null for the kernel's, which depends on the number of CPUs
 */
public record FairSpec(@Nullable Long sliceNs, long bandwidthSliceNs, long balanceNs) {

  /** The kernel's defaults. */
  public static final FairSpec DEFAULT =
      new FairSpec(null, FairConfig.DEFAULT_BANDWIDTH_SLICE_NS, FairConfig.DEFAULT_BALANCE_NS);

  /** The settings on a machine of so many CPUs. */
  public FairConfig config(int cpuCount) {
    return new FairConfig(
        sliceNs == null ? FairConfig.defaultSliceNs(cpuCount) : sliceNs,
        bandwidthSliceNs,
        balanceNs);
  }
}
