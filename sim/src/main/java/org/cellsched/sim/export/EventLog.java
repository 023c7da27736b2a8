package org.cellsched.sim.export;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.cellsched.sim.trace.RunObserver;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvSchema;

/**
 * Writes every event of a run for scripts, one a line, in the order in which they happened: as JSON
 * or with the same columns as CSV. docs/trace.md has the columns and the events.
 *
 * <p>Each event costs O(1). What the stream throws ends the run.
 */
public final class EventLog implements RunObserver, AutoCloseable {

  /** How the lines look. */
  public enum Format {
    /** A JSON object a line; what an event does not have is left out. */
    JSON_LINES {
      @Override
      JsonGenerator open(OutputStream file) {
        return JsonMapper.shared().writer().withRootValueSeparator("\n").createGenerator(file);
      }

      @Override
      void finish(OutputStream file) throws IOException {
        file.write('\n');
      }
    },
    /** Comma-separated, the names of the columns first; what is not there is empty. */
    CSV {
      @Override
      JsonGenerator open(OutputStream file) {
        CsvSchema.Builder columns = CsvSchema.builder();
        COLUMNS.forEach(columns::addColumn);
        return new CsvMapper().writer(columns.setUseHeader(true).build()).createGenerator(file);
      }

      @Override
      void finish(OutputStream file) {
        // Each line has its end.
      }
    };

    abstract JsonGenerator open(OutputStream file);

    /** Writes what is still missing when all events are out. */
    abstract void finish(OutputStream file) throws IOException;
  }

  /** In this order, in both formats. */
  static final List<String> COLUMNS =
      List.of("timeNs", "event", "cpu", "taskId", "task", "cell", "ns", "detail");

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NO_CPU = -1;
  private static final long NO_NS = -1;

  private final Format format;
  private final OutputStream file;
  private final JsonGenerator out;

  /** By CPU, what the task there ran since it was switched in. */
  private long[] ranNs = new long[0];

  /** By task, whether it began. */
  private boolean[] begun = new boolean[0];

  /** The plan that the controller wants applied: it may be refused. */
  private ControllerEffect.@Nullable ApplyPlan wanted;

  private Kernel kernel;
  private Tenants tenants;
  private Ownership ownership;

  /** Writes to this stream, which {@link #close} closes. */
  @SuppressWarnings("NullAway.Init") // The machine comes with begins.
  public EventLog(OutputStream file, Format format) {
    this.format = format;
    this.file = new BufferedOutputStream(file, BUFFER_BYTES);
    out = format.open(uncloseable(this.file));
  }

  /** The generator closes what it writes to, and we have a last word to say. */
  private static OutputStream uncloseable(OutputStream target) {
    return new FilterOutputStream(target) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void begins(Kernel machine, Tenants known, Ownership owned) {
    kernel = machine;
    tenants = known;
    ownership = owned;
    ranNs = new long[kernel.cpus().size()];
  }

  // --- tasks

  @Override
  public void reclassified(long nowNs, Task task) {
    if (task.id() >= begun.length) {
      begun = Arrays.copyOf(begun, Math.max(task.id() + 1, 2 * begun.length));
    }
    String event = begun[task.id()] ? "change" : "begin";
    begun[task.id()] = true;
    row(
        nowNs,
        event,
        NO_CPU,
        task,
        NO_NS,
        "weight %d, CPUs %s".formatted(tenants.weightOf(task), task.affinity()));
  }

  @Override
  public void woke(long nowNs, Task task) {
    row(nowNs, "wake", task.cpu(), task, NO_NS, null);
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    row(nowNs, "decide", cpu, task, NO_NS, decision.name());
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    ranNs[cpu.id()] = 0;
    row(nowNs, "run", cpu.id(), task, runsFromNs - nowNs, moved.name());
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ran) {
    ranNs[cpu.id()] += ran;
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    row(nowNs, "stop", cpu.id(), task, ranNs[cpu.id()], runnable ? "waits" : "sleeps");
  }

  @Override
  public void exited(long nowNs, Task task) {
    row(nowNs, "exit", NO_CPU, task, NO_NS, null);
  }

  @Override
  public void throttled(long nowNs, Task task) {
    row(nowNs, task.isThrottled() ? "throttle" : "unthrottle", NO_CPU, task, NO_NS, null);
  }

  // --- CPUs

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    switch (cpu.state()) {
      case IDLE -> row(nowNs, "idle", cpu.id(), null, NO_NS, null);
      case TAKEN -> row(nowNs, "taken", cpu.id(), null, NO_NS, null);
      case OFFLINE -> row(nowNs, "offline", cpu.id(), null, NO_NS, null);
      case BUSY -> {
        // The task follows at once.
      }
    }
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    row(nowNs, "interrupt", cpu.id(), null, ns, "from " + fromNs);
  }

  // --- requests

  @Override
  public void arrived(long nowNs, int stream) {
    row(nowNs, "arrive", NO_CPU, null, NO_NS, "stream " + stream);
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    row(nowNs, "serve", server.cpu(), server, nowNs - arrivedNs, null);
  }

  // --- plans

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan plan) {
        wanted = plan;
      }
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    ControllerEffect.ApplyPlan asked = wanted;
    String reason =
        asked != null && asked.plan().generation() == plan.generation() ? asked.reason() : "";
    write(nowNs, "plan", NO_CPU, null, null, NO_NS, reason);
    for (int tenant = 0; tenant < tenants.count(); tenant++) {
      if (ownership.hasCell(tenant)) {
        String cell = tenants.names().get(tenant);
        write(nowNs, "own", NO_CPU, null, cell, NO_NS, ownership.primaryOf(tenant).toString());
        write(
            nowNs,
            "mayBorrow",
            NO_CPU,
            null,
            cell,
            NO_NS,
            ownership.borrowableOf(tenant).toString());
      }
    }
  }

  // --- the end

  @Override
  public void ends(long nowNs) {
    for (Cpu cpu : kernel.cpus()) {
      Task task = cpu.current();
      if (task != null) {
        row(nowNs, "end", cpu.id(), task, ranNs[cpu.id()], null);
      }
    }
  }

  private void row(
      long timeNs, String event, int cpu, @Nullable Task task, long ns, @Nullable String detail) {
    String cell = task == null ? null : tenants.names().get(tenants.of(task));
    write(timeNs, event, cpu, task, cell, ns, detail);
  }

  private void write(
      long timeNs,
      String event,
      int cpu,
      @Nullable Task task,
      @Nullable String cell,
      long ns,
      @Nullable String detail) {
    out.writeStartObject();
    out.writeNumberProperty("timeNs", timeNs);
    out.writeStringProperty("event", event);
    if (cpu != NO_CPU) {
      out.writeNumberProperty("cpu", cpu);
    }
    if (task != null) {
      out.writeNumberProperty("taskId", task.id());
      out.writeStringProperty("task", task.name());
    }
    if (cell != null) {
      out.writeStringProperty("cell", cell);
    }
    if (ns != NO_NS) {
      out.writeNumberProperty("ns", ns);
    }
    if (detail != null) {
      out.writeStringProperty("detail", detail);
    }
    out.writeEndObject();
  }

  /** What is still in memory goes out; a run that failed leaves whole lines. */
  @Override
  public void close() {
    out.close();
    try (file) {
      format.finish(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
