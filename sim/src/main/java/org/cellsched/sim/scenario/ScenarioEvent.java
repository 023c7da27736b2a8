package org.cellsched.sim.scenario;

import org.cellsched.host.yaml.Location;

/**
 * Something that happens at {@code atNs}, and again every {@code everyNs} until it has happened
 * {@code times} times. Events of the same time happen in the order they are listed, and before
 * groups start or stop on their own at that time.
 *
 * @param everyNs 0 for an event that happens once
 * @param times at least 1
 * @param location where the scenario says so, for messages
 */
public record ScenarioEvent(long atNs, long everyNs, int times, Action action, Location location) {

  /** When it happens for the {@code index}-th time, from 0. */
  public long timeNs(int index) {
    return atNs + index * everyNs;
  }

  /** The same at another time. */
  public ScenarioEvent withAtNs(long otherNs) {
    return new ScenarioEvent(otherNs, everyNs, times, action, location);
  }

  /** Something else at the same times. */
  public ScenarioEvent withAction(Action other) {
    return new ScenarioEvent(atNs, everyNs, times, other, location);
  }

  /** When it happens last. */
  public long lastNs() {
    return timeNs(times - 1);
  }
}
