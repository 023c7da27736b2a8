package org.cellsched.sim.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cellsched.sim.fault.Fault;
import org.cellsched.sim.fault.FaultyClasses;

/** Fuzzes with a {@link Fault} in the classes: are the checkers and the generator worth it? */
public final class FaultHunt {

  private final ClassLoader faulty;
  private final String source;

  /**
   * Compiles the fault.
   *
   * @throws IllegalStateException if it does not match the sources
   */
  public FaultHunt(Fault fault, Path repository) {
    faulty = new FaultyClasses(fault, repository);
    String near = fault.near();
    source =
        near == null
            ? ScenarioSource.PROFILE + " " + fault.profile()
            : ScenarioSource.NEAR + " " + repository.resolve(near);
  }

  /**
   * The first run that fails.
   *
   * @param runs up to and with this one
   * @param rule by which it fails, see {@link Outcome.Failure#rule}
   */
  public record Found(long runs, String rule) {}

  /** A failing run made small: a file that fails with the fault, and how large it is. */
  public record Small(String yaml, String size) {}

  /**
   * Runs of a seed, of the fault's profile or near its files, until one fails; empty if none of the
   * first {@code mostRuns} does.
   */
  public Optional<Found> hunt(long seed, long mostRuns) {
    List<String> found = ask(FuzzUntilFound.class, seed, mostRuns);
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Found(Long.parseLong(found.getFirst()), found.getLast()));
  }

  /** Makes a run small that failed. Costs at most {@link Finding#MOST_RUNS} runs. */
  public Small makeSmall(long seed, long run) {
    List<String> small = ask(MakeSmall.class, seed, run);
    return new Small(small.getFirst(), small.getLast());
  }

  /** The classes, for those who want to run something else with the fault. */
  public ClassLoader classes() {
    return faulty;
  }

  @SuppressWarnings("unchecked") // It is one, by whomever it was loaded.
  private List<String> ask(
      Class<? extends UnaryOperator<List<String>>> question, long seed, long number) {
    try {
      return ((UnaryOperator<List<String>>)
              faulty.loadClass(question.getName()).getDeclaredConstructor().newInstance())
          .apply(List.of(source, Long.toString(seed), Long.toString(number)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
