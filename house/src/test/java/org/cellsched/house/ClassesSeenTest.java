package org.cellsched.house;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the other tests hold of classes that were seen: here is what must be seen. */
final class ClassesSeenTest {

  /** Raise these now and then; lower them only when code was really taken out. */
  @ParameterizedTest
  @CsvSource({
    ProductionClasses.CORE + ", 100",
    ProductionClasses.HOST + ", 40",
    ProductionClasses.SIM + ", 200",
    ProductionClasses.LOADER + ", 20",
  })
  void aModuleHasAtLeastSoManyClasses(String module, int atLeast) {
    long seen =
        ProductionClasses.ALL.stream()
            .filter(c -> (c.getPackageName() + ".").startsWith(module + "."))
            .count();

    assertThat(seen).as("classes seen in %s", module).isGreaterThanOrEqualTo(atLeast);
  }

  /** A package left out of the class path would leave its rules without anything to judge. */
  @Test
  void everyPackageWithSourcesIsSeenWhole() {
    Map<String, Long> seen =
        ProductionClasses.ALL.stream()
            .filter(ClassesSeenTest::hasSourceFile)
            .collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));

    assertThat(sourcesByPackage()).isNotEmpty();
    sourcesByPackage()
        .forEach((name, sources) ->
            assertThat(seen.getOrDefault(name, 0L))
                .as("classes seen in %s, which has %d sources", name, sources)
                .isGreaterThanOrEqualTo(sources));
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        sourcesByPackage().keySet().stream().filter(name -> !isNullMarked(name)).toList();

    assertThat(unmarked).as("packages without a package-info.java that says @NullMarked").isEmpty();
  }

  private static boolean isNullMarked(String packageName) {
    return ProductionClasses.ALL.containPackage(packageName)
        && ProductionClasses.ALL.getPackage(packageName).isAnnotatedWith(NullMarked.class);
  }

  private static boolean hasSourceFile(JavaClass javaClass) {
    return javaClass.isTopLevelClass() && !javaClass.getSimpleName().equals("package-info");
  }

  /** The number of sources, package-info aside, by the package's name. */
  private static Map<String, Long> sourcesByPackage() {
    return Repository.productionSources().stream()
        .filter(file -> !file.endsWith("package-info.java"))
        .collect(groupingBy(ClassesSeenTest::packageOf, TreeMap::new, counting()));
  }

  private static String packageOf(Path source) {
    String folder = Repository.relative(source.getParent());
    return folder.substring(folder.indexOf("/java/") + "/java/".length()).replace('/', '.');
  }
}
