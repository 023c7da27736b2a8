package org.cellsched.host.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns YAML text into a tree of {@link Node}s.
 *
 * <p>Accepts the part of YAML 1.2 that configuration needs. Refused, each with its place: anchors
 * and aliases (a few bytes of them can stand for gigabytes), merge keys, tags (they name types, and
 * types are ours to know), keys that are not plain text, keys that appear twice, several documents,
 * nesting deeper than 64, more than 100,000 values. Time and memory are linear in the text.
 *
 * <p>Built on the events of snakeyaml-engine, not on Jackson's YAML parser, which wraps them and
 * loses the place of a syntax error on the way.
 */
public final class YamlTree {

  /** Ten times what any format of ours uses; bounds the recursion below. */
  private static final int MOST_DEPTH = 64;

  private static final int MOST_NODES = 100_000;

  private static final int SMALLEST_BUFFER = 64;

  /** The name of a value that stands under no key. */
  private static final String TOP = "the file";

  private final String source;
  private final Problems problems;
  private final StreamReader reader;
  private final Iterator<Event> events;
  private int nodeCount;

  private YamlTree(String text, String source, Problems problems) {
    this.source = source;
    this.problems = problems;
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(source)
            .setUseMarks(true)
            .setCodePointLimit(SourceText.MOST_BYTES)
            // At once: with a small buffer, the time for a long value grows with its square.
            .setBufferSize(Math.max(SMALLEST_BUFFER, text.length()))
            .build();
    this.reader = new StreamReader(settings, text);
    this.events = new ParserImpl(settings, reader);
  }

  /** The only document of a file, which messages call by the path given; null after a complaint. */
  public static @Nullable Node read(Path file, Problems problems) {
    String text = SourceText.read(file, file.toString(), problems);
    return text == null ? null : parse(text, file.toString(), problems);
  }

  /** The only document of a text, which messages call {@code source}; null after a complaint. */
  public static @Nullable Node parse(String text, String source, Problems problems) {
    YamlTree tree = new YamlTree(text, source, problems);
    try {
      return tree.document();
    } catch (Refused e) {
      problems.add(e.location, e.problem);
    } catch (MarkedYamlEngineException e) {
      problems.add(place(e, source), Syntax.explain(e));
    } catch (ReaderException e) {
      String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
      problems.add(
          SourceText.endOf(before, source),
          "character U+%04X is not allowed in YAML; delete it".formatted(e.getCodePoint()));
    } catch (NumberFormatException e) {
      // What the scanner throws at the end of a text within an escape such as \x4.
      problems.add(tree.place(), "an escape in double quotes ends too early");
    } catch (YamlEngineException e) {
      problems.add(Location.of(source), "broken YAML: " + e.getMessage());
    }
    return null;
  }

  private static Location place(MarkedYamlEngineException e, String source) {
    return e.getProblemMark()
        .or(e::getContextMark)
        .map(mark -> new Location(source, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Location.of(source));
  }

  /** How far the text has been read. */
  private Location place() {
    return reader
        .getMark()
        .map(mark -> new Location(source, mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(Location.of(source));
  }

  private @Nullable Node document() {
    next(Event.ID.StreamStart);
    Event start = events.next();
    if (start.getEventId() == Event.ID.StreamEnd) {
      problems.add(new Location(source, 1, 1), "is empty; expected keys and values");
      return null;
    }
    Node top = node(TOP, events.next(), 0);
    next(Event.ID.DocumentEnd);
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      problems.add(
          location(after), "a second document begins; expected one: put it into a file of its own");
    }
    return top;
  }

  private void next(Event.ID expected) {
    Event event = events.next();
    if (event.getEventId() != expected) {
      throw new IllegalStateException("expected " + expected + ", saw " + event);
    }
  }

  private Node node(String name, Event event, int depth) {
    Location location = location(event);
    if (++nodeCount > MOST_NODES) {
      throw new Refused(location, "more than 100,000 values; no file of this kind needs that many");
    }
    if (depth > MOST_DEPTH) {
      throw new Refused(
          location, "nested more than " + MOST_DEPTH + " deep; expected a few levels");
    }
    boolean plain = isPlain(event, location);
    Node node =
        switch (event.getEventId()) {
          case Scalar -> scalar(name, (ScalarEvent) event, location);
          case SequenceStart -> sequence(name, location, depth);
          case MappingStart -> mapping(name, location, depth);
          default -> new Node.Broken(location, name);
        };
    return plain ? node : new Node.Broken(location, name);
  }

  /** Complains of aliases, anchors and tags. */
  private boolean isPlain(Event event, Location location) {
    if (event instanceof AliasEvent alias) {
      problems.add(
          location, "alias `*" + alias.getAlias() + "` is not supported; write the value out");
      return false;
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      problems.add(
          location,
          "anchor `&" + node.getAnchor().get() + "` is not supported; write each value out");
      return false;
    }
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    tag.ifPresent(seen ->
        problems.add(location, "tag " + Texts.quote(seen) + " is not supported; delete it"));
    return tag.isEmpty();
  }

  private static Node scalar(String name, ScalarEvent event, Location location) {
    String text = event.getValue();
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    boolean nothing = text.isEmpty() || text.equals("~") || text.equals("null");
    return plain && nothing
        ? new Node.Nothing(location, name)
        : new Node.Scalar(location, name, text, !plain);
  }

  private Node sequence(String name, Location location, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      items.add(node(name + "." + items.size(), event, depth + 1));
    }
    return new Node.Sequence(location, name, items);
  }

  private Node mapping(String name, Location location, int depth) {
    List<Node.Entry> entries = new ArrayList<>();
    TreeMap<String, Location> seen = new TreeMap<>();
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      Node key = node(name, event, depth + 1);
      String text = keyText(key);
      Node value = node(text == null ? name : text, events.next(), depth + 1);
      if (text == null) {
        continue;
      }
      Location first = seen.putIfAbsent(text, key.location());
      if (first == null) {
        entries.add(new Node.Entry(key.location(), text, value));
      } else {
        problems.add(
            key.location(),
            "key `%s` appears twice; the first is at line %d: delete or rename one"
                .formatted(text, first.line()));
      }
    }
    return new Node.Mapping(location, name, entries);
  }

  /** The text of a key; null after a complaint. */
  private @Nullable String keyText(Node key) {
    switch (key) {
      case Node.Scalar scalar when !scalar.text().equals("<<") -> {
        return scalar.text();
      }
      case Node.Scalar merge ->
          problems.add(merge.location(), "merge key `<<` is not supported; write the keys out");
      case Node.Broken broken -> {}
      default -> problems.add(key.location(), "a key is " + key.seen() + "; expected a name");
    }
    return null;
  }

  private Location location(Event event) {
    Optional<Mark> mark = event.getStartMark();
    return mark.map(at -> new Location(source, at.getLine() + 1, at.getColumn() + 1))
        .orElse(Location.of(source));
  }

  /** Ends the reading at once: what follows would cost too much. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Location location;
    private final String problem;

    Refused(Location location, String problem) {
      super(problem, null, false, false);
      this.location = location;
      this.problem = problem;
    }
  }
}
