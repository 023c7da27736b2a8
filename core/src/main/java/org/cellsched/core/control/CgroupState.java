package org.cellsched.core.control;

import org.cellsched.core.cell.CgroupIdentity;

/** One child of the cell parent cgroup as a host saw it. */
public record CgroupState(CgroupIdentity identity, CpusetReading cpuset) {}
