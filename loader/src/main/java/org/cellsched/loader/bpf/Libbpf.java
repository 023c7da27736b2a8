package org.cellsched.loader.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The library libbpf as it is installed on this machine: its functions as they are, with errors as
 * exceptions. What it prints is kept, for when a load fails.
 */
@SuppressWarnings("restricted") // that is what java.lang.foreign is here for
public final class Libbpf {

  private static final String LIBRARY = "libbpf.so.1";

  /** Older ones skip struct_ops that are attached by a link, and then fail obscurely. */
  private static final int[] OLDEST = {1, 4};

  /** What is kept of the log: its end, where the verifier says what it objects to. */
  private static final int LOG_CHARACTERS = 200_000;

  /** The verifier's log comes as one line. */
  private static final int LINE_BYTES = 16 << 20;

  /** LIBBPF_DEBUG of enum libbpf_print_level; what matters has a lower one. */
  private static final int DEBUG = 2;

  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodType ANY_CALL = MethodType.methodType(Object.class, Object[].class);

  private final SymbolLookup symbols;

  /** By name: to link a function takes a thousand times as long as to call it. */
  private final SortedMap<String, MethodHandle> linked = new TreeMap<>();

  private final StringBuilder log = new StringBuilder();
  private final MethodHandle format;
  private final MemorySegment line = untouched(LINE_BYTES);

  private Libbpf(SymbolLookup symbols) {
    this.symbols = symbols;
    format =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("vsnprintf"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
  }

  /** A version of libbpf. */
  public record Version(int major, int minor) {

    /** Whether it can load our scheduler: 1.4 or later. */
    public boolean isNewEnough() {
      return major > OLDEST[0] || (major == OLDEST[0] && minor >= OLDEST[1]);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /** Opens the library; empty if the dynamic linker does not find it. */
  public static Optional<Libbpf> open() {
    try {
      Libbpf libbpf = new Libbpf(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
      libbpf.keepLog();
      return Optional.of(libbpf);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public Version version() {
    return new Version(
        (int) invoke("libbpf_major_version", JAVA_INT),
        (int) invoke("libbpf_minor_version", JAVA_INT));
  }

  /** What libbpf printed so far, the verifier's log included. */
  String log() {
    return log.toString();
  }

  // --- calls: each function by its name and its one signature ---

  /** A function that answers 0 or more, or a negative errno. */
  int call(String function, Object... arguments) throws BpfException {
    int answer = (int) invoke(function, JAVA_INT, arguments);
    if (answer < 0) {
      throw new BpfException(function, -answer);
    }
    return answer;
  }

  /** A function that answers a pointer, or null and sets errno. */
  MemorySegment callForPointer(String function, Object... arguments) throws BpfException {
    MemorySegment answer = (MemorySegment) invoke(function, ADDRESS, arguments);
    if (answer.equals(MemorySegment.NULL)) {
      throw new BpfException(function, errno());
    }
    return answer;
  }

  /** A function whose answer, if it has one, says nothing. */
  void run(String function, Object... arguments) {
    invoke(function, JAVA_INT, arguments);
  }

  private Object invoke(String function, MemoryLayout answer, Object... arguments) {
    try {
      MethodHandle handle = linked.get(function);
      if (handle == null) {
        handle = link(function, answer, arguments);
        linked.put(function, handle);
      }
      return (Object) handle.invokeExact(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called", e);
    }
  }

  private MethodHandle link(String function, MemoryLayout answer, Object... arguments) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(answer);
    for (Object argument : arguments) {
      descriptor =
          descriptor.appendArgumentLayouts(
              switch (argument) {
                case MemorySegment pointer -> ADDRESS;
                case Integer number -> JAVA_INT;
                case Long number -> JAVA_LONG;
                default -> throw new IllegalArgumentException("no such argument: " + argument);
              });
    }
    return LINKER
        .downcallHandle(symbols.findOrThrow(function), descriptor)
        .asSpreader(Object[].class, arguments.length)
        .asType(ANY_CALL);
  }

  /** Of the last call that failed in this thread; nothing of ours comes between. */
  private static int errno() {
    try {
      MemorySegment location =
          (MemorySegment)
              LINKER
                  .downcallHandle(
                      LINKER.defaultLookup().findOrThrow("__errno_location"),
                      FunctionDescriptor.of(ADDRESS))
                  .invoke();
      return location.reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw new IllegalStateException("errno cannot be read", e);
    }
  }

  // --- log ---

  /**
   * Memory that takes no room until it is written to: malloc's, as Java would fill it with zeros.
   */
  private static MemorySegment untouched(long bytes) {
    try {
      MemorySegment memory =
          (MemorySegment)
              LINKER
                  .downcallHandle(
                      LINKER.defaultLookup().findOrThrow("malloc"),
                      FunctionDescriptor.of(ADDRESS, JAVA_LONG))
                  .invokeExact(bytes);
      if (memory.equals(MemorySegment.NULL)) {
        throw new OutOfMemoryError("no " + bytes + " bytes for the log of libbpf");
      }
      return memory.reinterpret(bytes);
    } catch (Throwable e) {
      throw new IllegalStateException("no memory for the log of libbpf", e);
    }
  }

  private void keepLog() {
    try {
      MethodHandle printed =
          MethodHandles.lookup()
              .bind(
                  this,
                  "printed",
                  MethodType.methodType(
                      int.class, int.class, MemorySegment.class, MemorySegment.class));
      MemorySegment callback =
          LINKER.upcallStub(
              printed, FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), Arena.global());
      invoke("libbpf_set_print", ADDRESS, callback);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("libbpf's log cannot be kept", e);
    }
  }

  /** Called by libbpf: a line, with its arguments as a va_list. */
  @SuppressWarnings("UnusedMethod") // by libbpf
  private int printed(int level, MemorySegment text, MemorySegment arguments) {
    if (level >= DEBUG) {
      return 0; // each step of each relocation, thousands of lines
    }
    try {
      int length = (int) format.invokeExact(line, (long) LINE_BYTES, text, arguments);
      log.append(line.getString(0));
      if (log.length() > LOG_CHARACTERS) {
        log.delete(0, log.length() - LOG_CHARACTERS);
      }
      return length;
    } catch (Throwable e) {
      return 0; // nothing may be thrown into libbpf
    }
  }
}
