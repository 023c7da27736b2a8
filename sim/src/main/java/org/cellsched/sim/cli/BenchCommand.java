package org.cellsched.sim.cli;
final class BenchCommand {
  private BenchCommand() {}
  public static void main(String[] a) {
    for (int i = 0; i < 6; i++) {
      long t0 = System.nanoTime();
      var r = new org.cellsched.sim.Simulation(new UniformLoad(Integer.parseInt(a[0]), 2, 1_000_000, 1_000_000, Long.parseLong(a[1]) * 1_000_000_000L).scenario()).run(org.cellsched.sim.Progress.NONE);
      double s = (System.nanoTime() - t0) / 1e9;
      System.out.printf("%.2f s, %d events, %.2f M ev/s %.2f M switches/s  violations %d idleWW %d ms digest %s%n", s, r.events(), r.events() / s / 1e6, r.contextSwitches() / s / 1e6, r.violationCount(), r.idleWhileWaitingNs() / 1000000, r.digest());
      if (i == 5) { r.violations().stream().limit(5).forEach(System.out::println); r.cells().forEach(System.out::println); System.out.println(r.plans()+" "+r.machineTimeNs()); r.reports().stream().limit(10).forEach(System.out::println);}
    }
  }
}
