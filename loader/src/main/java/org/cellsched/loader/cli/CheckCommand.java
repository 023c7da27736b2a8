package org.cellsched.loader.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.ExitStatus;
import org.cellsched.host.table.Page;
import org.cellsched.loader.cgroup.CgroupTree;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.check.MachineCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine has and lacks. */
@Command(
    name = "check",
    description =
        "Says line by line what this machine has and lacks to run the scheduler, and what to do.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final int WORD_COLUMNS = 9;
  private static final int WHAT_COLUMNS = 16;

  @Option(
      names = "--cell-parent-cgroup",
      paramLabel = "PATH",
      description = "Looks also at the way down to the cgroup whose children are to be cells.")
  private String cellParent = CgroupTree.ROOT;

  private final Console console;
  private final Path root;

  CheckCommand(Console console) {
    this(console, Path.of("/"));
  }

  CheckCommand(Console console, Path root) {
    this.console = console;
    this.root = root;
  }

  @Override
  public Integer call() {
    List<Finding> findings =
        new MachineCheck(
                root, HostOptions.normal(cellParent), () -> new RealKernel().findings(null))
            .findings();
    PrintWriter out = new PrintWriter(console.out(), false, StandardCharsets.UTF_8);
    Page page = new Page(out);
    findings.forEach(finding -> print(page, finding));
    long missing = count(findings, Finding.Verdict.MISSING);
    boolean sure = count(findings, Finding.Verdict.UNKNOWN) == 0;
    boolean fully = count(findings, Finding.Verdict.LIMITED) == 0;
    page.println();
    page.println(
        missing == 0
            ? "This machine can run the scheduler%s%s."
                .formatted(
                    fully ? "" : ", within the limits above", sure ? "" : ", as far as is known")
            : missing + " missing. `loader observe` works without sched_ext and privileges.");
    page.flush();
    return missing == 0 ? ExitStatus.FINE : ExitStatus.CHECK_FAILED;
  }

  private static long count(List<Finding> findings, Finding.Verdict verdict) {
    return findings.stream().filter(finding -> finding.verdict() == verdict).count();
  }

  private static void print(Page page, Finding finding) {
    String margin = " ".repeat(WORD_COLUMNS + WHAT_COLUMNS);
    page.wrapped(
        padded(finding.verdict().word(), WORD_COLUMNS) + padded(finding.what(), WHAT_COLUMNS),
        margin,
        finding.found());
    if (!finding.advice().isEmpty()) {
      page.wrapped(margin + "> ", margin + "  ", finding.advice());
    }
  }

  private static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(1, columns - text.length()));
  }
}
