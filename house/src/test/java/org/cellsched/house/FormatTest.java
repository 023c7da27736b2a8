package org.cellsched.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Main;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every Java source is laid out as google-java-format does it, so that no one need discuss it. */
final class FormatTest {

  @Test
  void sourcesAreFormatted() throws Exception {
    List<String> sources = Repository.javaSources().stream().map(Path::toString).toList();
    assertThat(sources).isNotEmpty();

    StringWriter unformatted = new StringWriter();
    StringWriter errors = new StringWriter();
    Main formatter =
        new Main(
            new PrintWriter(unformatted, true),
            new PrintWriter(errors, true),
            InputStream.nullInputStream());
    String[] arguments =
        Stream.concat(Stream.of("--dry-run"), sources.stream()).toArray(String[]::new);
    formatter.format(arguments);

    assertThat(errors.toString()).as("what the formatter could not read").isEmpty();
    List<String> files =
        unformatted.toString().lines().map(f -> Repository.relative(Path.of(f))).toList();
    assertThat(files).as("sources that are not formatted; this mends them: bin/format").isEmpty();
  }
}
