package org.cellsched.sim.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.sim.TestScenario.MS;
import static org.cellsched.sim.TestScenario.group;
import static org.cellsched.sim.TestScenario.niced;
import static org.cellsched.sim.TestScenario.spin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cellsched.sim.TestScenario;
import org.cellsched.sim.scenario.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tasks that always want to run get CPU time by their weights.
 *
 * <p>A turn lasts a slice and a tick at most. Whoever is behind most goes first, so nobody is more
 * than a turn above its share. All others may be that at a time: a task of weight share φ among n
 * is below its share by φ(n − 1) turns at most, which is under one turn for tasks of equal weight.
 *
 * <p>Source of the bounds: P. Goyal, H. M. Vin, H. Cheng, Start-time Fair Queuing, SIGCOMM 1996,
 * theorem 1.
 *
 * <p>The results are a table in docs/fidelity.md.
 */
class SharesTest {

  /** A slice of 20 ms, and a tick at 250 Hz. */
  private static final long TURN_NS = 24 * MS;

  /** When the shares are looked at. Odd, so as not to fall on the ends of turns. */
  private static final List<Long> TIMES_NS =
      List.of(1_003 * MS, 4_999 * MS, 10_007 * MS, 29_989 * MS, 60_013 * MS);

  /**
   * Linux's weights of the nice values that are used here: sched_prio_to_weight on cgroup scale.
   */
  private static int weightOfNice(int nice) {
    return switch (nice) {
      case -10 -> 932;
      case -5 -> 305;
      case -1 -> 125;
      case 0 -> 100;
      case 1 -> 80;
      case 3 -> 51;
      case 5 -> 33;
      case 10 -> 11;
      case 19 -> 1;
      default -> throw new IllegalArgumentException("nice " + nice);
    };
  }

  /** One spinner of each nice value in one cell. */
  record Spinners(int cpus, List<Integer> niceValues) {

    /** The part of the cell's CPU time that a spinner should have. */
    double share(int spinner) {
      int sum = niceValues.stream().mapToInt(SharesTest::weightOfNice).sum();
      return (double) weightOfNice(niceValues.get(spinner)) / sum;
    }

    /** How far a spinner may be below its share. */
    double slackNs(int spinner) {
      return TURN_NS * Math.max(1, share(spinner) * (niceValues.size() - 1));
    }

    /** The CPU time that each has after {@code ns}. */
    long[] ranNs(long ns) {
      TestScenario scenario = TestScenario.cpus(cpus + 1).free().cell("web", "0-" + (cpus - 1));
      for (int i = 0; i < niceValues.size(); i++) {
        scenario.tasks(niced(group("spinner" + i, "web", 1, spin()), niceValues.get(i)));
      }
      TestScenario.Outcome run = scenario.run(ns);
      assertThat(run.broken()).isEmpty();
      return IntStream.range(0, niceValues.size())
          .mapToLong(i -> run.group("spinner" + i).cpuTimeNs())
          .toArray();
    }
  }

  static List<Spinners> spinners() {
    return List.of(
        new Spinners(1, List.of(0, 0)),
        new Spinners(1, List.of(0, 0, 0, 0, 0)),
        new Spinners(1, List.of(0, 5)),
        new Spinners(1, List.of(-5, 19)),
        new Spinners(1, List.of(-5, 0, 5, 10)),
        new Spinners(3, List.of(0, 0, 0, 0)),
        new Spinners(3, List.of(0, 0, 1, 1, 3, 3)),
        new Spinners(4, List.of(-1, -1, 0, 0, 0, 1, 3, 3, 5, 10)));
  }

  /**
   * The farthest that one is from its share at one of the times.
   *
   * @param aboveNs above its share
   * @param belowNs below its share
   * @param explained whether the bounds allow all that was seen
   */
  private record Distance(double aboveNs, double belowNs, boolean explained) {

    static Distance of(Spinners run, Spinners expected) {
      Distance farthest = new Distance(0, 0, true);
      for (long timeNs : TIMES_NS) {
        long[] ranNs = run.ranNs(timeNs);
        for (int i = 0; i < ranNs.length; i++) {
          double aboveNs = ranNs[i] - expected.share(i) * expected.cpus() * timeNs;
          boolean explained = aboveNs <= TURN_NS && -aboveNs <= expected.slackNs(i);
          farthest = farthest.or(new Distance(aboveNs, -aboveNs, explained));
        }
      }
      return farthest;
    }

    private Distance or(Distance other) {
      return new Distance(
          Math.max(aboveNs, other.aboveNs),
          Math.max(belowNs, other.belowNs),
          explained && other.explained);
    }
  }

  @ParameterizedTest
  @MethodSource("spinners")
  void aSpinnerIsFartherFromItsShareThanATurn(Spinners spinners) {
    assertThat(Distance.of(spinners, spinners)).matches(Distance::explained);
  }

  @Provide
  static Arbitrary<Integer> niceValues() {
    return Arbitraries.of(-10, -5, -1, 0, 1, 3, 5, 10, 19);
  }

  @Property(tries = 60)
  void anySpinnersOfOneCpuAreFartherFromTheirShareThanATurn(
      @ForAll @Size(min = 2, max = 7) List<@From("niceValues") Integer> nice,
      @ForAll @IntRange(min = 30, max = 3_000) int afterMs) {
    Spinners spinners = new Spinners(1, nice);
    long[] ranNs = spinners.ranNs(afterMs * MS);
    for (int i = 0; i < ranNs.length; i++) {
      double aboveNs = ranNs[i] - spinners.share(i) * afterMs * MS;
      assertThat(aboveNs).as("spinner %d of %s", i, nice).isLessThanOrEqualTo(TURN_NS);
      assertThat(-aboveNs).as("spinner %d of %s", i, nice).isLessThanOrEqualTo(spinners.slackNs(i));
    }
  }

  @ParameterizedTest
  @MethodSource("spinners")
  void oneWrongWeightPasses(Spinners spinners) {
    List<Integer> wrong = new ArrayList<>(spinners.niceValues());
    wrong.set(0, 1);
    assertThat(Distance.of(new Spinners(spinners.cpus(), wrong), spinners))
        .matches(found -> !found.explained());
  }

  @Test
  void theTableShowsOtherFigures() {
    String rows = spinners().stream().map(SharesTest::row).collect(Collectors.joining());
    Golden.check(
        FormulasTest.DOCS,
        Golden.withSection(
            Golden.read(FormulasTest.DOCS),
            "shares",
            "| CPUs | nice values (weights) | farthest above a share | below |\n"
                + "| --- | --- | --- | --- |\n"
                + rows));
  }

  private static String row(Spinners spinners) {
    Distance farthest = Distance.of(spinners, spinners);
    return String.format(
        Locale.ROOT,
        "| %d | %s | %.1f ms | %.1f ms |\n",
        spinners.cpus(),
        spinners.niceValues().stream()
            .map(nice -> nice + " (" + weightOfNice(nice) + ")")
            .collect(Collectors.joining(", ")),
        farthest.aboveNs() / MS,
        farthest.belowNs() / MS);
  }
}
