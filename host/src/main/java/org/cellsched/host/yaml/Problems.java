package org.cellsched.host.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Gathers complaints, so that an author learns of all of them at once. */
public final class Problems {

  /** More are counted but not kept: a file of nonsense must not fill the memory with complaints. */
  private static final int MOST_KEPT = 1_000;

  private static final int LONGEST_MESSAGE = 800;

  private final List<Problem> kept = new ArrayList<>();
  private int count;

  public void add(Location location, String message) {
    count++;
    if (kept.size() < MOST_KEPT) {
      kept.add(new Problem(location, shortened(message)));
    }
  }

  /** Names in a message may be as long as the file. */
  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE) + "…";
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** How many there were, those not kept included. */
  public int count() {
    return count;
  }

  /** Those kept, sorted by place. */
  public List<Problem> sorted() {
    List<Problem> sorted = new ArrayList<>(kept);
    Collections.sort(sorted);
    return List.copyOf(sorted);
  }
}
