package org.cellsched.sim.rtapp;

import org.cellsched.host.yaml.Location;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.rtapp.RtAppFile.Attributes;
import org.cellsched.sim.rtapp.RtAppFile.Phase;
import org.cellsched.sim.rtapp.RtAppFile.Policy;
import org.cellsched.sim.rtapp.RtAppFile.Setting;
import org.cellsched.sim.rtapp.RtAppFile.Task;
import org.jspecify.annotations.Nullable;

/** Makes nice values of one task's policies and priorities, phase by phase. */
final class SchedulingTranslation {

  private static final int HIGHEST_NICE = 19;
  private static final int LOWEST_NICE = -20;

  private final Problems problems;
  private final Problems notes;
  private Policy policy;

  SchedulingTranslation(RtAppFile.Global global, Problems problems, Problems notes) {
    this.problems = problems;
    this.notes = notes;
    this.policy = global.defaultPolicy();
  }

  /** What the task begins with. */
  int nice(Task task) {
    Integer nice = change(task.attributes());
    return nice == null ? nice(task.location(), 0) : nice;
  }

  /** What the phase changes it to; null if it does not. Phases come in their order. */
  @Nullable Integer nice(Phase phase) {
    return change(phase.attributes());
  }

  private @Nullable Integer change(Attributes attributes) {
    Setting<Policy> newPolicy = attributes.policy();
    Setting<Integer> priority = attributes.priority();
    if (newPolicy != null) {
      policy = newPolicy.value();
    }
    boolean ordinary = policy == Policy.SCHED_OTHER || policy == Policy.SCHED_BATCH;
    if (priority != null && ordinary) {
      checkNice(priority);
    }
    if (newPolicy != null) {
      return nice(newPolicy.location(), priority == null ? 0 : priority.value());
    }
    return priority == null ? null : Integer.valueOf(nice(priority.location(), priority.value()));
  }

  private void checkNice(Setting<Integer> priority) {
    if (priority.value() > HIGHEST_NICE || priority.value() < LOWEST_NICE) {
      problems.add(
          priority.location(),
          "`priority` is %d, which is no nice value; expected -20 to 19, or a real-time `policy`"
              .formatted(priority.value()));
    }
  }

  private int nice(Location place, int priority) {
    return switch (policy) {
      case SCHED_OTHER, SCHED_BATCH -> priority;
      case SCHED_IDLE -> {
        notes.add(place, "SCHED_IDLE is approximated by nice 19: weight 15 instead of 3");
        yield HIGHEST_NICE;
      }
      case SCHED_FIFO, SCHED_RR, SCHED_DEADLINE -> {
        notes.add(
            place,
            "%s is approximated by nice -20: such tasks are not sched_ext's, here they share CPUs"
                .formatted(policy));
        yield LOWEST_NICE;
      }
    };
  }
}
