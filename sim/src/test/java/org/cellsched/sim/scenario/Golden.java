package org.cellsched.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that tests compare with, and rewrite when asked to. */
public final class Golden {

  /** The command that rewrites them all. */
  public static final String UPDATE =
      "mvn -pl sim -am test"
          + " -Dtest='MalformedScenariosTest,ScenarioSchemaTest,ScenarioDocsTest,ScenarioLibraryTest,FaultsTest,ReadmeTest,ResultPrinterTest,CellWatchTest,CompareCommandTest,FormulasTest,SharesTest,ThrottlingTest'"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dcellsched.update=true";

  private Golden() {}

  /** Tests run in the module's folder. */
  public static Path repository(String path) {
    return Path.of("..").resolve(path);
  }

  public static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if the file is not this text, or writes it there. */
  public static void check(Path file, String text) {
    if (Boolean.getBoolean("cellsched.update")) {
      try {
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(read(file))
        .as("%s is not up to date; if the change is meant: %s", file, UPDATE)
        .isEqualTo(text);
  }

  /** The text of a document with another table in one of its generated sections. */
  public static String withSection(String text, String section, String table) {
    String begin = "<!-- generated: " + section + " -->\n";
    String end = "<!-- end of " + section + " -->\n";
    assertThat(text).contains(begin, end);
    return text.substring(0, text.indexOf(begin) + begin.length())
        + "\n"
        + table
        + "\n"
        + text.substring(text.indexOf(end));
  }
}
