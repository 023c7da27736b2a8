package org.cellsched.sim.metamorphic;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cellsched.sim.RunResult;
import org.jspecify.annotations.Nullable;

/**
 * Compares a result with that of a run in which everything took {@code scale} times as long. What
 * is a time shows by its name: it ends in {@code Ns}, or stands in a record whose name does. Looks
 * at every number of the result, those of the future too.
 */
final class ResultComparison {

  /**
   * What depends on absolute time: digests; the engine's events, with one each 100 ms that only
   * looks; the run's own duration; times written out for people.
   */
  private static final Set<String> INCOMPARABLE =
      Set.of("digest", "digestLadder", "events", "wallNs", "observed");

  /** Counts in a record of times. */
  private static final Set<String> COUNTS = Set.of("count");

  /**
   * Rounded: a mean down to a nanosecond, a quantile up to the histogram's bucket, which is twice
   * as wide at twice the time. Twice the value, or one more.
   */
  private static final Set<String> ROUNDED = Set.of("mean", "p50", "p90", "p99", "p999");

  private final long scale;
  private final List<String> differences = new ArrayList<>();

  private ResultComparison(long scale) {
    this.scale = scale;
  }

  /** Where {@code result} is not what {@code base} becomes when everything takes twice as long. */
  static List<String> notDoubled(RunResult base, RunResult result) {
    ResultComparison comparison = new ResultComparison(2);
    comparison.compareRecords("", false, base, result);
    return comparison.differences;
  }

  private void compare(
      String path, String name, boolean isTime, @Nullable Object base, @Nullable Object other) {
    if (base == null || other == null) {
      if (!Objects.equals(base, other)) {
        differences.add("%s: expected %s, got %s".formatted(path, base, other));
      }
    } else if (base instanceof Long || base instanceof Integer) {
      long expected = (isTime ? scale : 1) * ((Number) base).longValue();
      long beyond = ((Number) other).longValue() - expected;
      if (beyond != 0 && !(isTime && ROUNDED.contains(name) && beyond == 1)) {
        differences.add("%s: expected %d, got %s".formatted(path, expected, other));
      }
    } else if (base instanceof Record record) {
      compareRecords(path, isTime, record, (Record) other);
    } else if (base instanceof List<?> list) {
      compareAll(path, isTime, list, (List<?>) other);
    } else if (base instanceof Map<?, ?> map) {
      compareAll(
          path, isTime, List.copyOf(map.keySet()), List.copyOf(((Map<?, ?>) other).keySet()));
      compareAll(
          path, isTime, List.copyOf(map.values()), List.copyOf(((Map<?, ?>) other).values()));
    } else if (!Objects.equals(withoutTimes(base), withoutTimes(other))) {
      differences.add("%s: expected %s, got %s".formatted(path, base, other));
    }
  }

  /** Reports tell times in words. */
  private static Object withoutTimes(Object value) {
    return value instanceof String text
        ? text.replaceAll("[0-9.]+ (ns|us|ms|s)\\b", "some time")
        : value;
  }

  private void compareAll(String path, boolean isTime, List<?> base, List<?> other) {
    if (base.size() != other.size()) {
      differences.add("%s: expected %s, got %s".formatted(path, base, other));
      return;
    }
    Iterator<?> others = other.iterator();
    int index = 0;
    for (Object each : base) {
      compare(path + "[" + index++ + "]", "", isTime, each, others.next());
    }
  }

  private void compareRecords(String path, boolean isTime, Record base, Record other) {
    for (RecordComponent component : base.getClass().getRecordComponents()) {
      String name = component.getName();
      Object left = value(component, base);
      Object right = value(component, other);
      boolean childIsTime = !COUNTS.contains(name) && (isTime || name.endsWith("Ns"));
      if (!INCOMPARABLE.contains(name)) {
        compare(path + "." + name, name, childIsTime, left, right);
      }
    }
  }

  private static @Nullable Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
