package org.cellsched.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
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

    assertThat(decoded(columns.deflated())).isDeepEqualTo(written.toArray(long[][]::new));
  }

  @Test
  void extremesDoNotFit() throws IOException {
    long[] extremes = {Long.MIN_VALUE, -1, 0, 63, 64, -64, -65, Long.MAX_VALUE};
    Columns columns = new Columns();
    columns.add(extremes);

    assertThat(decoded(columns.deflated())[0]).isEqualTo(extremes);
  }

  /** As the page does it. */
  private static long[][] decoded(byte[] deflated) throws IOException {
    List<long[]> columns = new ArrayList<>();
    try (InputStream in =
        new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        long[] column = new long[(int) number(in, first)];
        for (int i = 0; i < column.length; i++) {
          long zigzag = number(in, in.read());
          column[i] = zigzag >>> 1 ^ -(zigzag & 1);
        }
        columns.add(column);
      }
    }
    return columns.toArray(long[][]::new);
  }

  private static long number(InputStream in, int first) throws IOException {
    long value = first & 127;
    int last = first;
    for (int shift = 7; last >= 128; shift += 7) {
      last = in.read();
      value |= (long) (last & 127) << shift;
    }
    return value;
  }
}
