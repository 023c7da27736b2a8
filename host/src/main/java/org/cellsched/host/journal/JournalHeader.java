package org.cellsched.host.journal;

import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.policy.PolicyConfig;

/**
 * What a segment of a journal begins with: all that a controller is made from.
 *
 * @param version of the program that wrote it
 * @param atNs when, on the host's clock
 * @param checkpoint the controller's state before the first entry, a new controller's included
 */
public record JournalHeader(
    String version,
    long atNs,
    PolicyConfig policy,
    Topology topology,
    ControllerCheckpoint checkpoint) {}
