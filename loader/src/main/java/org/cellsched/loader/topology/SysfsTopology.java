package org.cellsched.loader.topology;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.core.cpu.Topology;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the machine from sysfs (Documentation/ABI/stable/sysfs-devices-system-cpu).
 *
 * <p>An LLC is what shares the cache of the highest level, by {@code shared_cpu_list}: the file
 * {@code id} differs among CPUs that share a cache. A CPU that is offline shows no topology; it is
 * taken for a core of its own on the first node until it comes online and is read anew.
 */
public final class SysfsTopology {

  private static final int UNKNOWN = -1;

  private final Path cpus;
  private final Path nodes;
  private final Path hotplugSeq;
  private final List<String> notes = new ArrayList<>();

  /**
   * @param sysfs where sysfs is mounted, {@code /sys}
   */
  public SysfsTopology(Path sysfs) {
    cpus = sysfs.resolve("devices/system/cpu");
    nodes = sysfs.resolve("devices/system/node");
    hotplugSeq = sysfs.resolve("kernel/sched_ext/hotplug_seq");
  }

  /** The CPUs that are online now. */
  public CpuMask online() throws IOException {
    return KernelFile.readCpus(cpus.resolve("online"));
  }

  /** Reads it now; throws IOException that names the file that could not be read or understood. */
  public MachineTopology read() throws IOException {
    notes.clear();
    // First, so that whoever attaches with it is refused if a CPU comes or goes from here on.
    long seq = hotplugSeq();
    CpuMask possible = KernelFile.readCpus(cpus.resolve("possible"));
    CpuMask online = online();
    CpuMask isolated = KernelFile.readCpusIfPresent(cpus.resolve("isolated"));
    int count = possible.last() + 1;
    int[] node = nodeOf(count);
    int[] socket = new int[count];
    int[] llc = new int[count];
    int[] core = new int[count];
    for (int cpu = 0; cpu < count; cpu++) {
      socket[cpu] = Math.max(0, socketOf(cpu));
      llc[cpu] = firstOf(llcMaskOf(cpu), cpu);
      core[cpu] = firstOf(coreMaskOf(cpu), cpu);
    }
    return new MachineTopology(
        nested(core, llc, node, socket),
        online,
        isolated == null ? CpuMask.none() : isolated,
        seq,
        notes);
  }

  private long hotplugSeq() throws IOException {
    String text = KernelFile.readIfPresent(hotplugSeq);
    return text == null ? MachineTopology.NO_HOTPLUG_SEQ : number(hotplugSeq, text);
  }

  private static long number(Path file, String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(file + " is \"" + text + "\"; expected a number", e);
    }
  }

  private static int firstOf(@Nullable CpuMask mask, int cpu) {
    return mask == null || !mask.contains(cpu) ? cpu : mask.first();
  }

  private @Nullable CpuMask coreMaskOf(int cpu) throws IOException {
    Path topology = cpu(cpu).resolve("topology");
    CpuMask core = KernelFile.readCpusIfPresent(topology.resolve("core_cpus_list"));
    return core == null
        ? KernelFile.readCpusIfPresent(topology.resolve("thread_siblings_list"))
        : core;
  }

  private int socketOf(int cpu) throws IOException {
    Path file = cpu(cpu).resolve("topology/physical_package_id");
    String text = KernelFile.readIfPresent(file);
    return text == null ? UNKNOWN : (int) number(file, text);
  }

  /** Who shares the cache of the highest level; the CPUs of its socket where caches are hidden. */
  private @Nullable CpuMask llcMaskOf(int cpu) throws IOException {
    Path caches = cpu(cpu).resolve("cache");
    if (!Files.isDirectory(caches)) {
      return KernelFile.readCpusIfPresent(cpu(cpu).resolve("topology/package_cpus_list"));
    }
    CpuMask best = null;
    long bestLevel = UNKNOWN;
    try (DirectoryStream<Path> indices = Files.newDirectoryStream(caches, "index*")) {
      for (Path index : indices) {
        String text = KernelFile.readIfPresent(index.resolve("level"));
        CpuMask shared = KernelFile.readCpusIfPresent(index.resolve("shared_cpu_list"));
        long level = text == null ? UNKNOWN : number(index.resolve("level"), text);
        if (shared != null && level > bestLevel) {
          bestLevel = level;
          best = shared;
        }
      }
    }
    return best;
  }

  private int[] nodeOf(int count) throws IOException {
    int[] nodeOf = new int[count];
    CpuMask online = KernelFile.readCpusIfPresent(nodes.resolve("online"));
    if (online == null) {
      return nodeOf;
    }
    for (int node : online.toArray()) {
      CpuMask members = KernelFile.readCpusIfPresent(nodes.resolve("node" + node + "/cpulist"));
      if (members != null) {
        Arrays.stream(members.toArray())
            .filter(cpu -> cpu < count)
            .forEach(cpu -> nodeOf[cpu] = node);
      }
    }
    return nodeOf;
  }

  private Path cpu(int cpu) {
    return cpus.resolve("cpu" + cpu);
  }

  /**
   * Parts that straddle two parts of a higher level are split there: a node that spans sockets, as
   * machines without NUMA show, or a cache that spans nodes.
   */
  private Topology nested(int[] core, int[] llc, int[] node, int[] socket) {
    int[] sockets = dense(new int[socket.length], socket);
    int[] nodesInside = dense(sockets, node);
    int[] llcsInside = dense(nodesInside, llc);
    int[] coresInside = dense(llcsInside, core);
    noteSplit("node", node, nodesInside);
    noteSplit("last-level cache", llc, llcsInside);
    noteSplit("core", core, coresInside);
    return Topology.of(coresInside, llcsInside, nodesInside, sockets);
  }

  private void noteSplit(String what, int[] read, int[] nested) {
    long parts = Arrays.stream(read).distinct().count();
    long inside = Arrays.stream(nested).distinct().count();
    if (inside > parts) {
      notes.add(
          "a %s straddles parts of a higher level; %s parts were made of %s"
              .formatted(what, inside, parts));
    }
  }

  /** Numbers from 0, in order of first appearance, for the pairs of outer part and label. */
  private static int[] dense(int[] outer, int[] label) {
    SortedMap<Long, Integer> numbers = new TreeMap<>();
    int[] dense = new int[label.length];
    for (int cpu = 0; cpu < label.length; cpu++) {
      long pair = (long) outer[cpu] << Integer.SIZE | label[cpu];
      Integer known = numbers.get(pair);
      dense[cpu] = known == null ? numbers.size() : known;
      numbers.put(pair, dense[cpu]);
    }
    return dense;
  }
}
