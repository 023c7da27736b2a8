package org.cellsched.sim.trace;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.kernel.TaskState;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;

/**
 * What the machine is doing at one moment.
 *
 * @param cpus what each CPU does, by number: a task's name, or {@code idle}, {@code taken}, {@code
 *     offline}
 * @param cells each tenant, its CPUs and who of it waits, longest first
 */
public record MachineState(List<String> cpus, List<CellState> cells) {

  /**
   * @param cpus its own, in list format
   * @param waiting names of its tasks that wait for a CPU
   */
  public record CellState(String name, String cpus, List<String> waiting) {}

  /** As it is now. O(CPUs + tasks × tenants). */
  static MachineState of(Kernel kernel, Tenants tenants, Ownership ownership) {
    List<String> cpus = new ArrayList<>();
    for (Cpu cpu : kernel.cpus()) {
      cpus.add(occupant(cpu));
    }
    List<CellState> cells = new ArrayList<>();
    for (int tenant = 0; tenant < tenants.count(); tenant++) {
      cells.add(
          new CellState(
              tenants.names().get(tenant),
              ownership.ownCpus(tenant).toString(),
              waiting(kernel, tenants, tenant)));
    }
    return new MachineState(List.copyOf(cpus), List.copyOf(cells));
  }

  private static String occupant(Cpu cpu) {
    Task task = cpu.current();
    if (task != null) {
      return task.name();
    }
    return switch (cpu.state()) {
      case IDLE -> "idle";
      case TAKEN -> "taken";
      case OFFLINE -> "offline";
      case BUSY -> "between two tasks";
    };
  }

  private static List<String> waiting(Kernel kernel, Tenants tenants, int tenant) {
    return kernel.tasks().stream()
        .filter(task -> task.state() == TaskState.WAITING && tenants.of(task) == tenant)
        .sorted((a, b) -> Long.compare(a.waitingSinceNs(), b.waitingSinceNs()))
        .map(Task::name)
        .toList();
  }
}
