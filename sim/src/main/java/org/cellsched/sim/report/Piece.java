package org.cellsched.sim.report;

/**
 * A piece of a CPU's time on the map: one turn, or several short ones that follow each other.
 *
 * <p>Who gives several turns its colour is found by majority vote (Boyer and Moore, "MJRTY: A fast
 * majority vote algorithm", 1981), weighted by time: whoever had more than half of the piece's busy
 * time is its occupant. The rest of what it says is of the longest turn that it took in.
 */
final class Piece {

  final long fromNs;
  long toNs;
  int turns = 1;
  int occupant;

  /** By how much the occupant leads in the vote. */
  private long leadNs;

  long busyNs;
  private long borrowedNs;
  Turn longest;
  long longestNs;
  Ending ending;

  Piece(Turn turn, long fromNs, long toNs, Ending ending) {
    this.fromNs = fromNs;
    this.toNs = toNs;
    this.ending = ending;
    longest = turn;
    longestNs = toNs - fromNs;
    busyNs = longestNs;
    occupant = turn.occupant();
    leadNs = longestNs;
    borrowedNs = turn.borrowed() ? longestNs : 0;
  }

  long lengthNs() {
    return toNs - fromNs;
  }

  /** Whether most of its busy time was borrowed. */
  boolean isBorrowed() {
    return 2 * borrowedNs > busyNs;
  }

  /** Whether the next piece may become a part of this one, where so much is too short to tell. */
  boolean takesIn(Piece next, long resolutionNs) {
    return lengthNs() < resolutionNs
        && next.lengthNs() < resolutionNs
        && next.fromNs - toNs < resolutionNs;
  }

  /** The next piece becomes a part of this one, and what lies between them too. */
  void takeIn(Piece next) {
    if (occupant == next.occupant) {
      leadNs += next.leadNs;
    } else if (leadNs >= next.leadNs) {
      leadNs -= next.leadNs;
    } else {
      occupant = next.occupant;
      leadNs = next.leadNs - leadNs;
    }
    if (next.longestNs > longestNs) {
      longest = next.longest;
      longestNs = next.longestNs;
      ending = next.ending;
    }
    toNs = next.toNs;
    turns += next.turns;
    busyNs += next.busyNs;
    borrowedNs += next.borrowedNs;
  }
}
