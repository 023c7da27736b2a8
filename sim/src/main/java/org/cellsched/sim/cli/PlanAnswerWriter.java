package org.cellsched.sim.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.plan.CellAllocation;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.host.lines.MalformedLineException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes plans and errors as lines of JSON. */
final class PlanAnswerWriter {

  private static final JsonFactory JSON = new JsonFactory();

  private final Writer out;

  PlanAnswerWriter(OutputStream out) {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** {@code {"enforcedHoldout":…,"cells":[…]}}; borrowable masks only where borrowing is on. */
  void plan(CellPlan plan, boolean borrowing) throws IOException {
    line(json -> {
      json.writeBooleanProperty("enforcedHoldout", plan.enforcedHoldout());
      json.writeArrayPropertyStart("cells");
      plan.cells().forEach(cell -> cell(json, cell, borrowing));
      json.writeEndArray();
    });
  }

  private static void cell(JsonGenerator json, CellAllocation cell, boolean borrowing) {
    json.writeStartObject();
    json.writeNumberProperty("id", cell.id().value());
    json.writeStringProperty("primary", list(cell.primary()));
    if (borrowing) {
      json.writeStringProperty("borrowable", list(cell.borrowable()));
    }
    json.writeEndObject();
  }

  /** As the vectors write it: the empty set is the empty text. */
  private static String list(CpuMask cpus) {
    return cpus.isEmpty() ? "" : CpuList.format(cpus);
  }

  /** {@code {"error":…}}: the request was understood, and this is the answer. */
  void noPlan(String message) throws IOException {
    line(json -> json.writeStringProperty("error", message));
  }

  /** {@code {"error":…,"line":…,"column":…}}: the line could not be understood. */
  void malformed(long lineNumber, MalformedLineException problem) throws IOException {
    boolean hasColumn = problem.column() != MalformedLineException.NO_COLUMN;
    String place = "line " + lineNumber + (hasColumn ? ", column " + problem.column() : "");
    line(json -> {
      json.writeStringProperty("error", place + ": " + problem.getMessage());
      json.writeNumberProperty("line", lineNumber);
      if (hasColumn) {
        json.writeNumberProperty("column", problem.column());
      }
    });
  }

  private void line(Consumer<JsonGenerator> properties) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      properties.accept(json);
      json.writeEndObject();
    }
    out.append(text.getBuffer()).append('\n');
  }

  void flush() throws IOException {
    out.flush();
  }
}
