package org.cellsched.sim.check;

/**
 * A broken rule.
 *
 * @param timeNs when it was noticed
 * @param detail which task, CPU and cell, and by how much
 */
public record Violation(Rule rule, long timeNs, String detail) {}
