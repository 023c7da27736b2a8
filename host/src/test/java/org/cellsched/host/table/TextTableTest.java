package org.cellsched.host.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {

  private static final TextTable TABLE =
      new TextTable("cell", "CPUs", "p50").row("web", "8", "4.00us").row("batch", "16", "-");

  @Test
  void figuresDoNotLineUp() {
    assertThat(TABLE.lines(80))
        .containsExactly("cell   CPUs     p50", "web       8  4.00us", "batch    16       -");
  }

  @Test
  void tableOverflowsThoughANarrowerOneFits() {
    assertThat(TABLE.lines(18))
        .containsExactly("cell  CPUs    p50", "web      8 4.00us", "batch   16      -");
  }

  @Test
  void tableOverflowsThoughItMayLoseColumns() {
    TextTable table =
        new TextTable("cell", "CPUs", "switch", "p50", "migr")
            .row("web", "8", "12", "4.00us", "3")
            .mayLose(2, 4)
            .mayLose(1);

    assertThat(table.lines(80)).first().isEqualTo("cell  CPUs  switch     p50  migr");
    assertThat(table.lines(27)).first().isEqualTo("cell  CPUs     p50");
    assertThat(table.lines(15)).containsExactly("cell     p50", "web   4.00us");
    assertThat(table.lines(1)).as("some columns stay whatever the width").hasSize(2);
  }

  @Test
  void rowOfOtherLengthIsAccepted() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .hasMessage("1 cells in a table of 2 columns");
  }
}
