package org.cellsched.sim.workload;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.core.cpu.Topology;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.engine.RandomStream;
import org.cellsched.sim.kernel.Kernel;

/**
 * The interrupts that come to a machine's CPUs. Draws are by number, from streams of each source
 * and CPU: when interrupts come and what they take depends on nothing that runs.
 */
public final class Interrupts {

  /** One source at one CPU. */
  private static final class Line {
    final int cpu;
    final Variate every;
    final Variate takes;
    long next;

    Line(int source, int cpu, InterruptSource of, long seed) {
      this.cpu = cpu;
      String name = "interrupt source %d at CPU %d".formatted(source, cpu);
      every = new Variate(of.every(), new RandomStream(seed, name, "every"));
      takes = new Variate(of.takes(), new RandomStream(seed, name, "takes"));
    }
  }

  private final EventQueue events;
  private final int firstEvent;
  private final Kernel kernel;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param firstEvent entity number of the first of {@link #count} events
   */
  public Interrupts(
      EventQueue events, int firstEvent, Kernel kernel, List<InterruptSource> sources, long seed) {
    this.events = events;
    this.firstEvent = firstEvent;
    this.kernel = kernel;
    for (int number = 0; number < sources.size(); number++) {
      InterruptSource source = sources.get(number);
      for (int cpu = 0; cpu < kernel.topology().cpuCount(); cpu++) {
        if (source.cpus() == null || source.cpus().contains(cpu)) {
          lines.add(new Line(number, cpu, source, seed));
          scheduleNext(lines.size() - 1);
        }
      }
    }
  }

  /** How many events all sources need: one for each source and CPU. */
  public static int count(List<InterruptSource> sources, Topology topology) {
    return sources.stream()
        .mapToInt(source -> source.cpus() == null ? topology.cpuCount() : source.cpus().size())
        .sum();
  }

  /** Handles event {@code number}, counted from the first. */
  public void arrive(int number) {
    Line line = lines.get(number);
    kernel.interrupt(line.cpu, line.takes.drawNs(line.next++));
    scheduleNext(number);
  }

  private void scheduleNext(int number) {
    Line line = lines.get(number);
    long atNs = events.nowNs() + Math.max(1, line.every.drawNs(line.next));
    if (atNs <= EventQueue.MAX_TIME_NS) {
      events.schedule(firstEvent + number, atNs);
    }
  }
}
