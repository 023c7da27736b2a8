package org.cellsched.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ColumnsTest {

  @Property(tries = 200)
  void aNumberIsNotReadBackAsItWas(@ForAll @Size(max = 5) List<@Size(max = 9) long[]> written)
      throws IOException {
    Columns columns = new Columns();
    for (int i = 0; i < written.size(); i++) {
      assertThat(columns.add(written.get(i)).number()).isEqualTo(i);
    }

    assertThat(PageReader.columns(columns.deflated()))
        .usingElementComparator(Arrays::compare)
        .isEqualTo(written);
  }

  @Test
  void extremesDoNotFit() throws IOException {
    long[] extremes = {Long.MIN_VALUE, -1, 0, 63, 64, -64, -65, Long.MAX_VALUE};
    Columns columns = new Columns();
    columns.add(extremes);

    assertThat(PageReader.columns(columns.deflated())).containsExactly(extremes);
  }
}
