package org.cellsched.core.control;

import java.util.List;
import org.cellsched.core.cell.CgroupIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What the controller has done and is waiting for, for reports.
 *
 * @param plansComputed plans made, those not issued because they would change nothing included
 * @param plansIssued plans handed to the host; their generations are 1 to this
 * @param applied the plan known to be in force; null before the first
 * @param unansweredGeneration of the plan in flight, 0 if none is
 * @param demoted cgroups that have a cell id, but no CPUs in the last plan made, ascending
 * @param unplaced cgroups for which there is no cell id, in order of arrival
 * @param lastRebalanceDecision why CPUs followed demand, or not, at the last sample; empty before
 *     the first or where rebalancing is off
 */
public record ControllerStatus(
    long plansComputed,
    long plansIssued,
    @Nullable PublishedPlan applied,
    long unansweredGeneration,
    List<CgroupIdentity> demoted,
    List<CgroupIdentity> unplaced,
    String lastRebalanceDecision) {}
