package org.cellsched.host.yaml;

/** One complaint about an input, at the place it is about. Ordered by place. */
public record Problem(Location location, String message) implements Comparable<Problem> {

  @Override
  public int compareTo(Problem other) {
    int byPlace = location.compareTo(other.location);
    return byPlace != 0 ? byPlace : message.compareTo(other.message);
  }

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return location + ": " + message;
  }
}
