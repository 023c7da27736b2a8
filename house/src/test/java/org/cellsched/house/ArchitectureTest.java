package org.cellsched.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.house.ProductionClasses.ALL;
import static org.cellsched.house.ProductionClasses.CORE;
import static org.cellsched.house.ProductionClasses.HOST;
import static org.cellsched.house.ProductionClasses.LOADER;
import static org.cellsched.house.ProductionClasses.SIM;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may know whom.
 *
 * <p>A rule that judges no class fails.
 */
final class ArchitectureTest {

  /**
   * All that core may use of the outside; everything else is forbidden, I/O and clocks included.
   */
  private static final DescribedPredicate<JavaClass> ALLOWED_IN_CORE =
      resideInAnyPackage(
              CORE + "..",
              "java.lang",
              "java.lang.annotation",
              "java.lang.invoke", // lambdas and string concatenation, as compiled
              "java.lang.runtime", // records and pattern switches, as compiled
              "java.math",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "org.apache.commons.math3..",
              "org.jspecify..")
          .and(not(resideInAPackage("org.apache.commons.math3.random..")))
          .or(HasName.Predicates.nameMatching("java\\.io\\.Serializable"))
          .or(DescribedPredicate.describe("arrays of primitives", JavaClass::isArray))
          .or(DescribedPredicate.describe("primitives", JavaClass::isPrimitive));

  /** Of the packages allowed above, what reaches a thread, a process or the machine. */
  private static final String FORBIDDEN_IN_CORE =
      "java\\.lang\\.(Thread(Local|Group)?|InheritableThreadLocal|ScopedValue|Process(Builder|Handle)?"
          + "|Runtime|Console)"
          + "|java\\.util\\.(Random|SplittableRandom|Timer|TimerTask|Date|Calendar|GregorianCalendar"
          + "|TimeZone|Scanner|ServiceLoader)";

  /** Of the simulated kernel, what a scheduler may use: the calls, and what they speak of. */
  private static final String SEEN_BY_SCHEDULERS =
      ".*\\.kernel\\.(Kfuncs|Scheduler|QueueCursor|Task|TaskState|SchedulingPolicy|Cgroup|CpuMax)";

  /** Threads. Callable and TimeUnit run nothing. */
  private static final String THREADS =
      "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(?!Callable$|TimeUnit$|ThreadLocalRandom$).*";

  /**
   * Where sim may use threads: its command line (to notice an interrupt), and the one package that
   * suspends callbacks on carrier threads and hands the baton from one to the next.
   */
  private static final String[] MAY_USE_THREADS = {SIM + ".cli..", SIM + ".interleaving.."};

  /**
   * The floors of sim, from the ground up. A package may use its own floor and those below; "" is
   * sim's root package, which holds Simulation.
   */
  private static final List<List<String>> SIM_FLOORS =
      List.of(
          List.of("engine", "fault"),
          List.of("kernel"),
          List.of(
              "interleaving",
              "scheduler",
              "scheduler.fair",
              "workload",
              "tenant",
              "check",
              "metrics",
              "trace",
              "explain"),
          List.of("control", "scenario", "export", "watch"),
          List.of("rtapp"),
          List.of(""),
          List.of("compare", "fuzz", "report"),
          List.of("cli"));

  /** The same of loader. */
  private static final List<List<String>> LOADER_FLOORS =
      List.of(
          List.of("files", "bpf"),
          List.of("cgroup", "topology"),
          List.of("check", "control"),
          List.of("stats"),
          List.of("cli"));

  @Test
  void coreUsesNothingButItsFewLibraries() {
    classes()
        .that()
        .resideInAPackage(CORE + "..")
        .should()
        .onlyDependOnClassesThat(ALLOWED_IN_CORE)
        .because("core is a pure function of its inputs: no I/O, no clock, no thread, no chance")
        .check(ALL);
  }

  @Test
  void coreStartsNoThreadAndAsksNoClock() {
    noClasses()
        .that()
        .resideInAPackage(CORE + "..")
        .should()
        .dependOnClassesThat(HasName.Predicates.nameMatching(FORBIDDEN_IN_CORE))
        .because("equal inputs in equal order must give equal effects")
        .check(ALL);
  }

  @Test
  void hostDoesNotKnowSim() {
    noClasses()
        .that()
        .resideInAnyPackage(HOST + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SIM + "..", LOADER + "..")
        .because("host holds what simulator and loader share")
        .check(ALL);
  }

  @Test
  void simDoesNotKnowLoader() {
    noClasses()
        .that()
        .resideInAPackage(SIM + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LOADER + "..")
        .check(ALL);
  }

  @Test
  void loaderDoesNotKnowSim() {
    noClasses()
        .that()
        .resideInAPackage(LOADER + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SIM + "..")
        .check(ALL);
  }

  @Test
  void simIsSingleThreaded() {
    noClasses()
        .that(resideInAPackage(SIM + "..").and(not(resideInAnyPackage(MAY_USE_THREADS))))
        .should()
        .dependOnClassesThat(HasName.Predicates.nameMatching(THREADS))
        .because("the order of two threads is not ours to decide")
        .check(ALL);
  }

  static Stream<Arguments> floorsAndTheOnesAbove() {
    return Stream.concat(
        floorsAndTheOnesAbove(SIM, SIM_FLOORS), floorsAndTheOnesAbove(LOADER, LOADER_FLOORS));
  }

  private static Stream<Arguments> floorsAndTheOnesAbove(String module, List<List<String>> floors) {
    return IntStream.range(0, floors.size() - 1)
        .mapToObj(floor -> {
          List<String> above =
              floors.subList(floor + 1, floors.size()).stream().flatMap(List::stream).toList();
          return Arguments.of(module, floors.get(floor), above);
        });
  }

  @ParameterizedTest
  @MethodSource("floorsAndTheOnesAbove")
  void aFloorRestsOnlyOnThoseBelow(String module, List<String> floor, List<String> above) {
    noClasses()
        .that()
        .resideInAnyPackage(packages(module, floor))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages(module, above))
        .check(ALL);
  }

  @Test
  void nativeCodeIsReachedThroughOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage(LOADER + ".bpf..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(ALL);
  }

  @Test
  void engineKnowsNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage(SIM + ".engine..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.cellsched..").and(not(resideInAPackage(SIM + ".engine.."))))
        .check(ALL);
  }

  @Test
  void schedulersReachTheKernelThroughKfuncsAlone() {
    noClasses()
        .that()
        .resideInAPackage(SIM + ".scheduler..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(SIM + ".kernel..")
                .and(not(HasName.Predicates.nameMatching(SEEN_BY_SCHEDULERS))))
        .because("the C data plane will be driven by the same calls")
        .check(ALL);
  }

  @Test
  void checkersAndReportsSeeWhatHappenedNotWhatTheSchedulerSays() {
    noClasses()
        .that()
        .resideInAnyPackage(SIM + ".check..", SIM + ".metrics..", SIM + ".trace..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(SIM + ".scheduler..")
        .check(ALL);
  }

  /** A package on no floor would escape the rules above. */
  @Test
  void everyPackageOfSimAndLoaderStandsOnAFloor() {
    assertThat(strays(SIM, SIM_FLOORS)).as("classes that SIM_FLOORS does not list").isEmpty();
    assertThat(strays(LOADER, LOADER_FLOORS)).as("those of LOADER_FLOORS").isEmpty();
  }

  private static List<String> strays(String module, List<List<String>> floors) {
    String[] known = packages(module, floors.stream().flatMap(List::stream).toList());
    List<String> strays = new ArrayList<>();
    for (JavaClass seen : ALL) {
      boolean ofModule = resideInAPackage(module + "..").test(seen);
      if (ofModule
          && !resideInAnyPackage(known).or(resideInAnyPackage(MAY_USE_THREADS)).test(seen)) {
        strays.add(seen.getName());
      }
    }
    return strays;
  }

  @Test
  void packagesOfCoreHaveNoCycles() {
    slices().matching(CORE + ".(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void packagesOfHostAndSimHaveNoCycles() {
    slices().matching("org.cellsched.(host|sim|loader).(**)").should().beFreeOfCycles().check(ALL);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("org.cellsched.(*)..").should().beFreeOfCycles().check(ALL);
  }

  private static String[] packages(String module, List<String> names) {
    return names.stream()
        .map(name -> name.isEmpty() ? module : module + "." + name + "..")
        .toArray(String[]::new);
  }
}
