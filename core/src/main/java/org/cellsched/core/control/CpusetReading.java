package org.cellsched.core.control;

import org.cellsched.core.cpu.CpuMask;

/** What a host read of a cgroup's cpuset. Closed: a host that cannot say more says unreadable. */
public sealed interface CpusetReading {

  /** Neither the cgroup nor an ancestor sets {@code cpuset.cpus}: no constraint. */
  record NotSet() implements CpusetReading {}

  /** The constraint: {@code cpuset.cpus.effective} where the cgroup or an ancestor sets one. */
  record Limited(CpuMask cpus) implements CpusetReading {}

  /** The files could not be read or parsed; never to be taken for "no cpuset". */
  record Unreadable(String problem) implements CpusetReading {}
}
