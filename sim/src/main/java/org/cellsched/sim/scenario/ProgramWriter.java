package org.cellsched.sim.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Behaviour;
import org.cellsched.sim.workload.Distribution;
import org.cellsched.sim.workload.Program;

/** Writes programs as {@link ProgramFormat} reads them; part of {@link ScenarioWriter}. */
final class ProgramWriter {

  private ProgramWriter() {}

  /** A program or the word for spinning, as maps, lists and scalars. */
  static Object behaviour(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.Spin spin -> "spin";
      case Behaviour.Follow follow -> entry("program", program(follow.program()));
      default -> throw new IllegalArgumentException("cannot write " + behaviour);
    };
  }

  private static SequencedMap<String, Object> program(Program program) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    if (program.loops() != Program.FOR_EVER) {
      map.put("loop", program.loops());
    }
    Program.Phase first = program.phases().getFirst();
    if (program.phases().equals(List.of(new Program.Phase(1, null, null, null, first.steps())))) {
      map.put("steps", steps(first));
    } else {
      map.put("phases", program.phases().stream().map(ProgramWriter::phase).toList());
    }
    return map;
  }

  private static SequencedMap<String, Object> phase(Program.Phase phase) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    if (phase.loops() != 1) {
      map.put("loop", phase.loops() == Program.FOR_EVER ? "forever" : phase.loops());
    }
    if (phase.affinity() != null) {
      map.put("affinity", phase.affinity().map(CpuList::format).orElse("all"));
    }
    if (phase.nice() != null) {
      map.put("nice", phase.nice());
    }
    if (phase.cell() != null) {
      map.put("cell", phase.cell());
    }
    map.put("steps", steps(phase));
    return map;
  }

  private static List<Object> steps(Program.Phase phase) {
    return phase.steps().stream().map(ProgramWriter::step).toList();
  }

  private static Object step(Program.Step step) {
    return switch (step) {
      case Program.Run run -> entry("run", time(run.time()));
      case Program.Sleep sleep -> entry("sleep", time(sleep.time()));
      case Program.Timer timer -> entry("timer", timer(timer));
      case Program.Lock lock -> entry("lock", lock.mutex());
      case Program.Unlock unlock -> entry("unlock", unlock.mutex());
      case Program.Await await -> {
        SequencedMap<String, Object> waits = entry("condition", await.condition());
        waits.put("mutex", await.mutex());
        yield entry("wait", waits);
      }
      case Program.Signal signal -> entry("signal", signal.condition());
      case Program.Broadcast broadcast -> entry("broadcast", broadcast.condition());
      case Program.Barrier barrier -> entry("barrier", barrier.name());
      case Program.Suspend suspend -> entry("suspend", suspend.name());
      case Program.Resume resume -> entry("resume", resume.name());
      case Program.Yield yielding -> "yield";
      case Program.Write write -> entry("write", write.pipe());
      case Program.Read read -> entry("read", read.pipe());
      case Program.Fork fork -> entry("fork", fork.group());
    };
  }

  private static SequencedMap<String, Object> timer(Program.Timer timer) {
    SequencedMap<String, Object> map = entry("name", timer.name());
    map.put("period", Scalars.formatNs(timer.periodNs()));
    if (timer.absolute()) {
      map.put("absolute", true);
    }
    if (timer.shared()) {
      map.put("shared", true);
    }
    return map;
  }

  private static String time(Distribution time) {
    if (time instanceof Distribution.Constant(long valueNs)) {
      return Scalars.formatNs(valueNs);
    }
    throw new IllegalArgumentException("cannot write " + time);
  }

  private static SequencedMap<String, Object> entry(String key, Object value) {
    LinkedHashMap<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }
}
