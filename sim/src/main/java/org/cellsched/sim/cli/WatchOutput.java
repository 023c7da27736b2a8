package org.cellsched.sim.cli;

import java.util.concurrent.TimeUnit;
import org.cellsched.host.cli.Console;
import org.cellsched.host.cli.Interruption;
import org.cellsched.host.table.LiveText;
import org.cellsched.host.table.Page;
import org.cellsched.host.table.Screen;
import org.cellsched.sim.Progress;
import org.cellsched.sim.RunResult;
import org.cellsched.sim.scenario.Scenario;
import org.cellsched.sim.trace.RunObserver;
import org.cellsched.sim.watch.CellWatch;
import org.cellsched.sim.watch.WatchPage;
import org.jspecify.annotations.Nullable;

/**
 * Shows cells on standard error while a run goes on: drawn in place on a terminal, else a table for
 * each tenth of the run, which is the same in every run.
 */
final class WatchOutput implements RunOutput, Progress {

  /** Ten frames a second: nobody reads faster. */
  private static final long FRAME_NS = 100_000_000;

  /** A frame that is due in so little time comes now: else one at its pace comes twice as late. */
  private static final long SLACK_NS = 10_000_000;

  private static final long SIZE_IS_VALID_NS = 500_000_000;

  /** Simulated; how often a run at full speed asks whether a frame is due. */
  private static final long LOOK_NS = 1_000_000;

  /** An interrupt is noticed within so much. */
  private static final long LONGEST_NAP_MS = 50;

  private static final int PLAIN_FRAMES = 10;

  private final Console console;
  private final Interruption interruption;
  private final long durationNs;
  private final @Nullable Double speed;
  private final WatchPage page;
  private final LiveText live;
  private final CellWatch watch = new CellWatch(this::look);
  private final long startedNs = System.nanoTime();
  private long drawnNs = startedNs - FRAME_NS;
  private long measuredNs;
  private Screen.@Nullable Size size;

  /**
   * @param speed simulated seconds in a second; null for as fast as it goes
   */
  WatchOutput(
      Scenario scenario, @Nullable Double speed, Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
    this.speed = speed;
    durationNs = scenario.durationNs();
    page = new WatchPage(scenario.name(), durationNs);
    live = new LiveText(console.err(), console.errScreen());
  }

  @Override
  public RunObserver observer() {
    return watch;
  }

  /** Time passes on a machine that idles too. */
  @Override
  public boolean reached(long simulatedNs, long ofNs) {
    watch.reached(simulatedNs);
    return !interruption.isPending();
  }

  /** Keeps the pace, shows a frame if one is due, and answers when to look next. */
  private long look(long nowNs) {
    keepPace(nowNs);
    if (!console.terminal()) {
      return plainFrame(nowNs);
    }
    long realNs = System.nanoTime();
    if (realNs - drawnNs >= FRAME_NS - SLACK_NS && nowNs > 0) {
      drawnNs = realNs;
      live.draw(size(realNs), into -> page.print(watch.frame(nowNs), into));
    }
    return nowNs + (speed == null ? LOOK_NS : Math.max(1, (long) (FRAME_NS * speed)));
  }

  private long plainFrame(long nowNs) {
    if (nowNs > 0) {
      Page plain = new Page(console.err());
      plain.println();
      page.print(watch.frame(nowNs), plain);
      plain.flush();
    }
    long tenths = nowNs * PLAIN_FRAMES / durationNs;
    return (tenths + 1) * durationNs / PLAIN_FRAMES;
  }

  private void keepPace(long nowNs) {
    if (speed == null) {
      return;
    }
    long dueNs = startedNs + (long) (nowNs / speed);
    try {
      for (long leftNs = dueNs - System.nanoTime();
          leftNs > 0 && !interruption.isPending();
          leftNs = dueNs - System.nanoTime()) {
        Thread.sleep(Math.min(LONGEST_NAP_MS, TimeUnit.NANOSECONDS.toMillis(leftNs) + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asked for anew now and then: people resize their windows. */
  private Screen.Size size(long realNs) {
    Screen.Size known = size;
    if (known == null || realNs - measuredNs >= SIZE_IS_VALID_NS) {
      measuredNs = realNs;
      known = console.errScreen().size();
      size = known;
    }
    return known;
  }

  @Override
  public void finished(RunResult result) {
    close();
  }

  @Override
  public void close() {
    live.close();
  }
}
