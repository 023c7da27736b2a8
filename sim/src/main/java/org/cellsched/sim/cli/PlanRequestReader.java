package org.cellsched.sim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cellsched.core.cell.CellId;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuListException;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.core.plan.CellRequest;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.host.lines.MalformedLineException;
import org.cellsched.host.yaml.Texts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a planner's input from a line of JSON, such as {@code {"cpus":8,"rootMinCpus":1,
 * "cpusPerLlc":null,"borrowing":true,"cells":[{"id":0},{"id":1,"cpuset":"0-3"}]}}.
 *
 * <p>Token by token rather than by data binding: that gives the column of whatever is wrong in our
 * own words, coerces nothing, and keeps start-up short. A key {@code expect} is skipped, so that a
 * file of conformance vectors can be read as it is.
 */
final class PlanRequestReader {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final List<String> REQUIRED_KEYS =
      List.of("cpus", "rootMinCpus", "cpusPerLlc", "borrowing", "cells");

  private static final List<String> KEYS =
      List.of("cpus", "rootMinCpus", "cpusPerLlc", "borrowing", "cells", "expect");

  private static final List<String> CELL_KEYS = List.of("id", "weight", "cpuset");

  private final JsonReading json;
  private final SortedSet<String> seen = new TreeSet<>();
  private final List<CellRequest> cells = new ArrayList<>();
  private int cpuCount;
  private int rootMinCpus;
  private @Nullable Integer cpusPerLlc;
  private boolean borrowing;

  private PlanRequestReader(JsonReading json) {
    this.json = json;
  }

  /**
   * The request that {@code line} asks for; it may well be invalid, which the planner will say.
   *
   * @throws MalformedLineException if the line is no request at all: broken JSON, a key that is
   *     missing, unknown or there twice, a value of the wrong type or out of its range
   */
  static PlanRequest read(String line) throws MalformedLineException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      return new PlanRequestReader(new JsonReading(parser)).request();
    } catch (JacksonException e) {
      TokenStreamLocation location = e.getLocation();
      int column = location == null ? MalformedLineException.NO_COLUMN : location.getColumnNr();
      throw new MalformedLineException(e.getOriginalMessage(), Math.max(column, 0));
    }
  }

  private PlanRequest request() throws MalformedLineException {
    json.enterObject("a request");
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      seen.add(key);
      readValue(key);
    }
    for (String key : REQUIRED_KEYS) {
      if (!seen.contains(key)) {
        throw json.error("key \"" + key + "\" is missing");
      }
    }
    json.requireEnd();
    return new PlanRequest(CpuMask.firstCpus(cpuCount), topology(), rootMinCpus, borrowing, cells);
  }

  private void readValue(String key) throws MalformedLineException {
    switch (key) {
      case "cpus" -> cpuCount = json.integer(key, 0, CpuMask.MAX_CPUS);
      case "rootMinCpus" -> rootMinCpus = json.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "cpusPerLlc" -> cpusPerLlc = json.integerOrNull(key, 1, Integer.MAX_VALUE);
      case "borrowing" -> borrowing = json.bool(key);
      case "cells" -> readCells();
      case "expect" -> json.skipValue();
      default -> throw json.unknownKey(key, KEYS);
    }
  }

  private void readCells() throws MalformedLineException {
    json.enterArray("cells");
    while (json.nextElementIsObject("a cell")) {
      cells.add(cell());
    }
  }

  private CellRequest cell() throws MalformedLineException {
    CellId id = null;
    Long weight = null;
    CpuMask cpuset = null;
    for (String key = json.nextKey(); key != null; key = json.nextKey()) {
      switch (key) {
        case "id" -> id = new CellId(json.integer(key, 0, CellId.MAX_CELLS - 1));
        case "weight" -> weight = json.longInteger(key);
        case "cpuset" -> cpuset = cpuList(key);
        default -> throw json.unknownKey(key, CELL_KEYS);
      }
    }
    if (id == null) {
      throw json.error("key \"id\" of a cell is missing");
    }
    return new CellRequest(id, cpuset, weight);
  }

  private CpuMask cpuList(String key) throws MalformedLineException {
    String list = json.string(key);
    try {
      return CpuList.parse(list);
    } catch (CpuListException e) {
      throw json.error(String.valueOf(e.getMessage()));
    }
  }

  /** CPU n is in LLC n / cpusPerLlc. */
  private @Nullable Topology topology() {
    Integer perLlc = cpusPerLlc;
    if (perLlc == null || cpuCount == 0) {
      return null;
    }
    int[] coreOf = new int[cpuCount];
    int[] llcOf = new int[cpuCount];
    for (int cpu = 0; cpu < cpuCount; cpu++) {
      coreOf[cpu] = cpu;
      llcOf[cpu] = cpu / perLlc;
    }
    return Topology.of(coreOf, llcOf, new int[cpuCount], new int[cpuCount]);
  }

  /** Values of stated types, and errors with the column of what was read last. */
  private static final class JsonReading {

    /** Longer keys are cut in messages. */
    private static final int MAX_KEY_SHOWN = 40;

    private final JsonParser parser;

    JsonReading(JsonParser parser) {
      this.parser = parser;
    }

    void enterObject(String what) throws MalformedLineException {
      require(parser.nextToken(), JsonToken.START_OBJECT, what + " must be an object");
    }

    void enterArray(String key) throws MalformedLineException {
      require(parser.nextToken(), JsonToken.START_ARRAY, mustBe(key, "an array"));
    }

    /** The next key of the object, or null at its end. */
    @Nullable String nextKey() {
      return parser.nextToken() == JsonToken.PROPERTY_NAME ? parser.currentName() : null;
    }

    /** Enters the next element of the array; false at its end. */
    boolean nextElementIsObject(String what) throws MalformedLineException {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        return false;
      }
      require(token, JsonToken.START_OBJECT, what + " must be an object");
      return true;
    }

    int integer(String key, int min, int max) throws MalformedLineException {
      return integer(key, parser.nextToken(), min, max);
    }

    @Nullable Integer integerOrNull(String key, int min, int max) throws MalformedLineException {
      JsonToken token = parser.nextToken();
      return token == JsonToken.VALUE_NULL ? null : integer(key, token, min, max);
    }

    long longInteger(String key) throws MalformedLineException {
      return longInteger(key, parser.nextToken());
    }

    private int integer(String key, JsonToken token, int min, int max)
        throws MalformedLineException {
      long value = longInteger(key, token);
      if (value < min || value > max) {
        throw error("\"%s\" is %d; it must be %d to %d".formatted(key, value, min, max));
      }
      return (int) value;
    }

    private long longInteger(String key, JsonToken token) throws MalformedLineException {
      require(token, JsonToken.VALUE_NUMBER_INT, mustBe(key, "an integer"));
      if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
        throw error("\"" + key + "\" has more than 64 bits");
      }
      return parser.getLongValue();
    }

    boolean bool(String key) throws MalformedLineException {
      JsonToken token = parser.nextToken();
      if (token != JsonToken.VALUE_FALSE) {
        require(token, JsonToken.VALUE_TRUE, mustBe(key, "true or false"));
      }
      return token == JsonToken.VALUE_TRUE;
    }

    String string(String key) throws MalformedLineException {
      require(parser.nextToken(), JsonToken.VALUE_STRING, mustBe(key, "a string"));
      return parser.getString();
    }

    void skipValue() {
      parser.nextToken();
      parser.skipChildren();
    }

    void requireEnd() throws MalformedLineException {
      if (parser.nextToken() != null) {
        throw error("expected the end of the line after the request, saw " + seen());
      }
    }

    private static String mustBe(String key, String type) {
      return "\"" + key + "\" must be " + type;
    }

    private void require(@Nullable JsonToken token, JsonToken expected, String rule)
        throws MalformedLineException {
      if (token != expected) {
        throw error(rule + ", saw " + seen());
      }
    }

    private String seen() {
      JsonToken token = parser.currentToken();
      if (token == null) {
        return "the end";
      }
      return switch (token) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_STRING -> "a string";
        case VALUE_NUMBER_INT -> "an integer";
        case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
        case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> parser.getString();
        case PROPERTY_NAME, END_ARRAY, END_OBJECT, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            token.toString();
      };
    }

    MalformedLineException unknownKey(String key, List<String> known) {
      String shown = key.length() > MAX_KEY_SHOWN ? key.substring(0, MAX_KEY_SHOWN) + "…" : key;
      String hint = Texts.didYouMean(shown, known, "");
      return error(
          "unknown key \""
              + shown
              + "\""
              + (hint.isEmpty() ? "; known are " + String.join(", ", known) : hint));
    }

    MalformedLineException error(String message) {
      return new MalformedLineException(message, parser.currentTokenLocation().getColumnNr());
    }
  }
}
