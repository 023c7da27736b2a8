package org.cellsched.sim.scenario;

import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.SchedulingPolicy;
import org.cellsched.sim.workload.RequestQueueSharing;

/** Writes task groups as {@link TaskFormat} reads them. */
final class TaskWriter {

  private TaskWriter() {}

  static WrittenObject group(TaskGroup group) {
    WrittenObject object =
        WrittenObject.of("name", group.name())
            .put("cell", group.cell())
            .put("count", count(group), 1)
            .put("forked", group.members() == TaskGroup.Members.FORKED, false)
            .put("nice", group.nice(), 0)
            .putCpus("affinity", group.affinity())
            .putTime("start", group.startNs(), 0L)
            .putTime("stop", group.stopNs(), null);
    if (group.policy() != SchedulingPolicy.NORMAL) {
      object.put("policy", Scalars.wordOf(group.policy()));
    }
    if (group.queue() != RequestQueueSharing.SHARED) {
      object.put("queue", Scalars.wordOf(group.queue()));
    }
    return object.put("behaviour", BehaviourWriter.behaviour(group.behaviour()));
  }

  private static Object count(TaskGroup group) {
    return group.members() == TaskGroup.Members.PER_CPU ? "per-cpu" : group.count();
  }
}
