package org.cellsched.host.journal;

import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cellsched.core.control.ControllerCheckpoint;
import org.cellsched.core.cpu.Topology;
import org.cellsched.host.lines.MalformedLineException;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.host.policy.PolicyReader;
import org.cellsched.host.policy.PolicyWriter;
import org.cellsched.host.yaml.InvalidFileException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** One value of a journal as one line of text, and back. */
final class JournalLines {

  private JournalLines() {}

  /** Which CPUs are together, by CPU: tables as {@link Topology#of} takes them. */
  private record Tables(int[] coreOf, int[] llcOf, int[] nodeOf, int[] socketOf) {

    static Tables of(Topology topology) {
      int cpus = topology.cpuCount();
      return new Tables(
          IntStream.range(0, cpus).map(topology::coreOf).toArray(),
          IntStream.range(0, cpus).map(topology::llcOf).toArray(),
          IntStream.range(0, cpus).map(topology::nodeOf).toArray(),
          IntStream.range(0, cpus).map(topology::socketOf).toArray());
    }
  }

  /** The first line; the policy is written as people write it. */
  private record Header(
      int journal,
      String version,
      long atNs,
      SequencedMap<String, Object> policy,
      Tables topology,
      ControllerCheckpoint checkpoint) {}

  /** The same as it is read: the policy has a reader of its own. */
  private record WrittenHeader(
      int journal,
      String version,
      long atNs,
      JsonNode policy,
      Tables topology,
      ControllerCheckpoint checkpoint) {}

  static String write(JournalHeader header) {
    return JournalJson.MAPPER.writeValueAsString(
        new Header(
            JournalWriter.FORMAT,
            header.version(),
            header.atNs(),
            PolicyWriter.toMap(header.policy()),
            Tables.of(header.topology()),
            header.checkpoint()));
  }

  static String write(Object value) {
    return JournalJson.MAPPER.writeValueAsString(value);
  }

  static JournalHeader readHeader(String line) throws MalformedLineException {
    requireFormat(line);
    WrittenHeader written = read(line, WrittenHeader.class);
    Tables tables = written.topology;
    try {
      return new JournalHeader(
          written.version,
          written.atNs,
          readPolicy(written.policy),
          Topology.of(tables.coreOf, tables.llcOf, tables.nodeOf, tables.socketOf),
          written.checkpoint);
    } catch (IllegalArgumentException e) {
      throw malformed("`topology` is none: " + e.getMessage(), e);
    }
  }

  /** Before the rest, which another format may write in another way. */
  private static void requireFormat(String line) throws MalformedLineException {
    JsonNode format = read(line, JsonNode.class).path("journal");
    if (!format.isIntegralNumber()) {
      throw malformed("this is no journal; expected a first line with {\"journal\":1,...}", null);
    }
    if (!format.canConvertToInt() || format.intValue() != JournalWriter.FORMAT) {
      throw malformed(
          "the journal's format is %s; expected %d: replay it with the version that wrote it"
              .formatted(format, JournalWriter.FORMAT),
          null);
    }
  }

  private static PolicyConfig readPolicy(JsonNode policy) throws MalformedLineException {
    try {
      return PolicyReader.parse(policy.toString(), "the journal's policy", List.of());
    } catch (InvalidFileException e) {
      throw malformed(String.valueOf(e.getMessage()), e);
    }
  }

  /** A value of this type; whatever is wrong with the line is told with its column. */
  static <T> T read(String line, Class<T> type) throws MalformedLineException {
    try {
      return JournalJson.MAPPER.readValue(line, type);
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw new MalformedLineException(problem(e), Math.max(1, column), e);
    } catch (StackOverflowError e) {
      throw new MalformedLineException("nested too deep", 1, e);
    }
  }

  private static final Pattern MISSING_KEY = Pattern.compile("Missing creator property .*");

  private static String problem(JacksonException e) {
    String what =
        switch (e) {
          case UnrecognizedPropertyException unknown ->
              "unknown key `" + unknown.getPropertyName() + "`";
          case InvalidTypeIdException unknown -> "unknown kind `" + unknown.getTypeId() + "`";
          default -> firstSentence(String.valueOf(e.getOriginalMessage()));
        };
    if (e instanceof DatabindException && !e.getPath().isEmpty()) {
      String where =
          e.getPath().stream()
              .map(step ->
                  step.getPropertyName() == null
                      ? "[" + step.getIndex() + "]"
                      : step.getPropertyName())
              .collect(Collectors.joining("."));
      return "`" + where + "`: " + what;
    }
    return what;
  }

  /** Of class names only the last part says something to a reader, of settings nothing. */
  private static String firstSentence(String message) {
    String line = message.lines().findFirst().orElse("not readable");
    return MISSING_KEY.matcher(line).matches() // the place names the key
        ? "missing"
        : line.replaceAll("(?:[a-z0-9_]+\\.)+([A-Z])", "$1").replaceAll("; `\\w+` enabled.*", "");
  }

  private static MalformedLineException malformed(String message, @Nullable Exception cause) {
    return new MalformedLineException(message, 1, cause);
  }
}
