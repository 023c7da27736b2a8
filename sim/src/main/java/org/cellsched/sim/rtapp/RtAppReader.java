package org.cellsched.sim.rtapp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.SourceText;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.rtapp.JsonValue.JsonObject;
import org.cellsched.sim.rtapp.JsonValue.JsonText;
import org.cellsched.sim.rtapp.JsonValue.Member;
import org.cellsched.sim.rtapp.RtAppFile.Attributes;
import org.cellsched.sim.rtapp.RtAppFile.Global;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Policy;
import org.cellsched.sim.rtapp.RtAppFile.Setting;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.jspecify.annotations.Nullable;

/**
 * Reads workload files as rt-app 1.0 and its workgen do; several files count as one, as rt-app's
 * merge.py has it. What rt-app refuses is a problem; what it ignores is a note.
 */
final class RtAppReader {

  /** Keys of `global` that only say what rt-app logs, and where. */
  private static final List<String> LOG_KEYS =
      List.of("logdir", "log_basename", "log_size", "ftrace", "gnuplot", "cumulative_slack");

  private static final List<String> DEADLINE_KEYS =
      List.of("dl-runtime", "dl-period", "dl-deadline");

  /** What a phase may say; a task may say more. */
  private static final List<String> PHASE_KEYS =
      List.of("loop", "cpus", "policy", "priority", "taskgroup");

  private static final List<String> TASK_KEYS =
      List.of("instance", "delay", "loop", "cpus", "policy", "priority", "taskgroup", "phases");

  /** Keys that say that a task is written in the grammar before rt-app 0.3. */
  private static final List<String> OLD_KEYS = List.of("exec", "period", "deadline", "lock_order");

  private final Problems problems;
  private final Problems notes;
  private final JsonReading reading;
  private final EventReader events;
  private Global global = Global.DEFAULT;
  private final List<Task> tasks = new ArrayList<>();

  private RtAppReader(Problems problems, Problems notes) {
    this.problems = problems;
    this.notes = notes;
    this.reading = new JsonReading(problems);
    this.events = new EventReader(problems);
  }

  /**
   * The workload in these files, of which there is at least one; null after a complaint.
   *
   * @param notes takes what has no effect in a simulation, or is ignored by rt-app too
   */
  static @Nullable RtAppFile read(List<Path> files, Problems problems, Problems notes) {
    RtAppReader reader = new RtAppReader(problems, notes);
    for (Path file : files) {
      String text = SourceText.read(file, file.toString(), problems);
      if (text != null) {
        reader.add(LooseJson.parse(text, file.toString(), problems, notes));
      }
    }
    return reader.result(files.getFirst().toString());
  }

  /** The workload in this text, which messages call {@code source}; null after a complaint. */
  static @Nullable RtAppFile parse(String text, String source, Problems problems, Problems notes) {
    RtAppReader reader = new RtAppReader(problems, notes);
    reader.add(LooseJson.parse(text, source, problems, notes));
    return reader.result(source);
  }

  private @Nullable RtAppFile result(String source) {
    if (tasks.isEmpty() && problems.isEmpty()) {
      problems.add(
          new Location(source, 1, 1), "has no tasks; expected an object `tasks` with at least one");
    }
    return problems.isEmpty() ? new RtAppFile(global, tasks) : null;
  }

  private void add(@Nullable JsonValue file) {
    if (file == null) {
      return;
    }
    if (!(file instanceof JsonObject object)) {
      problems.add(
          file.location(), "the file is %s; expected an object {…}".formatted(file.seen()));
      return;
    }
    for (Member section : object.members()) {
      switch (section.key()) {
        case "tasks" -> readTasks(section);
        case "global" -> readGlobal(section);
        case "resources" ->
            notes.add(
                section.keyLocation(),
                "`resources` is left out: rt-app 1.0 makes them from the events that name them");
        default ->
            ignored(section, Texts.nearest(section.key(), List.of("tasks", "global")).orElse(""));
      }
    }
  }

  /** Notes a key that rt-app does not know, and so ignores. */
  private void ignored(Member member, String meant) {
    notes.add(
        member.keyLocation(),
        "`%s` is left out: rt-app 1.0 does not know it%s"
            .formatted(member.key(), meant.isEmpty() ? "" : "; did you mean `" + meant + "`?"));
  }

  private void leftOut(Member member, String reason) {
    notes.add(member.keyLocation(), "`" + member.key() + "` is left out: " + reason);
  }

  // --- global

  private void readGlobal(Member section) {
    JsonObject object = reading.object(section, "an object");
    if (object == null) {
      return;
    }
    for (Member member : object.members()) {
      if (LOG_KEYS.contains(member.key())) {
        leftOut(member, "it only concerns rt-app's logs");
      } else {
        global = globalWith(member);
      }
    }
  }

  private Global globalWith(Member member) {
    Global was = global;
    switch (member.key()) {
      case "duration" -> {
        Long seconds = reading.wholeNumber(member, RtAppFile.FOR_EVER, " of seconds");
        int duration = seconds == null || seconds <= 0 ? RtAppFile.FOR_EVER : seconds.intValue();
        return new Global(duration, was.defaultPolicy(), was.bufferBytes(), was.ioDevice());
      }
      case "default_policy" -> {
        Policy policy = policy(member);
        return policy == null
            ? was
            : new Global(was.durationSeconds(), policy, was.bufferBytes(), was.ioDevice());
      }
      case "mem_buffer_size" -> {
        Long bytes = reading.wholeNumber(member, 1, " of bytes");
        return bytes == null
            ? was
            : new Global(was.durationSeconds(), was.defaultPolicy(), bytes, was.ioDevice());
      }
      case "io_device" -> {
        String device = reading.text(member, "the path of a file");
        return device == null
            ? was
            : new Global(was.durationSeconds(), was.defaultPolicy(), was.bufferBytes(), device);
      }
      default -> {
        noteWithoutEffect(member);
        return was;
      }
    }
  }

  private void noteWithoutEffect(Member member) {
    switch (member.key()) {
      case "calibration" ->
          leftOut(member, "`run` is CPU time of a simulated CPU, which needs no calibration");
      case "lock_pages" -> leftOut(member, "memory is not simulated");
      case "pi_enabled" -> {
        if (Boolean.TRUE.equals(reading.bool(member))) {
          leftOut(member, "mutexes do not inherit priority in the simulation");
        }
      }
      default -> ignored(member, "");
    }
  }

  // --- tasks and phases

  private void readTasks(Member section) {
    JsonObject object = reading.object(section, "an object of tasks by name");
    if (object == null) {
      return;
    }
    for (Member member : object.members()) {
      JsonObject body = reading.object(member, "an object that says what the task does");
      Task task = body == null ? null : task(member, body);
      if (task != null) {
        tasks.add(task);
      }
    }
  }

  private @Nullable Task task(Member named, JsonObject body) {
    if (isOld(named.key(), body)) {
      return null;
    }
    String name = named.key();
    TreeMap<String, Member> said = properties(body, TASK_KEYS);
    Attributes attributes = attributes(said);
    Member phasesMember = said.get("phases");
    List<Phase> phases = new ArrayList<>();
    int loop = loop(said, RtAppFile.FOR_EVER);
    if (phasesMember == null) {
      // A single phase, which repeats as often as the task says; then the task has ended.
      Attributes nothing = new Attributes(null, null, null, null);
      phases.add(new Phase(body.location(), name, loop, nothing, events(body, name, name)));
      loop = 1;
    } else {
      noteEventsBeside(body);
      phases.addAll(phases(phasesMember, name));
    }
    Long instances = number(said, "instance", 1, "");
    Long delayUs = number(said, "delay", 0, " of microseconds");
    return new Task(
        named.keyLocation(),
        name,
        instances == null ? 1 : instances.intValue(),
        delayUs == null ? 0 : delayUs,
        loop,
        attributes,
        phases);
  }

  private boolean isOld(String task, JsonObject body) {
    for (Member member : body.members()) {
      if (OLD_KEYS.contains(member.key())) {
        problems.add(
            member.keyLocation(),
            "`%s` of task `%s` is of the grammar before rt-app 0.3, which rt-app 1.0 refuses too;"
                    .formatted(member.key(), task)
                + " write `run`, `lock`, `unlock` and `timer` instead");
        return true;
      }
    }
    return false;
  }

  private List<Phase> phases(Member section, String task) {
    JsonObject object = reading.object(section, "an object of phases by name");
    List<Phase> phases = new ArrayList<>();
    if (object != null) {
      for (Member member : object.members()) {
        JsonObject body = reading.object(member, "an object that says what the phase does");
        if (body != null && !isOld(task, body)) {
          TreeMap<String, Member> said = properties(body, PHASE_KEYS);
          phases.add(
              new Phase(
                  member.keyLocation(),
                  member.key(),
                  loop(said, 1),
                  attributes(said),
                  events(body, member.key(), task)));
        }
      }
    }
    return phases;
  }

  /** The first of each key that is no event; the others are noted. */
  private TreeMap<String, Member> properties(JsonObject body, List<String> known) {
    TreeMap<String, Member> said = new TreeMap<>();
    for (Member member : body.members()) {
      String key = member.key();
      if (known.contains(key)) {
        Member first = said.putIfAbsent(key, member);
        if (first != null) {
          leftOut(member, "it is there already, at line " + first.keyLocation().line());
        }
      } else if (DEADLINE_KEYS.contains(key)) {
        leftOut(member, "sched_ext tasks have no deadlines");
      } else if (EventReader.wordOf(key) == null) {
        List<String> candidates = new ArrayList<>(known);
        candidates.addAll(EventReader.words());
        ignored(member, Texts.nearest(key, candidates).orElse(""));
      }
    }
    return said;
  }

  private List<RtAppEvent> events(JsonObject body, String where, String task) {
    List<RtAppEvent> read = new ArrayList<>();
    boolean any = false;
    for (Member member : body.members()) {
      String word = EventReader.wordOf(member.key());
      if (word != null) {
        any = true;
        RtAppEvent event = events.read(member, word, task);
        if (event != null) {
          read.add(event);
        }
      }
    }
    if (!any) {
      problems.add(
          body.location(),
          "`%s` has no events; expected at least one, such as \"run\": 10000".formatted(where));
    }
    return read;
  }

  private void noteEventsBeside(JsonObject body) {
    for (Member member : body.members()) {
      if (EventReader.wordOf(member.key()) != null) {
        leftOut(member, "the task has `phases`, and then rt-app ignores events beside them");
      }
    }
  }

  // --- properties

  private Attributes attributes(TreeMap<String, Member> said) {
    Member cpus = said.get("cpus");
    Member policy = said.get("policy");
    Member priority = said.get("priority");
    Member taskgroup = said.get("taskgroup");
    return new Attributes(
        cpus == null ? null : setting(cpus, reading.cpus(cpus)),
        policy == null ? null : setting(policy, policy(policy)),
        priority == null ? null : setting(priority, priority(priority)),
        taskgroup == null ? null : setting(taskgroup, taskgroup(taskgroup)));
  }

  private static <T> @Nullable Setting<T> setting(Member member, @Nullable T value) {
    return value == null ? null : new Setting<>(member.value().location(), value);
  }

  private int loop(TreeMap<String, Member> said, int byDefault) {
    Long loop = number(said, "loop", byDefault, "");
    return loop == null ? byDefault : loop.intValue();
  }

  /** A count or a time; -1, which loops may be, stands for no end. */
  private @Nullable Long number(
      TreeMap<String, Member> said, String key, long byDefault, String unit) {
    Member member = said.get(key);
    long least = key.equals("loop") ? RtAppFile.FOR_EVER : 0;
    return member == null ? Long.valueOf(byDefault) : reading.wholeNumber(member, least, unit);
  }

  private @Nullable Policy policy(Member member) {
    String expected =
        "one of " + Texts.choices(List.of(Policy.values()).stream().map(Policy::name).toList());
    String name = reading.text(member, expected);
    if (name == null) {
      return null;
    }
    for (Policy policy : Policy.values()) {
      if (policy.name().equals(name)) {
        return policy;
      }
    }
    return reading.refuse(member, expected);
  }

  /** Below zero too: for ordinary tasks it is the nice value. */
  private @Nullable Integer priority(Member member) {
    Long priority = reading.wholeNumber(member, -20, "");
    return priority == null ? null : priority.intValue();
  }

  /** The path; null for an empty one, which rt-app takes as none, and after a complaint. */
  private @Nullable String taskgroup(Member member) {
    String expected = "the path of a cgroup that begins with `/`";
    if (!(member.value() instanceof JsonText text)) {
      return reading.refuse(member, expected);
    } else if (text.text().isEmpty()) {
      return null;
    }
    return text.text().startsWith("/") ? text.text() : reading.refuse(member, expected);
  }
}
