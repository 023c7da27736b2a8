package org.cellsched.sim;

/** The simulator's version: equal scenario, seed and version give equal digests. */
public final class Version {

  public static final String TEXT = "0.1.0-SNAPSHOT";

  private Version() {}
}
