package org.cellsched.core.rebalance;

/**
 * Whether CPUs shall follow demand now.
 *
 * @param wanted whether a plan shall be made
 * @param reason for people
 */
public record RebalanceDecision(boolean wanted, String reason) {

  public static RebalanceDecision hold(String reason) {
    return new RebalanceDecision(false, reason);
  }
}
