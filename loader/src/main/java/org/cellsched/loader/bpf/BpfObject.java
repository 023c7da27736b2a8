package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object file of BPF programs and maps, opened by libbpf. */
final class BpfObject implements AutoCloseable {

  private final Libbpf libbpf;
  private final MemorySegment object;
  private final SortedMap<String, BpfMap> maps = new TreeMap<>();

  /** By name, once it has run; there is none before the object is loaded. */
  private final SortedMap<String, Integer> programDescriptors = new TreeMap<>();

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
    BpfMap map = maps.get(name);
    if (map == null) {
      map = new BpfMap(libbpf, find("bpf_object__find_map_by_name", name));
      maps.put(name, map);
    }
    return map;
  }

  /** Attaches a program to what its section names; answers the link that holds it. */
  MemorySegment attach(String program) throws BpfException {
    return libbpf.callForPointer(
        "bpf_program__attach", find("bpf_object__find_program_by_name", program));
  }

  /**
   * Runs a program of type syscall with these bytes as its context, and answers what it answers.
   *
   * @param context null for none
   */
  int run(String program, @Nullable MemorySegment context) throws BpfException {
    int descriptor = descriptor(program);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment options = arena.allocate(TestRunOptions.SIZE, Long.BYTES);
      options.set(ValueLayout.JAVA_LONG, 0, TestRunOptions.SIZE);
      if (context != null) {
        options.set(ValueLayout.ADDRESS, TestRunOptions.CONTEXT, context);
        options.set(ValueLayout.JAVA_INT, TestRunOptions.CONTEXT_SIZE, (int) context.byteSize());
      }
      libbpf.call("bpf_prog_test_run_opts", descriptor, options);
      return options.get(ValueLayout.JAVA_INT, TestRunOptions.ANSWER);
    }
  }

  private int descriptor(String program) throws BpfException {
    Integer descriptor = programDescriptors.get(program);
    if (descriptor == null) {
      descriptor =
          libbpf.call("bpf_program__fd", find("bpf_object__find_program_by_name", program));
      programDescriptors.put(program, descriptor);
    }
    return descriptor;
  }

  /** struct bpf_test_run_opts of libbpf's bpf.h. */
  private static final class TestRunOptions {
    static final int CONTEXT = 32;
    static final int CONTEXT_SIZE = 48;
    static final int ANSWER = 56;
    static final int SIZE = 80;

    private TestRunOptions() {}
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
