package org.cellsched.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What no file may say, be it source, script or document: where packages come from (that is each
 * machine's own setting), and paths of one person's machine. A character of each pattern stands in
 * brackets so that this file does not find itself.
 */
final class PlainTextTest {

  private static final int FILES_AT_LEAST = 40;

  private static final Pattern REGISTRY =
      Pattern.compile(
          "repo1?[.]maven|central[.]sonatype|oss[.]sonatype|maven-central[.]storage|search[.]maven"
              + "|registry[.]npmjs|registry[.]yarnpkg|deb[.]debian[.]org|archive[.]ubuntu"
              + "|pypi[.]org|proxy[.]golang[.]org|static[.]crates|index[.]crates");

  /** A folder at the root of the file system, not one of that name inside a longer path. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.}$*-])[/](work|root|home/\\w+|Users/\\w+)(/|\\b)");

  @Test
  void noFileNamesARegistry() {
    assertThat(linesWith(REGISTRY)).as("lines with a package registry's address").isEmpty();
  }

  @Test
  void noFileNamesAPathOfOneMachine() {
    assertThat(linesWith(MACHINE_PATH)).as("lines with a path of one person's machine").isEmpty();
  }

  @Test
  void filesAreSeen() {
    assertThat(Repository.files()).hasSizeGreaterThanOrEqualTo(FILES_AT_LEAST);
  }

  @ParameterizedTest
  @CsvSource({
    "cd '{}work/main', true",
    "'x={}root/.m2', true",
    "(see {}home/ann/notes), true",
    "core{}work/x, false",
    "$dir{}root/x, false",
    "{}sys/fs/cgroup/root, false",
  })
  void aPathIsToldFromAPartOfOne(String line, boolean found) {
    String text = line.replace("{}", "/");

    assertThat(MACHINE_PATH.matcher(text).find()).as(text).isEqualTo(found);
  }

  private static List<String> linesWith(Pattern pattern) {
    return Repository.files().stream().flatMap(file -> hits(file, pattern)).toList();
  }

  private static Stream<String> hits(Path file, Pattern pattern) {
    List<String> hits = new ArrayList<>();
    List<String> lines = Repository.text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = pattern.matcher(lines.get(i));
      if (matcher.find()) {
        hits.add(Repository.relative(file) + ":" + (i + 1) + ": " + matcher.group());
      }
    }
    return hits.stream();
  }
}
