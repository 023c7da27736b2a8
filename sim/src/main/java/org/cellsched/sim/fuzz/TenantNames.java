package org.cellsched.sim.fuzz;

/** How drawn cells, cgroups and task groups are called. */
final class TenantNames {

  private TenantNames() {}

  static String cell(int number) {
    return "c" + number;
  }

  static String child(int number) {
    return "x" + number;
  }

  static String group(int number) {
    return "t" + number;
  }
}
