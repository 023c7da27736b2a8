package org.cellsched.host.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

  private static final String FILE = "a: {b: 1}\ntasks: [{name: x, n: 1}, {name: y, n: 2}]\n";

  private final Problems problems = new Problems();

  private Node apply(String setting) {
    Node tree = YamlTree.parse(FILE, "f", problems);
    assertThat(tree).isNotNull();
    return Setting.parse(setting).applyTo(tree, problems);
  }

  @Test
  void aValueIsReplaced() {
    Node changed = apply("a.b=[1, 2]");

    assertThat(changed.at("a", "b"))
        .isInstanceOfSatisfying(
            Node.Sequence.class,
            list -> {
              assertThat(list.items()).hasSize(2);
              assertThat(list.items().get(1).name()).isEqualTo("b.1");
              assertThat(list.location()).isEqualTo(Location.of("--set a.b=[1, 2]"));
            });
  }

  @Test
  void mappingsOnTheWayAreMade() {
    assertThat(apply("c.d.e=1").at("c", "d", "e")).isInstanceOf(Node.Scalar.class);
  }

  @Test
  void itemsAreFoundByNameOrNumber() {
    for (String item : List.of("y", "1")) {
      Node changed = apply("tasks." + item + ".n=7");
      Node.Sequence tasks = (Node.Sequence) changed.at("tasks");

      assertThat(tasks.items().get(1).at("n"))
          .isInstanceOfSatisfying(Node.Scalar.class, n -> assertThat(n.text()).isEqualTo("7"));
    }
  }

  @Test
  void anEmptyValueIsNothing() {
    assertThat(apply("a.b=").at("a", "b")).isInstanceOf(Node.Nothing.class);
  }

  @Test
  void aValueMayContainAnEqualsSign() {
    assertThat(apply("expect=[a == 1]").at("expect"))
        .isInstanceOfSatisfying(Node.Sequence.class, list -> assertThat(list.items()).hasSize(1));
  }

  @Test
  void whatLeadsNowhereIsComplainedAboutAndChangesNothing() {
    Node before = YamlTree.parse(FILE, "f", new Problems());

    for (String setting : List.of("tasks.z.n=1", "tasks.2.n=1", "a.b.c=1", "a.b=[")) {
      assertThat(apply(setting)).isEqualTo(before);
    }
    assertThat(problems.count()).isEqualTo(4);
    assertThat(problems.sorted())
        .allSatisfy(problem -> assertThat(problem.location().source()).startsWith("--set "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "=1", "a..b=1", ".a=1", "a.=1"})
  void otherFormsAreRefused(String argument) {
    assertThatThrownBy(() -> Setting.parse(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--set " + argument);
  }
}
