package org.cellsched.host.table;

import java.util.regex.Pattern;

/**
 * Colours of words on a terminal, by what they mean: the sixteen that every terminal has, as its
 * user chose them. A word never stands for less without its colour.
 */
public enum Tone {
  GOOD("32"),
  WARNING("33"),
  BAD("1;31"),
  STRONG("1");

  /** Select Graphic Rendition, ECMA-48 section 8.3.117. */
  private static final Pattern RENDITION = Pattern.compile("\033\\[[0-9;]*m");

  private static final String PLAIN = "\033[0m";

  private final String parameters;

  Tone(String parameters) {
    this.parameters = parameters;
  }

  /** The text in this colour, and plain after it. */
  public String paint(String text) {
    return "\033[" + parameters + "m" + text + PLAIN;
  }

  /** How many columns a text takes, colours or not. */
  public static int columns(String text) {
    return plain(text).length();
  }

  /** The text without its colours. */
  static String plain(String text) {
    return text.indexOf('\033') < 0 ? text : RENDITION.matcher(text).replaceAll("");
  }
}
