package org.cellsched.sim.scenario;

import static org.cellsched.sim.scenario.DistributionFormat.LENGTH;
import static org.cellsched.sim.scenario.DistributionFormat.TIME;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.EitherFormat;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Program;

/** How a {@link Program} is written in YAML. */
final class ProgramFormat {

  private static final ScalarFormat<Long> LOOPS =
      Scalars.wholeNumber(1, Limits.MOST_LOOPS).orWord("forever", "no end", Program.FOR_EVER);

  static final ObjectFormat<Program.Timer> TIMER =
      ObjectFormat.of(
          "timer",
          "Sleeps until a period has passed since the timer was last due.",
          ProgramFormat::timer);

  static final ObjectFormat<Program.Await> WAIT =
      ObjectFormat.of(
          "wait",
          "Gives the mutex back, sleeps until the condition is signalled, takes the mutex again.",
          keys -> {
            Key<String> condition = keys.required("condition", Names.SIMPLE, "ready", "Which.");
            Key<String> mutex = keys.required("mutex", Names.SIMPLE, "m", "Which; locked before.");
            return values -> new Program.Await(values.get(condition), values.get(mutex));
          });

  static final ObjectFormat<List<Program.Step>> STEP =
      ObjectFormat.of(
          "step",
          "One thing that a task does. The word `yield` alone lets others go first.",
          ProgramFormat::step);

  private static final Format<List<Program.Step>> STEP_OR_WORD =
      new EitherFormat<>(
          Scalars.word(List.of(new Program.Yield()), step -> "yield"),
          List::of,
          STEP,
          Function.identity());

  private static final Format<List<Located<List<Program.Step>>>> STEPS =
      new ListFormat<>("steps", STEP_OR_WORD);

  static final ObjectFormat<Program.Phase> PHASE =
      ObjectFormat.of("phase", "Steps that are repeated together.", ProgramFormat::phase);

  static final ObjectFormat<Behaviour.Follow> PROGRAM =
      ObjectFormat.of(
          "program",
          "Steps that a task goes through, some of which wait for others. Mutexes, conditions,"
              + " barriers, pipes and suspended tasks are known by name in the whole scenario.",
          ProgramFormat::program);

  private ProgramFormat() {}

  private static Maker<Program.Timer> timer(Keys keys) {
    Key<String> name =
        keys.optional("name", Names.SIMPLE, "timer", "Steps with one name use one timer.");
    Key<Long> period = keys.required("period", LENGTH, "20ms", "From one wakeup to the next.");
    Key<Boolean> absolute =
        keys.optional(
            "absolute",
            Scalars.bool(),
            "false",
            "Whether a task that is late catches up; otherwise the next period begins when it is.");
    Key<Boolean> shared =
        keys.optional(
            "shared", Scalars.bool(), "false", "Whether all tasks that name it use the same one.");
    return values ->
        new Program.Timer(
            values.get(name), values.get(period), values.get(absolute), values.get(shared));
  }

  private static Maker<List<Program.Step>> step(Keys keys) {
    return ObjectFormat.oneOf(
        List.of(
            one(keys, "run", TIME, Program.Run::new, "Uses the CPU for this time."),
            one(keys, "sleep", TIME, Program.Sleep::new, "Sleeps for this time."),
            one(keys, "timer", TIMER, Function.identity(), "Sleeps until a timer is due."),
            one(keys, "lock", Names.SIMPLE, Program.Lock::new, "Takes a mutex, when it is free."),
            one(keys, "unlock", Names.SIMPLE, Program.Unlock::new, "Gives a mutex back."),
            one(keys, "wait", WAIT, Function.identity(), "Waits for a condition."),
            one(keys, "signal", Names.SIMPLE, Program.Signal::new, "Wakes one that waits for it."),
            one(keys, "broadcast", Names.SIMPLE, Program.Broadcast::new, "Wakes all of them."),
            keys.alternative(
                "sync",
                WAIT.map(ProgramFormat::sync),
                "Wakes one that waits for a condition and waits for it in turn: lock, signal, wait"
                    + " and unlock."),
            one(
                keys,
                "barrier",
                Names.SIMPLE,
                Program.Barrier::new,
                "Waits for all tasks whose programs name it."),
            one(
                keys,
                "suspend",
                Names.SIMPLE,
                Program.Suspend::new,
                "Sleeps until somebody resumes the name."),
            one(
                keys,
                "resume",
                Names.SIMPLE,
                Program.Resume::new,
                "Wakes all that are suspended under the name."),
            one(
                keys,
                "write",
                Names.SIMPLE,
                Program.Write::new,
                "Writes a message to a pipe of 16."),
            one(keys, "read", Names.SIMPLE, Program.Read::new, "Reads a message from a pipe."),
            one(
                keys,
                "fork",
                Names.SIMPLE,
                Program.Fork::new,
                "Starts one more task of a group that has `forked: true`.")));
  }

  private static <V> Key<List<Program.Step>> one(
      Keys keys,
      String name,
      Format<V> format,
      Function<V, ? extends Program.Step> step,
      String meaning) {
    return keys.alternative(name, format.map(value -> List.of(step.apply(value))), meaning);
  }

  private static List<Program.Step> sync(Program.Await await) {
    return List.of(
        new Program.Lock(await.mutex()),
        new Program.Signal(await.condition()),
        await,
        new Program.Unlock(await.mutex()));
  }

  private static Maker<Program.Phase> phase(Keys keys) {
    Key<Long> loop = keys.optional("loop", LOOPS, "1", "How often its steps are gone through.");
    Key<Optional<CpuMask>> affinity =
        keys.nullable(
            "affinity", TaskFormat.AFFINITY, "as before", "Where the task may run from here on.");
    Key<Integer> nice = keys.nullable("nice", TaskFormat.NICE, "as before", "Its nice value.");
    Key<String> cell =
        keys.nullable("cell", Names.CELL_PATH, "stays where it is", "The cgroup it moves to.");
    Key<List<Located<List<Program.Step>>>> steps =
        keys.required("steps", STEPS, "[{run: 1ms}, {sleep: 2ms}]", "What it does, in order.");
    return values ->
        new Program.Phase(
            values.get(loop),
            values.find(affinity),
            values.find(nice),
            values.find(cell),
            steps(values, steps));
  }

  private static Maker<Behaviour.Follow> program(Keys keys) {
    Key<Long> loop =
        keys.optional("loop", LOOPS, "forever", "How often the whole is gone through; then exit.");
    Key<List<Located<List<Program.Step>>>> steps =
        keys.alternative("steps", STEPS, "What the task does, in order.");
    Key<List<Located<Program.Phase>>> phases =
        keys.alternative("phases", new ListFormat<>("phases", PHASE), "Phases, one by one.");
    return values -> {
      List<Located<Program.Phase>> several = values.find(phases);
      if (several != null && several.isEmpty()) {
        values.refuse(phases, "`phases` is empty; write for example `phases: [{steps: [yield]}]`");
        return null;
      }
      return new Behaviour.Follow(
          new Program(
              values.get(loop),
              several == null
                  ? List.of(new Program.Phase(1, null, null, null, steps(values, steps)))
                  : several.stream().map(Located::value).toList()));
    };
  }

  private static List<Program.Step> steps(
      Values values, Key<List<Located<List<Program.Step>>>> key) {
    List<Located<List<Program.Step>>> steps = values.get(key);
    if (steps.isEmpty()) {
      values.refuse(key, "`steps` is empty; write for example `steps: [{run: 1ms}]`");
    }
    return steps.stream().flatMap(step -> step.value().stream()).toList();
  }
}
