package org.cellsched.host.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the data out of a report's page, as its own program does: for tests of all modules. */
public final class PageReader {

  private final JsonNode report;
  private final List<long[]> columns;

  private PageReader(JsonNode report, List<long[]> columns) {
    this.report = report;
    this.columns = columns;
  }

  public static PageReader of(Path file) {
    try {
      String page = Files.readString(file, StandardCharsets.UTF_8);
      return new PageReader(
          JsonMapper.shared().readTree(element(page, "report")),
          columns(Base64.getDecoder().decode(element(page, "columns"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String element(String page, String id) {
    int start = page.indexOf(">", page.indexOf("<script id=\"" + id + "\"")) + 1;
    return page.substring(start, page.indexOf("</script>", start));
  }

  public JsonNode report() {
    return report;
  }

  /** The column whose number stands here. */
  public long[] column(JsonNode number) {
    return columns.get(number.intValue());
  }

  static List<long[]> columns(byte[] deflated) throws IOException {
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
    return columns;
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
