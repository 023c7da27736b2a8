package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A map in the kernel whose keys are numbers from 0. */
@SuppressWarnings("restricted") // the library says how long what it points to is
final class BpfMap {

  private final Libbpf libbpf;
  private final MemorySegment map;

  /** As the library told it; negative as long as it was not asked. */
  private int descriptor = -1;

  BpfMap(Libbpf libbpf, MemorySegment map) {
    this.libbpf = libbpf;
    this.map = map;
  }

  /** There is none before the object is loaded. */
  int descriptor() throws BpfException {
    if (descriptor < 0) {
      descriptor = libbpf.call("bpf_map__fd", map);
    }
    return descriptor;
  }

  /** Writes a value; all of it, at once. */
  void put(int key, MemorySegment value) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      libbpf.call(
          "bpf_map_update_elem",
          descriptor(),
          arena.allocateFrom(ValueLayout.JAVA_INT, key),
          value,
          0L);
    }
  }

  /** Reads a value into {@code value}, which has room for it: of a per-CPU map, all CPUs'. */
  void get(int key, MemorySegment value) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      libbpf.call(
          "bpf_map_lookup_elem",
          descriptor(),
          arena.allocateFrom(ValueLayout.JAVA_INT, key),
          value);
    }
  }

  /**
   * What a map of struct_ops will be made from, before the object is loaded: the C structure as it
   * was compiled, to be changed in place.
   */
  MemorySegment beforeLoad() throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocate(ValueLayout.JAVA_LONG);
      return libbpf
          .callForPointer("bpf_map__initial_value", map, size)
          .reinterpret(size.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  /** Attaches the scheduler that this map of struct_ops is; answers the link that holds it. */
  MemorySegment attach() throws BpfException {
    return libbpf.callForPointer("bpf_map__attach_struct_ops", map);
  }
}
