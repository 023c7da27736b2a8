package org.cellsched.core.cpu;

/** A CPU list that cannot be read: says at which character, what was seen and what was expected. */
public final class CpuListException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final int position;

  CpuListException(String list, int position, String problem) {
    super("CPU list \"" + list + "\", character " + (position + 1) + ": " + problem);
    this.position = position;
  }

  /** Index of the offending character in the list, from 0; its length if the end came too early. */
  public int position() {
    return position;
  }
}
