package org.cellsched.host.journal;

/** A journal, or a checkpoint, that is not well-formed; the message says where and why. */
public final class JournalException extends Exception {

  private static final long serialVersionUID = 1L;

  JournalException(String message) {
    super(message);
  }
}
