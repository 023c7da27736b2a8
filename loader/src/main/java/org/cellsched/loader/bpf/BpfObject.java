package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** An object file of BPF programs and maps, opened by libbpf. */
final class BpfObject implements AutoCloseable {

  private final Libbpf libbpf;
  private final MemorySegment object;

  private BpfObject(Libbpf libbpf, MemorySegment object) {
    this.libbpf = libbpf;
    this.object = object;
  }

  static BpfObject open(Libbpf libbpf, Path file) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      return new BpfObject(
          libbpf,
          libbpf.callForPointer(
              "bpf_object__open_file", arena.allocateFrom(file.toString()), MemorySegment.NULL));
    }
  }

  /** Makes its maps and has the verifier look at its programs. */
  void load() throws BpfException {
    libbpf.call("bpf_object__load", object);
  }

  BpfMap map(String name) throws BpfException {
    MemorySegment map = find("bpf_object__find_map_by_name", name);
    return new BpfMap(libbpf, map, libbpf.call("bpf_map__fd", map));
  }

  /** File descriptor of a program. */
  int program(String name) throws BpfException {
    return libbpf.call("bpf_program__fd", find("bpf_object__find_program_by_name", name));
  }

  private MemorySegment find(String function, String name) throws BpfException {
    try (Arena arena = Arena.ofConfined()) {
      return libbpf.callForPointer(function, object, arena.allocateFrom(name));
    }
  }

  @Override
  public void close() {
    libbpf.run("bpf_object__close", object);
  }
}
