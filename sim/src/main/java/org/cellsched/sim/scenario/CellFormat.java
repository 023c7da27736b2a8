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
import org.jspecify.annotations.Nullable;

/** How {@link CellDeclaration}s are written in YAML: by name, or as what an event creates. */
final class CellFormat {

  static final ScalarFormat<Integer> CPU_WEIGHT = Scalars.smallNumber(1, 10_000);

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
  private final Key<List<Located<CellDeclaration>>> children;

  private CellFormat(Keys keys) {
    cpuset =
        keys.nullable(
            "cpuset", Scalars.cpus(), "no constraint", "What `cpuset.cpus` of the cgroup says.");
    cpuWeight =
        keys.optional("cpuWeight", CPU_WEIGHT, "100", "What `cpu.weight` of the cgroup says.");
    children =
        keys.optional(
            "children",
            new MapFormat<>("cgroups", Names.SIMPLE, () -> CellFormat.BODY, Body::named),
            "{}",
            "The cgroups below, by name; they are written like cells.");
  }

  private Body body(Values values) {
    return new Body(values.find(cpuset), values.get(cpuWeight), values.get(children));
  }

  /** A cell but for its name. */
  record Body(@Nullable CpuMask cpuset, int cpuWeight, List<Located<CellDeclaration>> children) {

    static CellDeclaration named(String name, Body body) {
      return body.named(name);
    }

    CellDeclaration named(String name) {
      return new CellDeclaration(
          name, cpuset, cpuWeight, children.stream().map(Located::value).toList());
    }
  }
}
