package org.cellsched.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class VersionTest {

  @Test
  void resultsNameAnotherVersionThanTheBuild() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    int start = pom.indexOf("<version>", pom.indexOf("<artifactId>cellsched</artifactId>"));
    String built = pom.substring(start + "<version>".length(), pom.indexOf("</version>", start));

    assertThat(Version.TEXT).isEqualTo(built);
  }
}
