package org.cellsched.loader.bpf;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The library libbpf as it is installed on this machine. */
@SuppressWarnings("restricted") // that is what java.lang.foreign is here for
public final class Libbpf {

  private static final String LIBRARY = "libbpf.so.1";

  /** Older ones skip struct_ops that are attached by a link, and then fail obscurely. */
  private static final int[] OLDEST = {1, 4};

  private final SymbolLookup symbols;

  private Libbpf(SymbolLookup symbols) {
    this.symbols = symbols;
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
      return Optional.of(new Libbpf(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public Version version() {
    return new Version(call("libbpf_major_version"), call("libbpf_minor_version"));
  }

  private int call(String function) {
    MemorySegment symbol = symbols.findOrThrow(function);
    MethodHandle handle =
        Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT));
    try {
      return (int) handle.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException(function + " cannot be called", e);
    }
  }
}
