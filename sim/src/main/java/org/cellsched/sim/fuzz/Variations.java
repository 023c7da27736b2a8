package org.cellsched.sim.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellsched.sim.interleaving.Interleaving;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioException;
import org.cellsched.sim.scenario.ScenarioReader;

/**
 * Draws variations of given scenarios, as fuzzers do of a corpus: with other draws; with callbacks
 * that interrupt each other where the scenario's do; with something that happens sooner or later,
 * or at the instant of something else; with less. None has more tasks, or anything that takes
 * longer, so that the bounds that a scenario states hold for its variations. Its expectations hold
 * whatever is drawn, and for nothing else: where more differs they are left out.
 */
public final class Variations implements ScenarioSource {

  private static final int MOST_CHANGES = 3;
  private static final String SUFFIX = ".yaml";

  private final long seed;
  private final List<Path> near;
  private final List<Scenario> originals;

  private Variations(long seed, List<Path> near, List<Scenario> originals) {
    this.seed = seed;
    this.near = List.copyOf(near);
    this.originals = List.copyOf(originals);
  }

  /**
   * Variations of these scenarios; of a folder, of all that are in it and below.
   *
   * @throws ScenarioException if one is no scenario
   * @throws IOException if a folder cannot be read, or there is none in any
   */
  public static Variations near(List<Path> near, long seed) throws ScenarioException, IOException {
    List<Scenario> originals = new ArrayList<>();
    for (Path path : near) {
      for (Path file : scenarios(path)) {
        originals.add(ScenarioReader.read(file, List.of()));
      }
    }
    if (originals.isEmpty()) {
      throw new NoSuchFileException(near + " has no scenario, no file that ends in " + SUFFIX);
    }
    return new Variations(seed, near, originals);
  }

  private static List<Path> scenarios(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public String options() {
    return near.stream().map(path -> NEAR + " " + path).collect(Collectors.joining(" "));
  }

  @Override
  public boolean areVariations() {
    return true;
  }

  /** O(size of the scenario). */
  @Override
  public Scenario scenario(long run) {
    Dice dice = new Dice(seed, run);
    Scenario original = dice.oneOf(originals);
    Scenario varied =
        Parts.of(original)
            .withName("%s-%d-%d".formatted(original.name(), seed, run), "")
            .withSeed(dice.bits() >>> 1)
            .withInterleaving(interleaving(original, dice))
            .scenario();
    boolean overlaps = original.interleaving().overlaps();
    // Its order of callbacks is what is varied then: one schedule in many is of interest.
    int changes = dice.below(overlaps ? 2 : MOST_CHANGES + 1);
    if (changes > 0 || overlaps) {
      varied = Parts.of(varied).withExpectations(List.of()).scenario();
    }
    for (int left = changes; left > 0; left--) {
      varied = Simplification.valid(changed(varied, dice)).orElse(varied);
    }
    return varied;
  }

  /** A list of switches is of one run alone: that the original has one says where to look. */
  private static Interleaving interleaving(Scenario original, Dice dice) {
    long drawnSeed = dice.bits() >>> 1;
    int oneIn = 2 << dice.between(0, 4);
    return original.interleaving().overlaps()
        ? new Interleaving.Drawn(drawnSeed, oneIn)
        : Interleaving.NONE;
  }

  private static Scenario changed(Scenario scenario, Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> dice.oneOf(EventShrinking.withoutOne(scenario), scenario);
      case 1 -> dice.oneOf(GroupShrinking.fewerTasks(scenario), scenario);
      case 2 -> dice.oneOf(OtherTimes.ofEvents(scenario, dice), scenario);
      default -> dice.oneOf(OtherTimes.ofStarts(scenario, dice), scenario);
    };
  }
}
