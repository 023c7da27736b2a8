package org.cellsched.sim.workload;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.engine.RandomStream;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Programs;
import org.cellsched.sim.kernel.Task;
import org.jspecify.annotations.Nullable;

/**
 * What all tasks do, step by step, and the requests that arrive for them.
 *
 * <p>Draws are by number: run k of a task takes draw k of that task's stream, so no task's draws
 * depend on another's, nor on the scheduler.
 */
public final class Workload implements Programs {

  /** Work without end, that can still be added to a time. */
  private static final long ENDLESS_NS = Long.MAX_VALUE / 4;

  private static final long NO_REQUEST = -1;

  /** Where a task is in its behaviour. */
  private static final class Progress {
    final Behaviour behaviour;
    final @Nullable Variate run;
    final @Nullable Variate sleep;
    final @Nullable RequestQueue requests;
    long startedNs = NO_REQUEST;
    long runs;
    long wakeAtNs;
    long requestArrivedNs = NO_REQUEST;

    Progress(Behaviour behaviour, @Nullable RequestQueue requests, long seed, String name) {
      this.behaviour = behaviour;
      this.requests = requests;
      run = variate(runOf(behaviour), seed, name, "run");
      sleep =
          behaviour instanceof Behaviour.RunSleep runSleep
              ? variate(runSleep.sleep(), seed, name, "sleep")
              : null;
    }

    private static @Nullable Distribution runOf(Behaviour behaviour) {
      return switch (behaviour) {
        case Behaviour.RunSleep runSleep -> runSleep.run();
        case Behaviour.Periodic periodic -> periodic.run();
        case Behaviour.RunOnce once -> once.run();
        case Behaviour.Spin spin -> null;
        case Behaviour.Serve serve -> null;
      };
    }

    private static @Nullable Variate variate(
        @Nullable Distribution distribution, long seed, String name, String purpose) {
      return distribution == null
          ? null
          : new Variate(distribution, new RandomStream(seed, name, purpose));
    }
  }

  private final EventQueue events;
  private final int firstArrivalEvent;
  private final long seed;
  private final RequestObserver observer;
  private final List<Progress> progressOf = new ArrayList<>();
  private final List<RequestQueue> requestQueues = new ArrayList<>();
  private @Nullable Kernel kernel;

  /**
   * @param firstArrivalEvent entity number of the first request queue's arrivals; queue i has the
   *     i-th after it
   */
  public Workload(EventQueue events, int firstArrivalEvent, long seed, RequestObserver observer) {
    this.events = events;
    this.firstArrivalEvent = firstArrivalEvent;
    this.seed = seed;
    this.observer = observer;
  }

  /** Says which kernel the tasks run on: the one that asks this workload. */
  public void attach(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Makes a request queue and answers its number; requests come from the first server's start on.
   */
  public int createRequestQueue(Behaviour.Serve serve, String name, long startNs) {
    requestQueues.add(new RequestQueue(requestQueues.size(), serve, seed, name, startNs));
    return requestQueues.size() - 1;
  }

  /** Says what a task does; tasks are told in order of their numbers. */
  public void assign(Task task, Behaviour behaviour, int requestQueue) {
    if (task.id() != progressOf.size()) {
      throw new IllegalArgumentException(task + " is number " + task.id() + ", not the next");
    }
    RequestQueue requests =
        behaviour instanceof Behaviour.Serve ? requestQueues.get(requestQueue) : null;
    progressOf.add(new Progress(behaviour, requests, seed, task.name()));
  }

  /** A server's requests begin to arrive with its queue's first server. */
  @Override
  public void starting(Task task) {
    Progress progress = progressOf.get(task.id());
    progress.startedNs = events.nowNs();
    RequestQueue requests = progress.requests;
    if (requests != null && requests.liveServers++ == 0) {
      scheduleArrival(requests.number);
    }
  }

  /** What an ended server was woken for goes to another, and no request comes for nobody. */
  @Override
  public void ended(Task task) {
    RequestQueue requests = progressOf.get(task.id()).requests;
    if (requests == null || progressOf.get(task.id()).startedNs < 0) {
      return;
    }
    requests.waitingServers().remove(task);
    requests.liveServers--;
    if (requests.liveServers == 0) {
      events.cancel(firstArrivalEvent + requests.number);
    } else if (requests.hasRequest()) {
      wakeServer(requests);
    }
  }

  /** A request arrives at queue {@code requestQueue}. */
  public void arrive(int requestQueue) {
    RequestQueue requests = requestQueues.get(requestQueue);
    requests.arrive(events.nowNs());
    scheduleArrival(requestQueue);
    wakeServer(requests);
  }

  private void wakeServer(RequestQueue requests) {
    Task server = requests.waitingServers().poll();
    if (server != null && kernel != null) {
      kernel.wake(server);
    }
  }

  private void scheduleArrival(int requestQueue) {
    long atNs = Math.max(events.nowNs(), requestQueues.get(requestQueue).nextArrivalNs());
    if (atNs <= EventQueue.MAX_TIME_NS) {
      events.schedule(firstArrivalEvent + requestQueue, atNs);
    }
  }

  @Override
  public long wakeAtNs(Task task) {
    return progressOf.get(task.id()).wakeAtNs;
  }

  @Override
  public Step next(Task task, long nowNs) {
    Progress progress = progressOf.get(task.id());
    return switch (progress.behaviour) {
      case Behaviour.Spin spin -> {
        task.giveWork(ENDLESS_NS);
        yield Step.RUN;
      }
      case Behaviour.RunSleep runSleep -> runThenSleep(task, progress, nowNs);
      case Behaviour.Periodic periodic -> nextJob(task, progress, periodic.everyNs(), nowNs);
      case Behaviour.RunOnce once -> {
        boolean ran = progress.runs > 0;
        giveRun(task, progress);
        yield ran ? Step.EXIT : Step.RUN;
      }
      case Behaviour.Serve serve -> nextRequest(task, progress, nowNs);
    };
  }

  /** The next run's length is settled before the sleep, so that the task wakes with work to do. */
  private Step runThenSleep(Task task, Progress progress, long nowNs) {
    boolean first = progress.runs == 0;
    giveRun(task, progress);
    if (first || progress.sleep == null) {
      return Step.RUN;
    }
    long sleepNs = progress.sleep.drawNs(progress.runs - 2);
    return sleepNs == 0 ? Step.RUN : sleepUntil(progress, nowNs + sleepNs);
  }

  /** Job k is due at start + k periods; one that is due already follows at once. */
  private Step nextJob(Task task, Progress progress, long everyNs, long nowNs) {
    long dueNs = progress.startedNs + progress.runs * everyNs;
    giveRun(task, progress);
    return dueNs <= nowNs ? Step.RUN : sleepUntil(progress, dueNs);
  }

  private Step nextRequest(Task task, Progress progress, long nowNs) {
    RequestQueue requests = progress.requests;
    if (requests == null) {
      throw new IllegalStateException(task + " serves no queue");
    }
    if (progress.requestArrivedNs != NO_REQUEST) {
      observer.completed(nowNs, task, progress.requestArrivedNs);
      progress.requestArrivedNs = NO_REQUEST;
    }
    if (requests.hasRequest()) {
      progress.requestArrivedNs = requests.firstArrivalNs();
      task.giveWork(requests.take());
      return Step.RUN;
    }
    requests.waitingServers().add(task);
    return Step.WAIT;
  }

  private void giveRun(Task task, Progress progress) {
    if (progress.run != null) {
      task.giveWork(Math.max(1, progress.run.drawNs(progress.runs++)));
    }
  }

  private Step sleepUntil(Progress progress, long timeNs) {
    progress.wakeAtNs = timeNs;
    return timeNs > EventQueue.MAX_TIME_NS ? Step.WAIT : Step.SLEEP;
  }
}
