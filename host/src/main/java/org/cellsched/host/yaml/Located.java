package org.cellsched.host.yaml;

/** A value and what it was read from, for checks that look at several values together. */
public record Located<T>(T value, Node node) {}
