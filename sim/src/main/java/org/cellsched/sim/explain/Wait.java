package org.cellsched.sim.explain;

/**
 * A time in which a task wanted a CPU and did not run. Times are in nanoseconds.
 *
 * @param task its name
 * @param cell its tenant
 * @param fromNs when it woke or lost its CPU
 * @param waitedNs until it ran, the switch to it included; or until the end of the run
 * @param ended false if it still waited then
 * @param switchNs the last part of {@code waitedNs}: the switch to it, migration costs included
 * @param cpu where it ran then; -1 if it did not
 * @param eligibleCpus CPUs that it could have used, in list format, by the plan at the end
 * @param cpuTimeFromNs from when on it is known who had them: {@code fromNs}, or later for a very
 *     long wait
 * @param cpuTime what became of the time of those CPUs, up to the switch
 */
public record Wait(
    String task,
    String cell,
    long fromNs,
    long waitedNs,
    boolean ended,
    long switchNs,
    int cpu,
    String eligibleCpus,
    long cpuTimeFromNs,
    CpuTime cpuTime) {}
