package org.cellsched.loader.check;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.loader.cgroup.CgroupMount;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.files.KernelFile;
import org.jspecify.annotations.Nullable;

/**
 * Looks at this machine, line by line, for what the scheduler needs. Needs no privileges; what they
 * hide is told as unknown, never as missing.
 */
public final class MachineCheck {

  /** The oldest kernel that the scheduler's BPF object is made for. */
  private static final int[] OLDEST_KERNEL = {6, 16};

  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");

  private static final List<String> NEEDED_OPTIONS =
      List.of(
          "CONFIG_SCHED_CLASS_EXT",
          "CONFIG_BPF_SYSCALL",
          "CONFIG_BPF_JIT",
          "CONFIG_DEBUG_INFO_BTF",
          "CONFIG_CGROUPS");

  /** Without these there are no weights, or no cpusets. */
  private static final List<String> USEFUL_OPTIONS =
      List.of("CONFIG_CGROUP_SCHED", "CONFIG_EXT_GROUP_SCHED", "CONFIG_CPUSETS");

  private static final List<String> CONTROLLERS = List.of("cpu", "cpuset");

  private static final int CAPABILITY_RADIX = 16;

  private static final String KERNEL_OPTIONS = "kernel options";

  private final Path root;
  private final String cellParent;
  private final Supplier<List<Finding>> scheduler;

  /**
   * @param root the root of the file system, {@code /}
   * @param cellParent path of the cgroup whose children are, or would be, cells
   * @param scheduler says what there is of the scheduler itself, and of what loads it
   */
  public MachineCheck(Path root, String cellParent, Supplier<List<Finding>> scheduler) {
    this.root = root;
    this.cellParent = cellParent;
    this.scheduler = scheduler;
  }

  /** Looks at everything, in the order in which an operator would mend it. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(kernel());
    findings.add(configuration());
    findings.add(schedExt());
    findings.add(btf());
    findings.add(jit());
    findings.addAll(scheduler.get());
    findings.add(privileges());
    findings.add(isolatedCpus());
    findings.addAll(cgroups());
    findings.add(pressure());
    return findings;
  }

  /** What keeps the scheduler from running here, a line each; empty if nothing is known to. */
  public List<String> obstacles() {
    return findings().stream()
        .filter(finding -> finding.verdict() == Finding.Verdict.MISSING)
        .map(finding -> "%s: %s; %s".formatted(finding.what(), finding.found(), finding.advice()))
        .toList();
  }

  private @Nullable String read(String file) {
    try {
      return KernelFile.readIfPresent(root.resolve(file));
    } catch (IOException e) {
      return null;
    }
  }

  private String release() {
    String release = read("proc/sys/kernel/osrelease");
    return release == null ? "" : release;
  }

  private Finding kernel() {
    Matcher version = RELEASE.matcher(release());
    if (!version.matches()) {
      return Finding.unknown("kernel", "its release cannot be read", "6.16 or later is needed");
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    boolean newEnough =
        major > OLDEST_KERNEL[0] || (major == OLDEST_KERNEL[0] && minor >= OLDEST_KERNEL[1]);
    return newEnough
        ? Finding.ok("kernel", release())
        : Finding.missing("kernel", release(), "install 6.16 or later");
  }

  private Finding configuration() {
    KernelConfiguration configuration = KernelConfiguration.find(root, release());
    if (configuration == null) {
      return Finding.unknown(
          KERNEL_OPTIONS,
          "no configuration to be read",
          "look for CONFIG_SCHED_CLASS_EXT=y in your kernel's configuration");
    }
    List<String> needed = configuration.lacking(NEEDED_OPTIONS);
    List<String> useful = configuration.lacking(USEFUL_OPTIONS);
    if (!needed.isEmpty()) {
      return Finding.missing(
          KERNEL_OPTIONS,
          "not built in: " + String.join(", ", needed),
          "install a kernel that has them; many distributions build sched_ext in from 6.12 on");
    }
    return useful.isEmpty()
        ? Finding.ok(KERNEL_OPTIONS, "all that matter are built in")
        : Finding.limited(
            KERNEL_OPTIONS,
            "not built in: " + String.join(", ", useful),
            "without them cpu.weight or cpusets have no effect");
  }

  private Finding schedExt() {
    String state = read("sys/kernel/sched_ext/state");
    if (state == null) {
      return Finding.missing(
          "sched_ext", "no /sys/kernel/sched_ext", "boot a kernel with CONFIG_SCHED_CLASS_EXT=y");
    }
    String attached = read("sys/kernel/sched_ext/root/ops");
    return state.equals("disabled")
        ? Finding.ok("sched_ext", "there, and nothing is attached")
        : Finding.missing(
            "sched_ext",
            state + " by " + (attached == null ? "another scheduler" : attached),
            "stop that scheduler first: only one can be attached");
  }

  private Finding btf() {
    return Files.exists(root.resolve("sys/kernel/btf/vmlinux"))
        ? Finding.ok("BTF", "/sys/kernel/btf/vmlinux")
        : Finding.missing(
            "BTF", "no /sys/kernel/btf/vmlinux", "boot a kernel with CONFIG_DEBUG_INFO_BTF=y");
  }

  private Finding jit() {
    String enabled = read("proc/sys/net/core/bpf_jit_enable");
    if (enabled == null) {
      return Finding.unknown(
          "BPF JIT", "net.core.bpf_jit_enable cannot be read", "look at it as root");
    }
    return enabled.equals("0")
        ? Finding.missing("BPF JIT", "off", "sysctl -w net.core.bpf_jit_enable=1")
        : Finding.ok("BPF JIT", "on");
  }

  /** Capabilities by bit: include/uapi/linux/capability.h. */
  private Finding privileges() {
    SortedMap<Integer, String> needed = new TreeMap<>();
    needed.put(39, "CAP_BPF");
    needed.put(38, "CAP_PERFMON");
    needed.put(21, "CAP_SYS_ADMIN");
    String status = read("proc/self/status");
    Matcher effective =
        Pattern.compile("CapEff:\\s*([0-9a-f]+)").matcher(status == null ? "" : status);
    if (!effective.find()) {
      return Finding.unknown("privileges", "/proc/self/status cannot be read", "run it as root");
    }
    long bits = Long.parseUnsignedLong(effective.group(1), CAPABILITY_RADIX);
    String lacking =
        needed.entrySet().stream()
            .filter(capability -> (bits >>> capability.getKey() & 1) == 0)
            .map(SortedMap.Entry::getValue)
            .collect(joining(", "));
    return lacking.isEmpty()
        ? Finding.ok("privileges", String.join(", ", needed.values()))
        : Finding.missing(
            "privileges", "lacks " + lacking, "`loader run` needs root, or these capabilities");
  }

  private Finding isolatedCpus() {
    String isolated = read("sys/devices/system/cpu/isolated");
    return isolated == null || isolated.isEmpty()
        ? Finding.ok("isolcpus", "no CPU is isolated")
        : Finding.missing(
            "isolcpus",
            "CPUs " + isolated + " are isolated",
            "boot without isolcpus=: the kernel attaches no scheduler beside it");
  }

  private List<Finding> cgroups() {
    try {
      Path mount = CgroupMount.find(root.resolve("proc/self/mountinfo"));
      if (mount == null) {
        return List.of(
            Finding.missing(
                "cgroup2", "not mounted", "mount -t cgroup2 none /sys/fs/cgroup, or boot with it"));
      }
      CgroupTree tree = new CgroupTree(root.resolve(mount.toString().substring(1)));
      return List.of(Finding.ok("cgroup2", mount.toString()), controllers(tree));
    } catch (IOException e) {
      return List.of(Finding.unknown("cgroup2", KernelFile.problem(e), "look at its permissions"));
    }
  }

  /** Which controllers there are, and whether each level hands them on to the one below. */
  private Finding controllers(CgroupTree tree) throws IOException {
    List<String> lacking = new ArrayList<>(CONTROLLERS);
    lacking.removeAll(tree.controllers(CgroupTree.ROOT, "cgroup.controllers"));
    if (!lacking.isEmpty()) {
      return Finding.limited(
          "controllers",
          "cgroup2 lacks " + String.join(", ", lacking),
          "they live in cgroup v1 trees here; boot with cgroup_no_v1=all (systemd:"
              + " systemd.unified_cgroup_hierarchy=1) for weights and cpusets");
    }
    if (!tree.exists(cellParent)) {
      return Finding.missing(
          "controllers", "there is no cgroup " + cellParent, "create it, or name another");
    }
    for (String level : CgroupTree.fromRootTo(cellParent)) {
      List<String> kept = new ArrayList<>(CONTROLLERS);
      kept.removeAll(tree.controllers(level, "cgroup.subtree_control"));
      if (!kept.isEmpty()) {
        return Finding.limited(
            "controllers",
            "%s does not hand on %s".formatted(level, String.join(", ", kept)),
            "echo %s > %s for weights and cpusets, and so at each level down to the cells' parent"
                .formatted(
                    kept.stream().map(name -> "+" + name).collect(joining(" ", "'", "'")),
                    tree.directory(level).resolve("cgroup.subtree_control")));
      }
    }
    return Finding.ok("controllers", "cpu, cpuset; handed on down to " + cellParent);
  }

  private Finding pressure() {
    return Files.exists(root.resolve("proc/pressure/cpu"))
        ? Finding.ok("pressure (PSI)", "/proc/pressure/cpu")
        : Finding.limited(
            "pressure (PSI)",
            "no /proc/pressure/cpu",
            "boot with psi=1; `loader observe` sees no waiting without it");
  }
}
