package org.cellsched.loader.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.loader.bpf.DataPlaneSetup;
import org.cellsched.loader.bpf.Libbpf;
import org.cellsched.loader.check.Finding;
import org.cellsched.loader.control.AttachableDataPlane;
import org.cellsched.loader.control.AttachableDataPlane.DataPlaneException;
import org.cellsched.loader.control.KernelPlane;
import org.cellsched.loader.topology.MachineTopology;
import org.jspecify.annotations.Nullable;

/** This machine's kernel, reached through libbpf and the BPF object beside the program. */
final class RealKernel implements RunCommand.Kernel {

  private static final String OBJECT = "cells.bpf.o";

  /** Opened once: what it prints is kept for as long as the process lives. */
  private @Nullable Libbpf opened;

  @Override
  public List<Finding> findings(@Nullable Path object) {
    return List.of(library(), findingOf(orBuiltWithThis(object)));
  }

  private Finding library() {
    Optional<Libbpf.Version> version = libbpf().map(Libbpf::version);
    String advice = "install libbpf 1.4 or later (Debian 13 has it; on 12, from backports)";
    if (version.isEmpty()) {
      return Finding.missing("libbpf", "not found", advice);
    }
    return version.get().isNewEnough()
        ? Finding.ok("libbpf", version.get().toString())
        : Finding.missing("libbpf", version.get() + " is too old", advice);
  }

  private static Finding findingOf(Path object) {
    return Files.isReadable(object)
        ? Finding.ok("BPF object", "built")
        : Finding.missing(
            "BPF object",
            "no " + object,
            "install clang 16 or newer (package clang-19) and build again, or name one that was"
                + " built elsewhere; only the build needs clang");
  }

  private Optional<Libbpf> libbpf() {
    if (opened == null) {
      opened = Libbpf.open().orElse(null);
    }
    return Optional.ofNullable(opened);
  }

  @Override
  public AttachableDataPlane load(
      @Nullable Path object,
      PolicyConfig policy,
      MachineTopology machine,
      String cellParent,
      long watchdogNs)
      throws DataPlaneException {
    Libbpf libbpf = libbpf().orElseThrow(() -> new DataPlaneException("libbpf is not found"));
    return KernelPlane.load(
        libbpf,
        new DataPlaneSetup(
            orBuiltWithThis(object),
            policy.dataPlane(),
            machine.topology(),
            Math.max(0, machine.hotplugSeq()),
            cellParent,
            watchdogNs));
  }

  /** The one built with this program lies beside the jar. */
  private static Path orBuiltWithThis(@Nullable Path object) {
    if (object != null) {
      return object;
    }
    try {
      Path program =
          Path.of(RealKernel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return program.resolveSibling(OBJECT);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("where this program lies is not to be found", e);
    }
  }
}
