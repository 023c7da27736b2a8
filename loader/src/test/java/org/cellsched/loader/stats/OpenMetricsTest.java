package org.cellsched.loader.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against the text format's own rules: OpenMetrics 1.0.0, "Text format". */
class OpenMetricsTest {

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\"})?"
              + " (-?[0-9.]+)");

  /** Values by name and labels; fails where a rule is broken. */
  private static Map<String, String> parse(String text) {
    assertThat(text).endsWith("\n# EOF\n");
    Map<String, String> values = new LinkedHashMap<>();
    List<String> finished = new ArrayList<>();
    String family = "";
    String type = "";
    for (String line : text.substring(0, text.length() - "# EOF\n".length()).split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        finished.add(family);
        family = line.split(" ", -1)[2];
        type = line.split(" ", -1)[3];
        assertThat(finished).as("a family comes in one piece").doesNotContain(family);
      } else if (line.startsWith("# UNIT ")) {
        assertThat(family).endsWith("_" + line.split(" ", -1)[3]);
      } else if (line.startsWith("# HELP ")) {
        assertThat(line).startsWith("# HELP " + family + " ");
      } else if (!line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).isEqualTo(type.equals("counter") ? family + "_total" : family);
        String key = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
        assertThat(values.put(key, sample.group(3))).as("twice: " + key).isNull();
      }
    }
    return values;
  }

  @Test
  void formatIsBroken() {
    Map<String, String> values = parse(OpenMetrics.of(Snapshots.of("web")));

    assertThat(values)
        .containsEntry("cellsched_plan_generation", "3")
        .containsEntry("cellsched_plans_applied_total", "3")
        .containsEntry("cellsched_decisions_total{kind=\"LENT\"}", "7")
        .containsEntry("cellsched_cell_cpus{cell=\"web\"}", "4")
        .containsEntry("cellsched_cell_utilisation_ratio{cell=\"web\"}", "1.250000")
        .containsEntry("cellsched_cell_demand_cpus{cell=\"web\"}", "4.500")
        .containsEntry("cellsched_cell_borrowed_seconds_total{cell=\"web\"}", "0.000000040");
  }

  @Test
  void nameOfACgroupBreaksTheFormat() {
    assertThat(parse(OpenMetrics.of(Snapshots.of("a\"b\\c\nd"))))
        .containsKey("cellsched_cell_cpus{cell=\"a\\\"b\\\\c\\nd\"}");
  }

  @Test
  void endpointTellsNothing() throws Exception {
    try (MetricsEndpoint endpoint = new MetricsEndpoint(0);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics"))
              .build();
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(503);
      endpoint.publish(Snapshots.of("web"));

      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/openmetrics-text; version=1.0.0");
      assertThat(parse(answer.body())).isNotEmpty();
    }
  }
}
