package org.cellsched.sim.scenario;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ObjectFormat;

/** The tables of docs/scenarios.md, from the formats that the reader uses. */
final class ReferenceTables {

  private ReferenceTables() {}

  /** One table per kind of mapping. */
  static String keys() {
    return ScenarioFormat.ALL.stream()
        .map(ReferenceTables::table)
        .collect(Collectors.joining("\n"));
  }

  private static String table(ObjectFormat<?> format) {
    return "### "
        + format.name()
        + "\n\n"
        + format.meaning()
        + "\n\n| Key | Value | If missing | Meaning |\n|---|---|---|---|\n"
        + format.keys().stream().map(ReferenceTables::row).collect(Collectors.joining());
  }

  private static String row(Key<?> key) {
    String missing =
        switch (key.presence()) {
          case REQUIRED -> "an error; such as `" + key.fallback() + "`";
          case DEFAULT -> "`" + key.fallback() + "`";
          case ABSENT -> key.fallback();
          case ALTERNATIVE -> "one of these";
        };
    return "| `%s` | %s | %s | %s |\n"
        .formatted(key.name(), key.format().expected(), missing, key.meaning());
  }

  /** All metrics. */
  static String metrics() {
    return "| Metric | Kind | Of which time | Meaning |\n|---|---|---|---|\n"
        + Stream.of(Metric.values()).map(ReferenceTables::row).collect(Collectors.joining());
  }

  private static String row(Metric metric) {
    String subjects =
        metric.subjects().stream()
            .map(of ->
                switch (of) {
                  case CELL -> "CELL";
                  case GROUP -> "GROUP";
                  case PLANS, VIOLATIONS, MACHINE -> of.name().toLowerCase(Locale.ROOT);
                })
            .map(subject ->
                "`" + subject + (metric.path().isEmpty() ? "`" : "." + metric.path() + "`"))
            .collect(Collectors.joining(", "));
    String kind =
        switch (metric.kind()) {
          case DURATION -> "time";
          case COUNT -> "count";
          case FRACTION -> "percentage";
          case CPUS -> "CPUs";
        };
    String span =
        switch (metric.span()) {
          case STATE -> "a moment";
          case WINDOW -> "a span";
          case OVERALL -> "the whole run";
        };
    return "| %s | %s | %s | %s |\n".formatted(subjects, kind, span, metric.meaning());
  }
}
