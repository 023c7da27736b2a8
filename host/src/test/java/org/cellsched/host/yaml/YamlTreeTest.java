package org.cellsched.host.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlTreeTest {

  @TempDir private Path folder;

  private final Problems problems = new Problems();

  private @Nullable Node parse(String text) {
    return YamlTree.parse(text, "f", problems);
  }

  private List<String> complaints() {
    return problems.sorted().stream().map(Problem::toString).toList();
  }

  @Test
  void everyValueKnowsItsPlaceAndName() {
    Node node = parse("a: 1\nlist:\n  - x\n  - {b: \"y\"}\n");

    assertThat(node)
        .isEqualTo(
            new Node.Mapping(
                new Location("f", 1, 1),
                "the file",
                List.of(
                    new Node.Entry(
                        new Location("f", 1, 1),
                        "a",
                        new Node.Scalar(new Location("f", 1, 4), "a", "1", false)),
                    new Node.Entry(
                        new Location("f", 2, 1),
                        "list",
                        new Node.Sequence(
                            new Location("f", 3, 3),
                            "list",
                            List.of(
                                new Node.Scalar(new Location("f", 3, 5), "list.0", "x", false),
                                new Node.Mapping(
                                    new Location("f", 4, 5),
                                    "list.1",
                                    List.of(
                                        new Node.Entry(
                                            new Location("f", 4, 6),
                                            "b",
                                            new Node.Scalar(
                                                new Location("f", 4, 9), "b", "y", true))))))))));
    assertThat(problems.isEmpty()).isTrue();
  }

  @Test
  void columnsCountCharactersNotUnits() {
    Node node = parse("{\uD83D\uDE00\u00FC: x}");

    assertThat(node).isNotNull();
    assertThat(node.at("\uD83D\uDE00\u00FC").location()).isEqualTo(new Location("f", 1, 6));
  }

  @Test
  void nothingIsNotTheEmptyText() {
    Node node = parse("{a: , b: '', c: ~, d: null, e: 'null'}");

    assertThat(node).isNotNull();
    assertThat(node.child("a")).isInstanceOf(Node.Nothing.class);
    assertThat(node.child("b")).isInstanceOf(Node.Scalar.class);
    assertThat(node.child("c")).isInstanceOf(Node.Nothing.class);
    assertThat(node.child("d")).isInstanceOf(Node.Nothing.class);
    assertThat(node.child("e")).isInstanceOf(Node.Scalar.class);
    assertThat(node.child("f")).isNull();
  }

  @Test
  void allMistakesOfAFileAreFoundAtOnce() {
    parse("a: &x 1\nb: *x\na: 2\n<<: {c: 1}\nd: !!set {e}\n? [f]\n: 1\n");

    assertThat(complaints())
        .containsExactly(
            "f:1:4: anchor `&x` is not supported; write each value out",
            "f:2:4: alias `*x` is not supported; write the value out",
            "f:3:1: key `a` appears twice; the first is at line 1: delete or rename one",
            "f:4:1: merge key `<<` is not supported; write the keys out",
            "f:5:4: tag \"tag:yaml.org,2002:set\" is not supported; delete it",
            "f:6:3: a key is a list; expected a name");
  }

  @Test
  void aTabIsPointedAt() {
    parse("a:\n  b: 1\n\tc: 2\n");

    assertThat(complaints().getFirst()).startsWith("f:3:1: a tab is where");
  }

  @Test
  void byteOrderMarkIsSkippedAndUtf16Refused() throws IOException {
    Path file = folder.resolve("bom.yaml");
    Files.writeString(file, "\uFEFFa: 1\n");
    assertThat(YamlTree.read(file, problems)).isNotNull();

    Files.write(file, "\uFEFFa: 1\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(YamlTree.read(file, problems)).isNull();
    assertThat(complaints())
        .containsExactly(file + ":1:1: the file is UTF-16; expected UTF-8: convert it");
  }

  @Test
  void brokenUtf8IsPointedAt() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, "a: 1\n\u00FCb: caf".getBytes(StandardCharsets.UTF_8));
    Files.write(file, new byte[] {(byte) 0xE9, '\n'}, StandardOpenOption.APPEND);

    assertThat(YamlTree.read(file, problems)).isNull();
    assertThat(complaints())
        .containsExactly(file + ":2:8: byte 0xe9 is not UTF-8; save the file as UTF-8");
  }

  @Test
  void textThatEndsWithinAnEscapeIsPointedAt() {
    assertThat(YamlTree.parse("a: 1\nb: \"x\\x", "cut.yaml", problems)).isNull();
    assertThat(complaints())
        .containsExactly("cut.yaml:2:8: an escape in double quotes ends too early");
  }

  @Test
  void textThatEndsWithinACharacterIsPointedAt() throws IOException {
    Path file = folder.resolve("cut.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE2, (byte) 0x82});

    assertThat(YamlTree.read(file, problems)).isNull();
    assertThat(complaints()).hasSize(1).first().asString().contains(":1:4: ");
  }
}
