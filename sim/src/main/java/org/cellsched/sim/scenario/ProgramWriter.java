package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.sim.workload.Program;

/** Writes programs as {@link ProgramFormat} reads them; part of {@link BehaviourWriter}. */
final class ProgramWriter {

  private ProgramWriter() {}

  static WrittenObject program(Program program) {
    WrittenObject object = new WrittenObject().put("loop", program.loops(), Program.FOR_EVER);
    Program.Phase first = program.phases().getFirst();
    return program.phases().equals(List.of(new Program.Phase(1, null, null, null, first.steps())))
        ? object.put("steps", steps(first))
        : object.put("phases", program.phases().stream().map(ProgramWriter::phase).toList());
  }

  private static Object phase(Program.Phase phase) {
    WrittenObject object =
        new WrittenObject()
            .put("loop", phase.loops() == Program.FOR_EVER ? "forever" : phase.loops(), 1);
    if (phase.affinity() != null) {
      object.put("affinity", phase.affinity().map(CpuList::format).orElse("all"));
    }
    return object
        .put("nice", phase.nice(), null)
        .put("cell", phase.cell(), null)
        .put("steps", steps(phase))
        .entries();
  }

  private static List<Object> steps(Program.Phase phase) {
    return phase.steps().stream().map(ProgramWriter::step).toList();
  }

  private static Object step(Program.Step step) {
    return switch (step) {
      case Program.Run run -> entry("run", DistributionWriter.time(run.time()));
      case Program.Sleep sleep -> entry("sleep", DistributionWriter.time(sleep.time()));
      case Program.Timer timer -> entry("timer", timer(timer));
      case Program.Lock lock -> entry("lock", lock.mutex());
      case Program.Unlock unlock -> entry("unlock", unlock.mutex());
      case Program.Await await ->
          entry(
              "wait", WrittenObject.of("condition", await.condition()).put("mutex", await.mutex()));
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

  private static WrittenObject timer(Program.Timer timer) {
    return WrittenObject.of("name", timer.name())
        .putTime("period", timer.periodNs(), null)
        .put("absolute", timer.absolute(), false)
        .put("shared", timer.shared(), false);
  }

  private static Object entry(String key, Object value) {
    return WrittenObject.of(key, value).entries();
  }
}
