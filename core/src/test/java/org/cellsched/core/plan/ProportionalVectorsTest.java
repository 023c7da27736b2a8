package org.cellsched.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Upstream's own answers to 2,598 inputs. A difference here means that we no longer plan as
 * scx_mitosis does.
 */
class ProportionalVectorsTest {

  private static final String FILE = "proportional-plans.jsonl";
  private static final int LINES = 2598;
  private static final int LINES_WITHOUT_PLAN = 633;

  private static List<Vector> vectors = List.of();

  private record Vector(int line, String text, PlanRequest request, JsonNode expect) {

    boolean expectsError() {
      return expect.has("error");
    }
  }

  @BeforeAll
  static void readVectors() throws IOException {
    JsonMapper mapper = JsonMapper.shared();
    List<Vector> read = new ArrayList<>();
    try (InputStream in = ProportionalVectorsTest.class.getResourceAsStream(FILE)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        JsonNode node = mapper.readTree(line);
        read.add(new Vector(read.size() + 1, line, request(node), node.get("expect")));
      }
    }
    vectors = read;
  }

  private static PlanRequest request(JsonNode node) {
    int cpus = node.get("cpus").asInt();
    JsonNode cpusPerLlc = node.get("cpusPerLlc");
    Topology topology =
        cpusPerLlc.isNull() ? null : RequestBuilder.llcsOf(cpus, cpusPerLlc.asInt());
    List<CellRequest> cells = new ArrayList<>();
    for (JsonNode cell : node.get("cells")) {
      CpuMask cpuset = cell.has("cpuset") ? CpuList.parse(cell.get("cpuset").asString()) : null;
      Long weight = cell.has("weight") ? cell.get("weight").asLong() : null;
      cells.add(new CellRequest(new CellId(cell.get("id").asInt()), cpuset, weight));
    }
    return new PlanRequest(
        CpuMask.firstCpus(cpus),
        topology,
        node.get("rootMinCpus").asInt(),
        node.get("borrowing").asBoolean(),
        cells);
  }

  private static @Nullable CellPlan planOrNull(PlanRequest request) {
    try {
      return new ProportionalPlanner().plan(request);
    } catch (PlanException e) {
      return null;
    }
  }

  @Test
  void notAllVectorsWereRead() {
    assertThat(vectors).hasSize(LINES);
    assertThat(vectors.stream().filter(Vector::expectsError)).hasSize(LINES_WITHOUT_PLAN);
  }

  @Test
  void planDiffersFromUpstream() {
    List<String> differences = new ArrayList<>();
    for (Vector vector : vectors) {
      CellPlan plan = planOrNull(vector.request());
      if ((plan == null) != vector.expectsError()
          || plan != null && !matches(plan, vector.request(), vector.expect())) {
        differences.add("line " + vector.line() + ": " + vector.text() + "\n  saw " + plan);
      }
    }
    System.out.println(vectors.size() + " vectors compared, " + differences.size() + " differ");
    assertThat(differences).isEmpty();
  }

  private static boolean matches(CellPlan plan, PlanRequest request, JsonNode expect) {
    List<String> expected = new ArrayList<>();
    for (JsonNode cell : expect.get("cells")) {
      String borrowable =
          request.borrowing() ? " / " + CpuList.parse(cell.get("borrowable").asString()) : "";
      expected.add(cell.get("id").asInt() + ": " + cell.get("primary").asString() + borrowable);
    }
    return plan.enforcedHoldout() == expect.get("enforcedHoldout").asBoolean()
        && RequestBuilder.describe(plan, request.borrowing()).equals(expected);
  }

  @Test
  void planBreaksAnInvariant() {
    for (Vector vector : vectors) {
      CellPlan plan = planOrNull(vector.request());
      if (plan != null) {
        assertThat(PlanVerifier.violations(vector.request(), plan))
            .as("line %d", vector.line())
            .isEmpty();
      }
    }
  }

  @Test
  void ladderGivesUpOnAnInputThatUpstreamRefuses() {
    PlanLadder ladder = new PlanLadder(new ProportionalPlanner());
    for (Vector vector : vectors) {
      if (vector.expectsError()) {
        LadderOutcome outcome = ladder.climb(vector.request(), List.of());
        assertThat(outcome.rung())
            .as("line %d: %s", vector.line(), outcome.explanation())
            .isIn(PlanRung.MATCHING, PlanRung.DEMOTION);
      }
    }
  }
}
