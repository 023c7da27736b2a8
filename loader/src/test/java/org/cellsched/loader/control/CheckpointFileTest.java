package org.cellsched.loader.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

  @TempDir private Path folder;

  private CheckpointFile file(String boot) {
    return new CheckpointFile(folder.resolve("cellsched/checkpoint"), boot);
  }

  @Test
  void missingFileOrFolderEndsTheLoader() throws IOException {
    assertThat(file("b1").read()).isNull();
    file("b1").write("state\nof two lines\n");

    assertThat(file("b1").read()).isEqualTo("state\nof two lines\n");
  }

  @Test
  void checkpointOutlivesItsBoot() throws IOException {
    file("b1").write("state");

    assertThat(file("b2").read()).isNull();
  }

  @Test
  void unfinishedFilesAreLeftBehind() throws IOException {
    file("b1").write("one");
    file("b1").write("two");

    assertThat(file("b1").read()).isEqualTo("two");
    try (Stream<Path> left = Files.list(folder.resolve("cellsched"))) {
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void fileOfSomebodyElseIsOverwritten() throws IOException {
    Files.createDirectory(folder.resolve("cellsched"));
    Files.writeString(folder.resolve("cellsched/checkpoint"), "root:x:0:0\n");

    assertThatThrownBy(() -> file("b1").read())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cellsched/checkpoint:1:1: is no checkpoint");
  }
}
