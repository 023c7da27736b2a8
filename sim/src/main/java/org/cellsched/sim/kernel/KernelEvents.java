package org.cellsched.sim.kernel;

/**
 * First entity numbers of the kernel's events; among events at one time the lower number goes
 * first.
 *
 * @param watchdog one: the watchdog looks for tasks that do not run
 * @param takenEnd per CPU: a higher scheduling class gives the CPU back
 * @param timers per task: a sleep ends
 * @param kicks per CPU: an interrupt that asks for a switch arrives
 * @param deadlines per CPU: the running task's work or slice ends
 * @param end the number behind the last
 */
public record KernelEvents(
    int watchdog, int takenEnd, int timers, int kicks, int deadlines, int end) {}
