package org.cellsched.host.yaml;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Puts the YAML parser's complaints into words that say what to do. */
final class Syntax {

  private Syntax() {}

  static String explain(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (problem.contains("\\t(TAB)")) {
      return "a tab is where the value or its indentation begins; YAML indents with spaces only";
    } else if (problem.contains("mapping values are not allowed")) {
      return "a second `: ` in one line; put quotes around a text that contains it,"
          + " or check the indentation";
    } else if (problem.contains("but got <block end>") || problem.contains("<block end>")) {
      return "broken YAML: the indentation does not match the lines above; align it with its"
          + " neighbours"
          + context(e);
    } else if (problem.contains("expected ',' or '}'") || problem.contains("expected ',' or ']'")) {
      return "a brace or bracket is not closed above, or a comma is missing here" + context(e);
    } else if (problem.contains("could not find expected ':'")) {
      return "broken YAML: a key without `: ` after it" + context(e);
    } else if (problem.contains("<stream end>") || problem.contains("unexpected end of stream")) {
      return "the file ends too early: a bracket, brace or quotation mark is not closed"
          + context(e);
    }
    return "broken YAML: " + problem.strip() + context(e);
  }

  /** Where the enclosing thing began, which is often where the mistake is. */
  private static String context(MarkedYamlEngineException e) {
    if (e.getContext() == null || e.getContextMark().isEmpty()) {
      return "";
    }
    int line = e.getContextMark().get().getLine() + 1;
    return " (" + e.getContext().strip() + ", which begins at line " + line + ")";
  }
}
