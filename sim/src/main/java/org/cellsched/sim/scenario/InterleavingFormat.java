package org.cellsched.sim.scenario;

import java.util.List;
import org.cellsched.host.yaml.Key;
import org.cellsched.host.yaml.ListFormat;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.ObjectFormat;
import org.cellsched.host.yaml.ObjectFormat.Keys;
import org.cellsched.host.yaml.ObjectFormat.Maker;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.interleaving.Interleaving;

/** How an {@link Interleaving} is written in YAML: drawn, or switch by switch. */
final class InterleavingFormat {

  static final ObjectFormat<Interleaving.Drawn> DRAWN =
      ObjectFormat.of(
          "drawn",
          "Callbacks are interrupted at random boundaries.",
          keys -> {
            Key<Long> seed =
                keys.optional(
                    "seed",
                    Scalars.wholeNumber(Long.MIN_VALUE, Long.MAX_VALUE),
                    "1",
                    "Of the draws.");
            Key<Integer> oneIn =
                keys.optional(
                    "oneIn",
                    Scalars.smallNumber(1, 1_000_000),
                    "4",
                    "At one boundary in so many, on average, somebody else goes on.");
            return values -> new Interleaving.Drawn(values.get(seed), values.get(oneIn));
          });

  static final ObjectFormat<Interleaving.Switch> SWITCH =
      ObjectFormat.of(
          "switch",
          "A change from one callback to another.",
          keys -> {
            Key<Integer> boundary =
                keys.required(
                    "boundary",
                    Scalars.smallNumber(0, Integer.MAX_VALUE),
                    "12",
                    "Where: boundaries at which anything else could go on are counted from 0.");
            Key<Integer> to =
                keys.optional(
                    "to",
                    Scalars.smallNumber(0, Integer.MAX_VALUE),
                    "0",
                    "Who goes on: first those that stand still, the latest first, then what is"
                        + " due.");
            return values -> new Interleaving.Switch(values.get(boundary), values.get(to));
          });

  static final ObjectFormat<Interleaving> INTERLEAVING =
      ObjectFormat.of(
          "interleaving",
          "Where callbacks of one instant are interrupted by others.",
          InterleavingFormat::interleaving);

  private InterleavingFormat() {}

  private static Maker<Interleaving> interleaving(Keys keys) {
    Key<Interleaving.Drawn> drawn = keys.alternative("drawn", DRAWN, "At random boundaries.");
    Key<List<Located<Interleaving.Switch>>> switches =
        keys.alternative(
            "switches", new ListFormat<>("switches", SWITCH), "At these boundaries alone.");
    return values -> {
      List<Located<Interleaving.Switch>> listed = values.find(switches);
      return listed == null
          ? values.get(drawn)
          : new Interleaving.Listed(listed.stream().map(Located::value).toList());
    };
  }
}
