package org.cellsched.sim.scenario;

import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Scalars;
import org.jspecify.annotations.Nullable;

/** Writes events as {@link EventFormat} reads them. */
final class EventWriter {

  private EventWriter() {}

  static WrittenObject event(ScenarioEvent event) {
    WrittenObject object = new WrittenObject().put("at", Scalars.formatNs(event.atNs()));
    if (event.everyNs() > 0) {
      object.putTime("every", event.everyNs(), null).put("times", event.times());
    }
    return action(object, event.action());
  }

  private static WrittenObject action(WrittenObject object, Action action) {
    return switch (action) {
      case Action.CreateCell(CellDeclaration cell) ->
          object.put("createCell", CellWriter.body(WrittenObject.of("name", cell.name()), cell));
      case Action.RemoveCell(String cell) -> object.put("removeCell", cell);
      case Action.SetCpuset set ->
          object.put("setCpuset", of(set.cell()).put("cpuset", cpus(set.cpuset(), "none")));
      case Action.SetCpuWeight set ->
          object.put("setCpuWeight", of(set.cell()).put("cpuWeight", set.cpuWeight()));
      case Action.SetCpuMax set ->
          object.put("setCpuMax", CellWriter.limit(of(set.cell()), set.cpuMax()));
      case Action.Start(TaskGroup group) -> object.put("start", TaskWriter.group(group));
      case Action.Stop(String group) -> object.put("stop", group);
      case Action.Move move ->
          object.put("move", WrittenObject.of("group", move.group()).put("to", move.cell()));
      case Action.SetAffinity set ->
          object.put(
              "setAffinity",
              WrittenObject.of("group", set.group()).put("affinity", cpus(set.affinity(), "all")));
      case Action.SetNice set ->
          object.put("setNice", WrittenObject.of("group", set.group()).put("nice", set.nice()));
      case Action.TakeCpus take ->
          object.put(
              "takeCpus",
              new WrittenObject().putCpus("cpus", take.cpus()).putTime("for", take.forNs(), null));
      case Action.Offline(CpuMask cpus) -> object.putCpus("offline", cpus);
      case Action.Online(CpuMask cpus) -> object.putCpus("online", cpus);
    };
  }

  private static WrittenObject of(String cell) {
    return WrittenObject.of("cell", cell);
  }

  private static String cpus(@Nullable CpuMask cpus, String wordForNull) {
    return cpus == null ? wordForNull : CpuList.format(cpus);
  }
}
