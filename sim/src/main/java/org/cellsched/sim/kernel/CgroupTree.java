package org.cellsched.sim.kernel;

import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.cpu.CpuMask;
import org.jspecify.annotations.Nullable;

/**
 * The simulated cgroup tree. Inodes count up and are never used twice, so a directory that is made
 * again under an old path is another cgroup.
 */
public final class CgroupTree {

  private final Cgroup root = new Cgroup(new CgroupIdentity("/", 1), null);
  private long lastInode = 1;

  public Cgroup root() {
    return root;
  }

  /** mkdir. Throws IllegalArgumentException if the name is taken. */
  public Cgroup create(Cgroup parent, String name) {
    if (parent.child(name) != null) {
      throw new IllegalArgumentException("cgroup " + parent + " has a child " + name + " already");
    }
    String parentPath = parent == root ? "" : parent.identity().path();
    Cgroup child = new Cgroup(new CgroupIdentity(parentPath + "/" + name, ++lastInode), parent);
    parent.add(child);
    return child;
  }

  /** rmdir, of the whole subtree; the tasks in it must have gone. */
  public void remove(Cgroup cgroup) {
    Cgroup parent = cgroup.parent();
    if (parent == null) {
      throw new IllegalArgumentException("the root cgroup cannot be removed");
    }
    cgroup.subtree().forEach(member -> member.removed = true);
    parent.remove(cgroup);
  }

  /** The cgroup at a path relative to {@code base}, such as {@code web/frontend}, or null. */
  public @Nullable Cgroup find(Cgroup base, String relativePath) {
    Cgroup cgroup = base;
    for (String name : relativePath.split("/", -1)) {
      cgroup = cgroup == null ? null : cgroup.child(name);
    }
    return cgroup;
  }

  /** Writes {@code cpuset.cpus}, null to clear it. The kernel then narrows the tasks. */
  void writeCpuset(Cgroup cgroup, @Nullable CpuMask cpuset) {
    cgroup.cpuset = cpuset;
  }
}
