package org.cellsched.core.cell;

/**
 * What makes a cgroup the same cgroup: its path below the cgroup mount point, and its inode. The
 * same path with another inode is another cgroup, made after the first was removed.
 */
public record CgroupIdentity(String path, long inode) implements Comparable<CgroupIdentity> {

  /** The last part of the path: the name that {@code --cell-exclude} and reports use. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  @Override
  public int compareTo(CgroupIdentity other) {
    int byPath = path.compareTo(other.path);
    return byPath != 0 ? byPath : Long.compare(inode, other.inode);
  }

  @Override
  public String toString() {
    return path;
  }
}
