package org.cellsched.sim.check;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.CpuMax;
import org.cellsched.sim.kernel.KernelObserver;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * Whether cgroups get no more CPU time than cpu.max allows them. A scheduler that enforces it is
 * held to it; of one that does not, what each limited cgroup used is told. A charge costs O(depth)
 * where there is a limit at all.
 */
public final class CpuMaxChecker implements KernelObserver {

  /**
   * What a cgroup used while it was limited.
   *
   * @param limit the last one
   * @param limitedNs for how long it was limited
   * @param allowedNs CPU time that its limits allowed in that time
   */
  public record Use(String cgroup, CpuMax limit, long limitedNs, long usedNs, long allowedNs) {}

  /** A cgroup's account. */
  private static final class Account {
    @Nullable CpuMax limit;
    CpuMax lastLimit;
    long sinceNs;
    long usedSinceNs;
    long usedBeforeNs;
    long limitedBeforeNs;
    long allowedBeforeNs;

    Account(CpuMax limit) {
      lastLimit = limit;
    }
  }

  private final boolean enforced;
  private final long overrunNs;
  private final Violations violations;
  private final SortedMap<CgroupIdentity, Account> accounts = new TreeMap<>();

  /**
   * @param enforced whether the scheduler is held to it
   * @param overrunNs CPU time by which all CPUs together may pass a limit before a tick notices
   */
  public CpuMaxChecker(boolean enforced, long overrunNs, Violations violations) {
    this.enforced = enforced;
    this.overrunNs = overrunNs;
    this.violations = violations;
  }

  @Override
  public void cpuMaxWritten(long nowNs, Cgroup cgroup) {
    CpuMax limit = cgroup.cpuMax();
    Account account = accounts.get(cgroup.identity());
    if (account == null) {
      if (limit == null) {
        return;
      }
      account = new Account(limit);
      accounts.put(cgroup.identity(), account);
    }
    settle(nowNs, cgroup.identity(), account);
    account.limit = limit;
    account.lastLimit = limit == null ? account.lastLimit : limit;
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    if (accounts.isEmpty()) {
      return;
    }
    for (Cgroup at = task.cgroup(); at != null; at = at.parent()) {
      Account account = accounts.get(at.identity());
      if (account != null && account.limit != null) {
        account.usedSinceNs += ranNs;
      }
    }
  }

  /** The last look; every running task has been charged up to now. */
  public void finish(long nowNs) {
    accounts.forEach((cgroup, account) -> settle(nowNs, cgroup, account));
  }

  /** The limit that was in force until now is judged, and another, or the same, begins. */
  private void settle(long nowNs, CgroupIdentity cgroup, Account account) {
    CpuMax limit = account.limit;
    if (limit != null) {
      long forNs = nowNs - account.sinceNs;
      long mostNs = (forNs / limit.periodNs() + 1) * limit.quotaNs() + overrunNs;
      if (enforced && account.usedSinceNs > mostNs) {
        violations.add(
            Rule.CPU_MAX,
            nowNs,
            "tasks of %s ran for %d ns in %d ns; cpu.max allows %d ns"
                .formatted(cgroup, account.usedSinceNs, forNs, mostNs));
      }
      account.usedBeforeNs += account.usedSinceNs;
      account.limitedBeforeNs += forNs;
      account.allowedBeforeNs += forNs / limit.periodNs() * limit.quotaNs();
      account.allowedBeforeNs += forNs % limit.periodNs() * limit.quotaNs() / limit.periodNs();
    }
    account.usedSinceNs = 0;
    account.sinceNs = nowNs;
  }

  /** What each cgroup used whose limit nobody enforces, by path; after {@link #finish}. */
  public List<Use> unenforced() {
    return enforced
        ? List.of()
        : accounts.entrySet().stream().map(entry -> use(entry.getKey(), entry.getValue())).toList();
  }

  private static Use use(CgroupIdentity cgroup, Account account) {
    return new Use(
        cgroup.path(),
        account.lastLimit,
        account.limitedBeforeNs,
        account.usedBeforeNs,
        account.allowedBeforeNs);
  }
}
