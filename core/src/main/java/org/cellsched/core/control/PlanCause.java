package org.cellsched.core.control;

/** Why a plan was made. A plan may have several causes, never none. */
public enum PlanCause {
  /** A cell came or went; the first plan of all, too. */
  LIFECYCLE,
  /** A cell's cpuset changed. */
  CPUSET,
  /** Demand moved: rebalancing. */
  DEMAND,
  /** CPUs went offline or came online. */
  HOTPLUG
}
