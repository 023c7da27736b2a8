package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A map in the kernel whose keys are numbers from 0. */
final class BpfMap {

  private final Libbpf libbpf;
  private final MemorySegment map;
  private final int descriptor;

  BpfMap(Libbpf libbpf, MemorySegment map, int descriptor) {
    this.libbpf = libbpf;
    this.map = map;
    this.descriptor = descriptor;
  }

  int descriptor() {
    return descriptor;
  }

  /** Writes a value; all of it, at once. */
  void put(int key, MemorySegment value) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      libbpf.call(
          "bpf_map_update_elem",
          descriptor,
          arena.allocateFrom(ValueLayout.JAVA_INT, key),
          value,
          0L);
    }
  }

  /** Reads a value into {@code value}, which has room for it: of a per-CPU map, all CPUs'. */
  void get(int key, MemorySegment value) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      libbpf.call(
          "bpf_map_lookup_elem", descriptor, arena.allocateFrom(ValueLayout.JAVA_INT, key), value);
    }
  }

  /** Attaches the scheduler that this map of struct_ops is; answers the link that holds it. */
  MemorySegment attach() throws BpfException {
    return libbpf.callForPointer("bpf_map__attach_struct_ops", map);
  }
}
