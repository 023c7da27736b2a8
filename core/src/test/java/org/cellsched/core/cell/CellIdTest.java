package org.cellsched.core.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CellIdTest {

  @Test
  void idBeyondTheTablesIsAccepted() {
    assertThat(new CellId(255)).hasToString("255");
    assertThatThrownBy(() -> new CellId(256)).hasMessage("cell id 256 is outside 0..255");
    assertThatThrownBy(() -> new CellId(-1)).hasMessage("cell id -1 is outside 0..255");
  }

  @Test
  void idsAreOrderedAsTexts() {
    assertThat(new CellId(9)).isLessThan(new CellId(10));
  }

  @Test
  void onlyZeroIsNotTheRootCell() {
    assertThat(CellId.ROOT.isRoot()).isTrue();
    assertThat(new CellId(1).isRoot()).isFalse();
  }
}
