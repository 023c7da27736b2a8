package org.cellsched.host.table;

/** What people read text on: a terminal, or a file, a pipe or a log, which get plain text. */
public interface Screen {

  /** A file or a pipe: 80 columns, so that the same run gives the same text everywhere. */
  Screen PLAIN = new Fixed(false, false, Size.USUAL);

  /** Whether lines on it may be written anew. */
  boolean terminal();

  /** Whether it shows colours, and its reader wants them. */
  boolean colours();

  /** How large it is right now; asking may cost milliseconds. */
  Size size();

  /** In characters. */
  record Size(int columns, int rows) {

    /** Where nobody knows better. */
    public static final Size USUAL = new Size(Page.COLUMNS, 24);
  }

  /** One that stays as it is. */
  record Fixed(boolean terminal, boolean colours, Size size) implements Screen {}
}
