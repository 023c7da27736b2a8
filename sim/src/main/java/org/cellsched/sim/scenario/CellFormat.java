package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Format;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.MapFormat;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Values;
import org.cellsched.host.yaml.ScalarFormat;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.kernel.CpuMax;
import org.jspecify.annotations.Nullable;

/** How {@link CellDeclaration}s are written in YAML: by name, or as what an event creates. */
final class CellFormat {

  static final ScalarFormat<Integer> CPU_WEIGHT = Scalars.smallNumber(1, 10_000);

  /** How much CPU time in how long. */
  static final ScalarFormat<Long> QUOTA =
      Scalars.duration(CpuMax.LEAST_NS, Limits.MOST_CPUS * CpuMax.LONGEST_PERIOD_NS);

  static final ObjectFormat<CpuMax> CPU_MAX =
      ObjectFormat.of(
          "cpuMax",
          "What `cpu.max` of a cgroup says. The scheduler `fair` enforces it; else a run warns if"
              + " it is exceeded.",
          keys -> {
            Key<Long> quota =
                keys.required("quota", QUOTA, "200ms", "CPU time that its tasks may use …");
            Key<Long> period = period(keys);
            return values -> new CpuMax(values.get(quota), values.get(period));
          });

  static Key<Long> period(Keys keys) {
    return keys.optional(
        "period",
        Scalars.duration(CpuMax.LEAST_NS, CpuMax.LONGEST_PERIOD_NS),
        "100ms",
        "… in each stretch of this length.");
  }

  /** Cells, or the cgroups below one, by name. */
  static final Format<List<Located<CellDeclaration>>> CELLS =
      new MapFormat<>("cells", Names.SIMPLE, () -> CellFormat.BODY, Body::named);

  static final ObjectFormat<Body> BODY =
      ObjectFormat.of(
          "cell",
          "A child of the cell parent cgroup, or a cgroup below one.",
          keys -> new CellFormat(keys)::body);

  static final ObjectFormat<Action.CreateCell> CREATED =
      ObjectFormat.of(
          "created cell",
          "A cell that an event creates.",
          keys -> {
            Key<String> name = keys.required("name", Names.SIMPLE, "burst", "Its name.");
            CellFormat format = new CellFormat(keys);
            return values -> new Action.CreateCell(format.body(values).named(values.get(name)));
          });

  private final Key<CpuMask> cpuset;
  private final Key<Integer> cpuWeight;
  private final Key<CpuMax> cpuMax;
  private final Key<List<Located<CellDeclaration>>> children;

  private CellFormat(Keys keys) {
    cpuset =
        keys.nullable(
            "cpuset", Scalars.cpus(), "no constraint", "What `cpuset.cpus` of the cgroup says.");
    cpuWeight =
        keys.optional("cpuWeight", CPU_WEIGHT, "100", "What `cpu.weight` of the cgroup says.");
    cpuMax = keys.nullable("cpuMax", CPU_MAX, "no limit", "What `cpu.max` of the cgroup says.");
    children =
        keys.optional(
            "children",
            new MapFormat<>("cgroups", Names.SIMPLE, () -> CellFormat.BODY, Body::named),
            "{}",
            "The cgroups below, by name; they are written like cells.");
  }

  private Body body(Values values) {
    return new Body(
        values.find(cpuset), values.get(cpuWeight), values.find(cpuMax), values.get(children));
  }

  /** A cell but for its name. */
  record Body(
      @Nullable CpuMask cpuset,
      int cpuWeight,
      @Nullable CpuMax cpuMax,
      List<Located<CellDeclaration>> children) {

    static CellDeclaration named(String name, Body body) {
      return body.named(name);
    }

    CellDeclaration named(String name) {
      return new CellDeclaration(
          name, cpuset, cpuWeight, cpuMax, children.stream().map(Located::value).toList());
    }
  }
}
