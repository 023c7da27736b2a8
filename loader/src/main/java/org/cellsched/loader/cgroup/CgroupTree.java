package org.cellsched.loader.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cell.CgroupIdentity;
import org.cellsched.core.control.CgroupState;
import org.cellsched.core.control.CpusetReading;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * The host's cgroup2 tree, read as it is at the moment. Paths of cgroups begin with a slash and are
 * relative to the mount point. Directories that vanish while they are read are not there.
 */
public final class CgroupTree {

  /** The path of the cgroup that every task is in or below. */
  public static final String ROOT = "/";

  /**
   * Each child adds one, which saves looking at all the files of those without. A file system that
   * counts otherwise says 1.
   */
  private static final int LINKS_OF_LEAF = 2;

  private final Path mount;

  /**
   * @param mount the mount point; see {@link CgroupMount}
   */
  public CgroupTree(Path mount) {
    this.mount = mount;
  }

  /** The directory of a cgroup. */
  public Path directory(String cgroup) {
    return cgroup.equals(ROOT) ? mount : mount.resolve(cgroup.substring(1));
  }

  public boolean exists(String cgroup) {
    return Files.isDirectory(directory(cgroup));
  }

  /**
   * The children of a cgroup, by name. Throws IOException if the cgroup itself cannot be listed.
   */
  public List<CgroupState> children(String parent) throws IOException {
    List<CgroupState> children = new ArrayList<>();
    List<String> names = childNames(parent);
    Cpuset above = cpusetFromRootTo(parent);
    for (String name : names) {
      String path = child(parent, name);
      Long inode = inodeOf(path);
      if (inode != null) {
        CpusetReading cpuset = cpusetBelow(above, path).reading();
        // Gone, or gone and made again, while it was read: the next notification tells.
        if (inode.equals(inodeOf(path))) {
          children.add(new CgroupState(new CgroupIdentity(path, inode), cpuset));
        }
      }
    }
    return children;
  }

  /** Whether this very cgroup is there, and not another of its path. */
  public boolean isStill(CgroupIdentity cgroup) {
    Long inode = inodeOf(cgroup.path());
    return inode != null && inode == cgroup.inode();
  }

  private static String child(String parent, String name) {
    return parent.equals(ROOT) ? ROOT + name : parent + "/" + name;
  }

  private List<String> childNames(String parent) throws IOException {
    List<String> names = new ArrayList<>();
    if (linksOf(parent) == LINKS_OF_LEAF) {
      return names;
    }
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory(parent), Files::isDirectory)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  private int linksOf(String cgroup) throws IOException {
    return (int) Files.getAttribute(directory(cgroup), "unix:nlink");
  }

  /** The number by which the kernel knows the cgroup; null if it is gone. */
  private @Nullable Long inodeOf(String cgroup) {
    try {
      return (Long) Files.getAttribute(directory(cgroup), "unix:ino");
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * The constraint on a cgroup's CPUs: its effective ones, but only if it or an ancestor sets any.
   * An empty {@code cpuset.cpus} inherits an effective mask, which is no claim.
   */
  CpusetReading cpuset(String cgroup) {
    return cpusetFromRootTo(cgroup).reading();
  }

  /**
   * What a cgroup and those that it is in say of its CPUs.
   *
   * @param isSet whether one of them sets any
   * @param effective its own, or of the nearest that has them; null where none is set
   * @param problem why not all of it can be read, null if it can
   */
  private record Cpuset(boolean isSet, @Nullable CpuMask effective, @Nullable String problem) {

    static final Cpuset OF_ROOT = new Cpuset(false, null, null);

    CpusetReading reading() {
      if (problem != null) {
        return new CpusetReading.Unreadable(problem);
      }
      if (!isSet) {
        return new CpusetReading.NotSet();
      }
      return effective == null
          ? new CpusetReading.Unreadable(
              "cpuset.cpus is set, and no cpuset.cpus.effective is there")
          : new CpusetReading.Limited(effective);
    }
  }

  private Cpuset cpusetFromRootTo(String cgroup) {
    return cgroup.equals(ROOT)
        ? Cpuset.OF_ROOT
        : cpusetBelow(cpusetFromRootTo(parentOf(cgroup)), cgroup);
  }

  private Cpuset cpusetBelow(Cpuset above, String cgroup) {
    try {
      CpuMask written = KernelFile.readCpusIfPresent(directory(cgroup).resolve("cpuset.cpus"));
      boolean isSet = above.isSet || (written != null && !written.isEmpty());
      CpuMask effective =
          isSet
              ? KernelFile.readCpusIfPresent(directory(cgroup).resolve("cpuset.cpus.effective"))
              : null;
      return new Cpuset(isSet, effective == null ? above.effective : effective, above.problem);
    } catch (IOException e) {
      return new Cpuset(above.isSet, above.effective, KernelFile.problem(e));
    }
  }

  /** The root cgroup, and each one from there down to this, which is the last. */
  public static List<String> fromRootTo(String cgroup) {
    List<String> levels = new ArrayList<>();
    for (String at = cgroup; !at.equals(ROOT); at = parentOf(at)) {
      levels.addFirst(at);
    }
    levels.addFirst(ROOT);
    return levels;
  }

  private static String parentOf(String cgroup) {
    int slash = cgroup.lastIndexOf('/');
    return slash <= 0 ? ROOT : cgroup.substring(0, slash);
  }

  /** CPU time that tasks of a cgroup and below used, in nanoseconds; null if that is not known. */
  public @Nullable Long cpuTimeNs(String cgroup) throws IOException {
    return microseconds(cgroup, "cpu.stat", "usage_usec");
  }

  /**
   * Time in which some task of a cgroup, or below, waited for a CPU (PSI), in nanoseconds; null if
   * that is not known.
   */
  public @Nullable Long waitingTimeNs(String cgroup) throws IOException {
    return microseconds(cgroup, "cpu.pressure", "total");
  }

  private @Nullable Long microseconds(String cgroup, String file, String word) throws IOException {
    String text = KernelFile.readIfPresent(directory(cgroup).resolve(file));
    long value = text == null ? -1 : KernelFile.number(text, word);
    return value < 0 ? null : value * 1000;
  }

  /**
   * What {@code cpu.max} says, such as {@code 50000 100000}, of each cgroup that it limits: this
   * one, those that it is in, and all below it. One that cannot be read is left out.
   */
  public SortedMap<String, String> cpuLimits(String cgroup) {
    SortedMap<String, String> limits = new TreeMap<>();
    fromRootTo(cgroup).forEach(level -> addCpuLimit(level, limits));
    Deque<String> left = new ArrayDeque<>(List.of(cgroup));
    while (!left.isEmpty()) {
      String at = left.pop();
      try {
        for (String name : childNames(at)) {
          addCpuLimit(child(at, name), limits);
          left.push(child(at, name));
        }
      } catch (IOException e) {
        // Gone, or not for us to list: neither is a limit.
        continue;
      }
    }
    return limits;
  }

  private void addCpuLimit(String cgroup, SortedMap<String, String> limits) {
    try {
      String text = KernelFile.readIfPresent(directory(cgroup).resolve("cpu.max"));
      if (text != null && !text.startsWith("max")) {
        limits.put(cgroup, text);
      }
    } catch (IOException e) {
      limits.remove(cgroup);
    }
  }

  /** The controllers that a cgroup has, or with {@code file} cgroup.subtree_control gives on. */
  public List<String> controllers(String cgroup, String file) throws IOException {
    String text = KernelFile.readIfPresent(directory(cgroup).resolve(file));
    if (text == null) {
      throw new NoSuchFileException(directory(cgroup).resolve(file).toString());
    }
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
