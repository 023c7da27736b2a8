package org.cellsched.core.control;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.ControllerEffect.Report;
import org.cellsched.core.control.ControllerEffect.Severity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * The cpuset constraint of each cgroup as last read. A reading that failed is never taken for "no
 * cpuset": the last known constraint stays, and a cgroup that never was readable has none that a
 * plan could rest on. Each problem is reported once, not at each reading.
 */
final class CpusetConstraints {

  private final TreeMap<CgroupIdentity, CpusetKnowledge> known = new TreeMap<>();

  CpusetConstraints(List<CpusetKnowledge> checkpoint) {
    checkpoint.forEach(entry -> known.put(entry.cgroup(), entry));
  }

  List<CpusetKnowledge> checkpoint() {
    return List.copyOf(known.values());
  }

  /** Takes the readings of all cgroups there are; forgets the others. O(n log n). */
  List<Report> observe(TreeMap<CgroupIdentity, CpusetReading> readings) {
    known.keySet().retainAll(readings.keySet());
    List<Report> reports = new ArrayList<>();
    readings.forEach((cgroup, reading) -> {
      CpusetKnowledge before = known.get(cgroup);
      CpusetKnowledge after = CpusetKnowledge.after(before, cgroup, reading);
      known.put(cgroup, after);
      addReport(before == null ? "" : before.problem(), after, reports);
    });
    return reports;
  }

  /** The cgroups whose constraint, or lack of one, is known. */
  SortedSet<CgroupIdentity> readable() {
    TreeSet<CgroupIdentity> readable = new TreeSet<>();
    for (CpusetKnowledge entry : known.values()) {
      if (entry.readable()) {
        readable.add(entry.cgroup());
      }
    }
    return readable;
  }

  /** The constraint of a readable cgroup; null if it has none. */
  @Nullable CpuMask of(CgroupIdentity cgroup) {
    CpusetKnowledge entry = known.get(cgroup);
    return entry == null ? null : entry.cpuset();
  }

  private static void addReport(String problemBefore, CpusetKnowledge after, List<Report> reports) {
    if (after.problem().equals(problemBefore)) {
      return;
    }
    String name = after.cgroup().toString();
    if (after.problem().isEmpty()) {
      reports.add(new Report(Severity.INFO, "the cpuset of " + name + " can be read again"));
      return;
    }
    String consequence =
        after.readable()
            ? "its last known constraint stays: "
                + (after.cpuset() == null ? "no cpuset" : "CPUs " + after.cpuset())
            : "it stays in the root cell until the cpuset is known";
    reports.add(
        new Report(
            Severity.ERROR,
            "the cpuset of %s is not known (%s); %s"
                .formatted(name, after.problem(), consequence)));
  }
}
