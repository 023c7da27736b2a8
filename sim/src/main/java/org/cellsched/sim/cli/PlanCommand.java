package org.cellsched.sim.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cellsched.core.plan.CellPlan;
import org.cellsched.core.plan.CellPlanner;
import org.cellsched.core.plan.PlanException;
import org.cellsched.core.plan.PlanRequest;
import org.cellsched.core.plan.Planners;
import org.cellsched.core.plan.ProportionalPlanner;
import org.cellsched.host.cli.CommandFailure;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.lines.BoundedLines;
import org.cellsched.host.lines.MalformedLineException;
import org.cellsched.host.yaml.Texts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code sim plan}: one planner's answers to requests in JSON lines, without the ladder. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = {
      "Plans which cell gets which CPUs: reads requests as JSON lines, answers each with a line.",
      "A request:  {\"cpus\":8,\"rootMinCpus\":1,\"cpusPerLlc\":null,\"borrowing\":true,",
      "             \"cells\":[{\"id\":0},{\"id\":1,\"cpuset\":\"0-3\"}]}",
      "Its answer: {\"enforcedHoldout\":false,\"cells\":[{\"id\":0,\"primary\":\"4-7\",…},…]}",
      "         or {\"error\":\"why there is no plan\"}",
      "A malformed line is answered with its number; the others go on, and the exit status is 2."
    })
public final class PlanCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--planner",
      paramLabel = "NAME",
      defaultValue = "proportional",
      converter = PlannerByName.class,
      description = "proportional (the default) or matching.")
  private CellPlanner planner = new ProportionalPlanner();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "Where to read; standard input if - or missing.")
  private Path file = Path.of("-");

  PlanCommand(Console console) {
    this.console = console;
  }

  /** O(longest line) of memory, whatever the number of lines. */
  @Override
  public Integer call() {
    try (InputStream in = open()) {
      return answerAll(new BoundedLines(in), new PlanAnswerWriter(console.out()));
    } catch (IOException e) {
      throw CommandFailure.unreadable(isStandardInput() ? "standard input" : file.toString(), e);
    }
  }

  private InputStream open() throws IOException {
    return isStandardInput() ? console.in() : Files.newInputStream(file);
  }

  private boolean isStandardInput() {
    return file.equals(Path.of("-"));
  }

  private int answerAll(BoundedLines lines, PlanAnswerWriter answers) throws IOException {
    long malformed = 0;
    while (lines.advance()) {
      try {
        answer(lines.text(), answers);
      } catch (MalformedLineException e) {
        malformed++;
        written(() -> answers.malformed(lines.number(), e));
      }
      if (lines.mayBlock()) {
        written(answers::flush);
      }
    }
    written(answers::flush);
    return malformed == 0 ? ExitStatus.FINE : complain(malformed, lines.number());
  }

  private void answer(String line, PlanAnswerWriter answers) throws MalformedLineException {
    if (line.isBlank()) {
      return;
    }
    PlanRequest request = PlanRequestReader.read(line);
    try {
      CellPlan plan = planner.plan(request);
      written(() -> answers.plan(plan, request.borrowing()));
    } catch (PlanException e) {
      written(() -> answers.noPlan(String.valueOf(e.getMessage())));
    }
  }

  private int complain(long malformed, long lines) {
    console.err().println("sim plan: " + malformed + " of " + lines + " lines malformed");
    return ExitStatus.BAD_INPUT;
  }

  /** Something that writes to standard output. */
  private interface Writing {
    void write() throws IOException;
  }

  /** Tells a failure to write from a failure to read: both are IOExceptions. */
  private static void written(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.BAD_INPUT, "cannot write standard output: " + e.getMessage(), e);
    }
  }

  /** Finds a planner, or suggests one. */
  static final class PlannerByName implements ITypeConverter<CellPlanner> {

    @Override
    public CellPlanner convert(String name) {
      CellPlanner planner = Planners.all().get(name);
      if (planner == null) {
        throw new TypeConversionException(
            "unknown planner '"
                + name
                + "'; known are "
                + String.join(", ", Planners.all().keySet())
                + Texts.didYouMean(name, Planners.all().keySet(), ""));
      }
      return planner;
    }
  }
}
