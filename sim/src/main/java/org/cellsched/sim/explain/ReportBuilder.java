package org.cellsched.sim.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.explain.WaitReport.CpuRow;
import org.cellsched.sim.explain.WaitReport.Holder;
import org.cellsched.sim.explain.WaitReport.Others;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;

/** Tells an ended wait in the words and tables of a {@link WaitReport}. */
record ReportBuilder(Kernel kernel, Tenants tenants, Ownership ownership) {

  /** What the tasks of one group of one cell had. */
  private static final class Group {
    final String name;
    final String cell;
    int tasks;
    int turns;
    long ranNs;
    long longestNs;
    CpuMask cpus = CpuMask.none();

    Group(String name, String cell) {
      this.name = name;
      this.cell = cell;
    }

    void add(Tally.Share share) {
      tasks++;
      turns += share.turns;
      ranNs += share.ranNs;
      longestNs = Math.max(longestNs, share.longestNs);
      cpus = cpus.or(share.cpus);
    }

    Holder toHolder() {
      return new Holder(name, cell, tasks, cpus.toString(), turns, ranNs, longestNs);
    }
  }

  /**
   * @param cpu where the task runs now; {@link Task#NO_CPU} if it still waits
   * @param nowNs when the switch to it began, or the end of the run
   * @param endNs when it runs
   * @param knownFromNs from when on it is known who had the CPUs
   */
  WaitReport build(OpenWait wait, int cpu, long nowNs, long endNs, long knownFromNs) {
    Wait facts =
        new Wait(
            wait.task.name(),
            tenants.names().get(wait.tenant),
            wait.fromNs,
            endNs - wait.fromNs,
            cpu != Task.NO_CPU,
            endNs - nowNs,
            cpu,
            wait.usable.toString(),
            knownFromNs,
            wait.tally.time());
    return new WaitReport(
        facts,
        tenants.weightOf(wait.task),
        wait.lastCpu,
        List.copyOf(wait.moments),
        new Others(wait.waitingBefore, wait.served, wait.overtook),
        cpuRows(wait.tally),
        holders(wait.tally));
  }

  private List<CpuRow> cpuRows(Tally tally) {
    List<CpuRow> rows = new ArrayList<>();
    tally
        .timeByCpu()
        .forEach((cpu, time) ->
            rows.add(new CpuRow(cpu, tenants.names().get(ownership.ownerOf(cpu)), time)));
    return rows;
  }

  private List<Holder> holders(Tally tally) {
    SortedMap<String, Group> groups = new TreeMap<>();
    tally
        .shares()
        .forEach((id, share) -> {
          Task task = kernel.tasks().get(id);
          String cell = tenants.names().get(tenants.of(task));
          groups
              .computeIfAbsent(
                  groupOf(task) + " of " + cell, name -> new Group(groupOf(task), cell))
              .add(share);
        });
    return groups.values().stream()
        .map(Group::toHolder)
        .sorted(Comparator.comparingLong(Holder::ranNs).reversed())
        .toList();
  }

  /** Such as {@code crunch/1 of batch}. */
  String nameOf(int number) {
    Task task = kernel.tasks().get(number);
    return task.name() + " of " + tenants.names().get(tenants.of(task));
  }

  private static String groupOf(Task task) {
    int slash = task.name().lastIndexOf('/');
    return slash < 0 ? task.name() : task.name().substring(0, slash);
  }
}
