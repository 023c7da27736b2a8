package org.cellsched.sim.rtapp;

import java.util.List;
import java.util.TreeSet;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.rtapp.JsonValue.JsonObject;
import org.cellsched.sim.rtapp.JsonValue.JsonText;
import org.cellsched.sim.rtapp.JsonValue.Member;
import org.cellsched.sim.rtapp.JsonValue.Omitted;
import org.jspecify.annotations.Nullable;

/** Reads {@link RtAppEvent}s. Like rt-app, it knows an event by the beginning of its key. */
final class EventReader {

  /** Longer words first where one begins with another. */
  private static final List<String> WORDS =
      List.of(
          "runtime", "run", "sleep", "timer", "lock", "unlock", "wait", "signal", "broad", "sync",
          "suspend", "resume", "mem", "iorun", "yield", "barrier", "fork");

  private static final String MICROSECONDS = " of microseconds";

  private final JsonReading reading;
  private final Problems problems;

  EventReader(Problems problems) {
    this.problems = problems;
    this.reading = new JsonReading(problems);
  }

  /** The event's word that this key begins with, such as {@code run} for {@code run0}, or null. */
  static @Nullable String wordOf(String key) {
    return WORDS.stream().filter(key::startsWith).findFirst().orElse(null);
  }

  /** The events' words, for suggestions. */
  static List<String> words() {
    return WORDS;
  }

  /**
   * The event, or null after a complaint.
   *
   * @param task whose event it is: whom `suspend` without a name suspends
   */
  @Nullable RtAppEvent read(Member member, String word, String task) {
    Location at = member.keyLocation();
    return switch (word) {
      case "run", "runtime", "sleep" -> timed(member, word, at);
      case "mem", "iorun" -> written(member, word, at);
      case "wait", "sync" -> waiting(member, word, at);
      case "timer" -> timer(member, at);
      case "suspend" -> new RtAppEvent.Suspend(at, suspended(member, task));
      case "yield" -> new RtAppEvent.Yield(at);
      default -> named(member, word, at);
    };
  }

  private @Nullable RtAppEvent timed(Member member, String word, Location at) {
    Long lengthUs = reading.wholeNumber(member, 0, MICROSECONDS);
    if (lengthUs == null) {
      return null;
    }
    return switch (word) {
      case "run" -> new RtAppEvent.Run(at, lengthUs);
      case "runtime" -> new RtAppEvent.Runtime(at, lengthUs);
      default -> new RtAppEvent.Sleep(at, lengthUs);
    };
  }

  private @Nullable RtAppEvent written(Member member, String word, Location at) {
    Long bytes = reading.wholeNumber(member, 0, " of bytes");
    if (bytes == null) {
      return null;
    }
    return word.equals("mem") ? new RtAppEvent.Mem(at, bytes) : new RtAppEvent.IoRun(at, bytes);
  }

  private @Nullable RtAppEvent named(Member member, String word, Location at) {
    String name = reading.text(member, "the name of a " + thing(word));
    if (name == null) {
      return null;
    }
    return switch (word) {
      case "lock" -> new RtAppEvent.Lock(at, name);
      case "unlock" -> new RtAppEvent.Unlock(at, name);
      case "signal" -> new RtAppEvent.Signal(at, name);
      case "broad" -> new RtAppEvent.Broad(at, name);
      case "resume" -> new RtAppEvent.Resume(at, name);
      case "barrier" -> new RtAppEvent.Barrier(at, name);
      case "fork" -> new RtAppEvent.Fork(at, name);
      default -> throw new IllegalStateException("no event " + word);
    };
  }

  private static String thing(String word) {
    return switch (word) {
      case "lock", "unlock" -> "mutex";
      case "signal", "broad" -> "condition that somebody waits for";
      case "barrier" -> "barrier";
      case "fork" -> "task";
      default -> "thread, or whatever name it suspends itself under";
    };
  }

  /** Empty or left out it is the task's own name, which workgen would put there. */
  private String suspended(Member member, String task) {
    if (member.value() instanceof Omitted
        || (member.value() instanceof JsonText text && text.text().isEmpty())) {
      return task;
    }
    String name = reading.text(member, "the name to be resumed by, or none for the thread's own");
    return name == null ? task : name;
  }

  private @Nullable RtAppEvent waiting(Member member, String word, Location at) {
    JsonObject object =
        reading.object(member, "an object such as {\"ref\": \"q\", \"mutex\": \"m\"}");
    if (object == null) {
      return null;
    }
    String condition = part(object, "ref", "the name of a condition");
    String mutex = part(object, "mutex", "the name of a mutex");
    refuseOthers(object, List.of("ref", "mutex"));
    if (condition == null || mutex == null) {
      return null;
    }
    return word.equals("wait")
        ? new RtAppEvent.Wait(at, condition, mutex)
        : new RtAppEvent.Sync(at, condition, mutex);
  }

  private @Nullable RtAppEvent timer(Member member, Location at) {
    JsonObject object =
        reading.object(member, "an object such as {\"ref\": \"unique\", \"period\": 10000}");
    if (object == null) {
      return null;
    }
    String ref = part(object, "ref", "the name of a timer");
    Member period = find(object, "period");
    Member mode = find(object, "mode");
    refuseOthers(object, List.of("ref", "period", "mode"));
    if (period == null) {
      problems.add(
          object.location(),
          "`timer` lacks `period`; expected a whole number of microseconds, such as"
              + " \"period\": 10000");
      return null;
    }
    Long periodUs = reading.wholeNumber(period, 0, MICROSECONDS);
    String word = mode == null ? "relative" : reading.text(mode, "\"relative\" or \"absolute\"");
    if (word != null && !word.equals("relative") && !word.equals("absolute")) {
      word = reading.refuse(mode == null ? period : mode, "\"relative\" or \"absolute\"");
    }
    return ref == null || periodUs == null || word == null
        ? null
        : new RtAppEvent.Timer(at, ref, periodUs, word.equals("absolute"));
  }

  private @Nullable String part(JsonObject object, String key, String what) {
    Member member = find(object, key);
    if (member == null) {
      problems.add(
          object.location(),
          "the key `%s` is missing; expected %s, such as \"%s\": \"a\"".formatted(key, what, key));
      return null;
    }
    return reading.text(member, what);
  }

  private static @Nullable Member find(JsonObject object, String key) {
    return object.members().stream()
        .filter(member -> member.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private void refuseOthers(JsonObject object, List<String> known) {
    TreeSet<String> seen = new TreeSet<>();
    for (Member member : object.members()) {
      if (!known.contains(member.key())) {
        problems.add(
            member.keyLocation(),
            "unknown key `%s`%s"
                .formatted(
                    member.key(),
                    Texts.didYouMean(member.key(), known, "; expected " + Texts.choices(known))));
      } else if (!seen.add(member.key())) {
        problems.add(
            member.keyLocation(), "`%s` is there already; delete one".formatted(member.key()));
      }
    }
  }
}
