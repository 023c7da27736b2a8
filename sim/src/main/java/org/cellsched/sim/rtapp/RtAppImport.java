package org.cellsched.sim.rtapp;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.cellsched.host.yaml.InvalidFileException;
import org.cellsched.host.yaml.Problem;
import org.cellsched.host.yaml.Problems;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.scenario.ScenarioWriter;
import org.jspecify.annotations.Nullable;

/**
 * A scenario made of a workload of rt-app 1.0.
 *
 * @param notes what is approximated, left out or renamed, by place
 * @param yaml the scenario as a file, which begins with the notes
 */
public record RtAppImport(Scenario scenario, List<Problem> notes, String yaml) {

  /** The largest machine of a scenario. */
  public static final int MOST_CPUS = 4096;

  public RtAppImport {
    notes = List.copyOf(notes);
  }

  /**
   * Imports files that count as one; there is at least one.
   *
   * @param cpus of the machine; 0 for as many as suit the workload
   * @throws InvalidFileException with every complaint, if rt-app would refuse them
   */
  public static RtAppImport of(List<Path> files, int cpus) throws InvalidFileException {
    Problems problems = new Problems();
    Problems notes = new Problems();
    RtAppFile file = RtAppReader.read(files, problems, notes);
    String source = files.stream().map(Path::toString).collect(Collectors.joining(" "));
    return finish(file, source, cpus, problems, notes);
  }

  /** Imports a text, which messages call {@code source}. */
  static RtAppImport parse(String text, String source, int cpus) throws InvalidFileException {
    Problems problems = new Problems();
    Problems notes = new Problems();
    RtAppFile file = RtAppReader.parse(text, source, problems, notes);
    return finish(file, source, cpus, problems, notes);
  }

  private static RtAppImport finish(
      @Nullable RtAppFile file, String source, int cpus, Problems problems, Problems notes)
      throws InvalidFileException {
    Scenario scenario =
        file == null ? null : new Translation(file, source, problems, notes).scenario(cpus);
    if (scenario == null || !problems.isEmpty()) {
      throw new InvalidFileException(problems);
    }
    String yaml = comment(source, notes.sorted()) + ScenarioWriter.write(scenario);
    return new RtAppImport(scenario, notes.sorted(), yaml);
  }

  private static String comment(String source, List<Problem> notes) {
    StringBuilder comment = new StringBuilder("# Made by `sim import rt-app` of " + source + ".\n");
    if (!notes.isEmpty()) {
      comment.append("# What is approximated, left out or renamed, by its place there:\n");
      notes.forEach(note -> comment.append("#   ").append(oneLine(note.toString())).append('\n'));
    }
    return comment.toString();
  }

  /** Names may hold anything, and a line break would end the comment. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}|\u2028|\u2029|\u0085", " ");
  }
}
