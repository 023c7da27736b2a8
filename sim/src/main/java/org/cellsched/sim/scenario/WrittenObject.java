package org.cellsched.sim.scenario;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.cellsched.core.cpu.CpuList;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.host.yaml.Scalars;
import org.jspecify.annotations.Nullable;

/** A mapping to be written, in which what is as by default is left out. */
final class WrittenObject {

  private final SequencedMap<String, Object> entries = new LinkedHashMap<>();

  /** An object with this entry. */
  static WrittenObject of(String key, Object value) {
    return new WrittenObject().put(key, value);
  }

  WrittenObject put(String key, Object value) {
    entries.put(key, value instanceof WrittenObject object ? object.entries : value);
    return this;
  }

  /** Unless it is missing or equals the default. */
  WrittenObject put(String key, @Nullable Object value, @Nullable Object byDefault) {
    return value == null || Objects.equals(value, byDefault) ? this : put(key, value);
  }

  WrittenObject putTime(String key, @Nullable Long ns, @Nullable Long byDefaultNs) {
    return ns == null || ns.equals(byDefaultNs) ? this : put(key, Scalars.formatNs(ns));
  }

  WrittenObject putCpus(String key, @Nullable CpuMask cpus) {
    return cpus == null ? this : put(key, CpuList.format(cpus));
  }

  /** Unless there is nothing in it. */
  WrittenObject putFilled(String key, WrittenObject object) {
    return object.entries.isEmpty() ? this : put(key, object);
  }

  /** The entries in their order. */
  SequencedMap<String, Object> entries() {
    return entries;
  }
}
