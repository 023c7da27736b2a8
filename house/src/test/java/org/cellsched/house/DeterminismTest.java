package org.cellsched.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cellsched.house.ProductionClasses.CORE;
import static org.cellsched.house.ProductionClasses.HOST;
import static org.cellsched.house.ProductionClasses.SIM;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.BaseStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls, and method references, that would make two equal runs differ. Equal scenario, seed and
 * version must give an equal digest on every machine.
 */
final class DeterminismTest {

  private static final String CONSTRUCTOR = "<init>";

  /** What is banned in core, host and sim, and what to use in its place. */
  enum Ban {
    /** sim's command line alone may ask: it reports how long a run took. */
    CLOCK("take the time from the input", SIM + ".cli") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return calls(target, "java.lang.System", "nanoTime", "currentTimeMillis")
            || (owner(target).startsWith("java.time.") && target.getName().equals("now"))
            || owner(target).equals("java.time.Clock")
            || constructs(target, "java.util.Date", "java.util.GregorianCalendar");
      }
    },

    CHANCE("draw from the engine's counter-based random streams") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return calls(target, "java.lang.Math", "random")
            || calls(target, "java.lang.StrictMath", "random")
            || calls(target, "java.util.Collections", "shuffle")
            || calls(target, "java.util.UUID", "randomUUID")
            || owner(target).equals("java.util.concurrent.ThreadLocalRandom")
            || owner(target).startsWith("java.util.random.")
            || owner(target).startsWith("org.apache.commons.math3.random.")
            || (owner(target).startsWith("org.apache.commons.math3.distribution.")
                && Set.of("sample", "reseedRandomGenerator").contains(target.getName()))
            || constructs(
                target,
                "java.util.Random",
                "java.util.SplittableRandom",
                "java.security.SecureRandom");
      }
    },

    /**
     * Command lines may ask: they talk to the person at the terminal. So may faults, for the class
     * path that they are compiled against.
     */
    SURROUNDINGS(
        "equal on every machine: take it as an input",
        SIM + ".cli",
        HOST + ".cli",
        SIM + ".fault") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return calls(target, "java.lang.System", "getenv", "getProperty", "getProperties")
            || calls(target, "java.lang.Integer", "getInteger")
            || calls(target, "java.lang.Long", "getLong")
            || calls(target, "java.lang.Boolean", "getBoolean")
            || calls(target, "java.lang.Runtime", "availableProcessors", "freeMemory")
            || calls(target, "java.util.Locale", "getDefault")
            || calls(target, "java.time.ZoneId", "systemDefault");
      }
    },

    IDENTITY_HASH("it differs from run to run: order and hash by a stable id") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return calls(target, "java.lang.System", "identityHashCode")
            || calls(target, "java.lang.Object", "hashCode")
            || (target.getOwner().isAssignableTo(Enum.class)
                && target.getName().equals("hashCode"));
      }
    },

    HASH_ORDER("construct a LinkedHashMap, TreeMap, EnumMap, LinkedHashSet or TreeSet") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return constructs(
                target,
                "java.util.HashMap",
                "java.util.HashSet",
                "java.util.Hashtable",
                "java.util.IdentityHashMap",
                "java.util.WeakHashMap",
                "java.util.concurrent.ConcurrentHashMap")
            || calls(target, "java.util.HashMap", "newHashMap")
            || calls(target, "java.util.HashSet", "newHashSet");
      }
    },

    SALTED_ORDER("its order changes with every JVM: List.of, EnumSet, or a sorted or linked set") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return calls(target, "java.util.Set", "of", "copyOf")
            || calls(target, "java.util.Map", "of", "ofEntries", "copyOf");
      }
    },

    COLLECTOR_ORDER(
        "name the collection: toCollection(TreeSet::new), toMap(.., .., .., TreeMap::new)") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        if (!owner(target).equals("java.util.stream.Collectors")) {
          return false;
        }
        int arguments = target.getRawParameterTypes().size();
        return switch (target.getName()) {
          case "toSet",
              "toUnmodifiableSet",
              "toUnmodifiableMap",
              "toConcurrentMap",
              "groupingByConcurrent" ->
              true;
          case "toMap" -> arguments < TO_MAP_WITH_SUPPLIER;
          case "groupingBy" -> arguments < GROUPING_BY_WITH_SUPPLIER;
          default -> false;
        };
      }
    },

    PARALLEL("run it on the one thread there is") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        JavaClass owner = target.getOwner();
        return (owner.isAssignableTo(Collection.class) && target.getName().equals("parallelStream"))
            || (owner.isAssignableTo(BaseStream.class) && target.getName().equals("parallel"))
            || (owner(target).equals("java.util.Arrays")
                && target.getName().startsWith("parallel"));
      }
    },

    LAST_BIT("may differ between JVMs in the last bit: StrictMath has the same method") {
      @Override
      boolean hits(CodeUnitAccessTarget target) {
        return owner(target).equals("java.lang.Math") && TRANSCENDENTAL.contains(target.getName());
      }
    };

    private static final int TO_MAP_WITH_SUPPLIER = 4;
    private static final int GROUPING_BY_WITH_SUPPLIER = 3;

    private static final Set<String> TRANSCENDENTAL =
        Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
            "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

    private final String instead;
    private final List<String> exemptPackages;

    Ban(String instead, String... exemptPackages) {
      this.instead = instead;
      this.exemptPackages = List.of(exemptPackages);
    }

    abstract boolean hits(CodeUnitAccessTarget target);

    private static String owner(CodeUnitAccessTarget target) {
      return target.getOwner().getName();
    }

    private static boolean calls(CodeUnitAccessTarget target, String owner, String... methods) {
      return owner(target).equals(owner) && List.of(methods).contains(target.getName());
    }

    private static boolean constructs(CodeUnitAccessTarget target, String... owners) {
      return target.getName().equals(CONSTRUCTOR) && List.of(owners).contains(owner(target));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingDependsOn(Ban ban) {
    List<String> found = new ArrayList<>();
    for (JavaClass javaClass : ProductionClasses.ALL) {
      if (inScope(ban).test(javaClass.getPackageName())) {
        collectHits(ban, javaClass, found);
      }
    }

    assertThat(found).as("%s: %s", ban, ban.instead).isEmpty();
  }

  private static void collectHits(Ban ban, JavaClass javaClass, List<String> found) {
    for (JavaAccess<?> access : javaClass.getAccessesFromSelf()) {
      AccessTarget target = access.getTarget();
      if (target instanceof CodeUnitAccessTarget codeUnit && ban.hits(codeUnit)) {
        found.add(access.getDescription());
      }
    }
  }

  private static Predicate<String> inScope(Ban ban) {
    return packageName ->
        List.of(CORE, HOST, SIM).stream().anyMatch(module -> isIn(packageName, module))
            && ban.exemptPackages.stream().noneMatch(exempt -> isIn(packageName, exempt));
  }

  private static boolean isIn(String packageName, String parent) {
    return (packageName + ".").startsWith(parent + ".");
  }
}
