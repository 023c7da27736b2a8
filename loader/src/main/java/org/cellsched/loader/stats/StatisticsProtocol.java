package org.cellsched.loader.stats;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The requests that clients of sched_ext schedulers know, one JSON object a line: {@code
 * {"req":"stats","args":{"target":"top"}}} and {@code {"req":"stats_meta"}}; answered by {@code
 * {"errno":0,"args":{"resp":...}}}, or with an errno and a text.
 */
final class StatisticsProtocol {

  private static final int EINVAL = 22;
  private static final int EAGAIN = 11;
  private static final String TOP = "top";
  private static final JsonMapper JSON = JsonMapper.shared();

  private StatisticsProtocol() {}

  /** The answer to a line, without its end. {@code newest} is null before the first sample. */
  static String answer(String line, @Nullable LoaderStatistics newest) {
    JsonNode request;
    try {
      request = JSON.readTree(line);
    } catch (JacksonException | StackOverflowError e) {
      return failed(EINVAL, "not JSON; expected {\"req\":\"stats\",\"args\":{\"target\":\"top\"}}");
    }
    String what = request.path("req").asString("");
    return switch (what) {
      case "stats" -> statistics(request.path("args").path("target").asString(TOP), newest);
      case "stats_meta" -> answered(meta());
      default ->
          failed(EINVAL, "unknown request \"" + what + "\"; known are \"stats\", \"stats_meta\"");
    };
  }

  private static String statistics(String target, @Nullable LoaderStatistics newest) {
    if (!target.equals(TOP)) {
      return failed(EINVAL, "unknown target \"" + target + "\"; known is \"top\"");
    }
    return newest == null ? failed(EAGAIN, "nothing was sampled yet") : answered(newest);
  }

  /** What each of a snapshot's fields is, by name. */
  private static SequencedMap<String, Object> meta() {
    SequencedMap<String, Object> meta = new LinkedHashMap<>();
    for (Class<?> type : new Class<?>[] {LoaderStatistics.class, LoaderStatistics.Cell.class}) {
      SequencedMap<String, Object> fields = new LinkedHashMap<>();
      for (RecordComponent component : type.getRecordComponents()) {
        fields.put(component.getName(), Map.of("datum", datum(component.getType())));
      }
      SequencedMap<String, Object> of = new LinkedHashMap<>();
      of.put("name", type.getSimpleName());
      of.put("top", type == LoaderStatistics.class);
      of.put("fields", fields);
      meta.put(type.getSimpleName(), of);
    }
    return meta;
  }

  private static String datum(Class<?> type) {
    if (type == long.class || type == int.class) {
      return "i64";
    }
    return type == String.class ? "string" : type == Map.class ? "dict" : "array";
  }

  private static String answered(Object response) {
    return line(0, response);
  }

  private static String failed(int errno, String text) {
    return line(errno, text);
  }

  private static String line(int errno, Object response) {
    SequencedMap<String, Object> answer = new LinkedHashMap<>();
    answer.put("errno", errno);
    answer.put("args", Map.of("resp", response));
    return JSON.writeValueAsString(answer);
  }
}
