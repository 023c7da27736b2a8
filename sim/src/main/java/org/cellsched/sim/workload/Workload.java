package org.cellsched.sim.workload;

import java.util.ArrayList;
import java.util.List;
import org.cellsched.sim.engine.EventQueue;
import org.cellsched.sim.engine.RandomStream;
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

  private static final long NOT_STARTED = -1;

  /** Where a task is in its behaviour. */
  private static final class Progress {
    final Behaviour behaviour;
    final @Nullable Variate run;
    final @Nullable Variate sleep;
    final @Nullable RequestStream stream;
    final @Nullable RequestQueue requests;
    final @Nullable ProgramRun program;
    long startedNs = NOT_STARTED;
    long runs;
    long wakeAtNs;
    @Nullable Request serving;

    Progress(
        Behaviour behaviour,
        @Nullable RequestStream stream,
        @Nullable RequestQueue requests,
        @Nullable ProgramRun program,
        long seed,
        String name) {
      this.behaviour = behaviour;
      this.stream = stream;
      this.requests = requests;
      this.program = program;
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
        case Behaviour.Follow follow -> null;
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
  private final List<RequestStream> streams = new ArrayList<>();
  private final MeetingPoints meetingPoints = new MeetingPoints();
  private @Nullable Surroundings surroundings;

  /**
   * @param firstArrivalEvent entity number of the first request stream's arrivals; stream i has the
   *     i-th after it
   */
  public Workload(EventQueue events, int firstArrivalEvent, long seed, RequestObserver observer) {
    this.events = events;
    this.firstArrivalEvent = firstArrivalEvent;
    this.seed = seed;
    this.observer = observer;
  }

  /** Says what the tasks run on. Before the first task is assigned. */
  public void attach(Surroundings world) {
    surroundings = world;
  }

  private Surroundings surroundings() {
    if (surroundings == null) {
      throw new IllegalStateException("the workload is not attached to a kernel");
    }
    return surroundings;
  }

  /**
   * Makes a stream of requests with its queues and answers its number; requests come from the first
   * server's start on.
   *
   * @param arrivals when they come; what {@code serve} says of that was adapted to this stream
   */
  public int createStream(
      Arrivals arrivals, Behaviour.Serve serve, String name, int queues, long startNs) {
    streams.add(new RequestStream(streams.size(), arrivals, serve, seed, name, queues, startNs));
    return streams.size() - 1;
  }

  /** Says that {@code tasks} tasks will follow a program: they are waited for at its barriers. */
  public void expect(Program program, int tasks) {
    program.steps().stream()
        .filter(Program.Barrier.class::isInstance)
        .map(step -> ((Program.Barrier) step).name())
        .distinct()
        .forEach(barrier -> meetingPoints.join(barrier, tasks));
  }

  /** Says what a task does; tasks are told in order of their numbers. */
  public void assign(Task task, Behaviour behaviour) {
    ProgramRun program =
        behaviour instanceof Behaviour.Follow(Program followed)
            ? new ProgramRun(followed, meetingPoints, surroundings(), seed, task.name())
            : null;
    assign(task, new Progress(behaviour, null, null, program, seed, task.name()));
  }

  /** Says that a task serves the requests in queue {@code queue} of a stream. */
  public void assignServer(Task task, Behaviour.Serve serve, int stream, int queue) {
    RequestStream requests = streams.get(stream);
    assign(task, new Progress(serve, requests, requests.queue(queue), null, seed, task.name()));
  }

  private void assign(Task task, Progress progress) {
    if (task.id() != progressOf.size()) {
      throw new IllegalArgumentException(task + " is number " + task.id() + ", not the next");
    }
    progressOf.add(progress);
  }

  /** A server's requests begin to arrive with its stream's first server. */
  @Override
  public void starting(Task task) {
    Progress progress = progressOf.get(task.id());
    progress.startedNs = events.nowNs();
    if (progress.program != null) {
      progress.program.started(events.nowNs());
    }
    RequestStream stream = progress.stream;
    if (stream != null && stream.liveServers++ == 0) {
      scheduleArrival(stream);
    }
  }

  /** What an ended server was woken for goes to another, and no request comes for nobody. */
  @Override
  public void ended(Task task) {
    Progress progress = progressOf.get(task.id());
    if (progress.startedNs == NOT_STARTED) {
      return;
    }
    if (progress.program != null) {
      progress.program.ended(task);
    }
    RequestStream stream = progress.stream;
    RequestQueue requests = progress.requests;
    if (stream == null || requests == null) {
      return;
    }
    requests.waitingServers().remove(task);
    stream.liveServers--;
    if (progress.serving != null) {
      stream.served(progress.serving, events.nowNs());
      progress.serving = null;
    }
    if (stream.liveServers == 0) {
      events.cancel(firstArrivalEvent + stream.number);
    } else {
      scheduleArrival(stream);
      if (requests.hasPart()) {
        wakeServer(requests);
      }
    }
  }

  /** A request arrives in stream {@code number}. */
  public void arrive(int number) {
    RequestStream stream = streams.get(number);
    List<RequestQueue> targets = stream.arrive(events.nowNs());
    scheduleArrival(stream);
    targets.forEach(this::wakeServer);
  }

  private void wakeServer(RequestQueue requests) {
    Task server = requests.waitingServers().poll();
    if (server != null) {
      surroundings().wake(server);
    }
  }

  private void scheduleArrival(RequestStream stream) {
    long nextNs = stream.nextArrivalNs();
    if (nextNs <= EventQueue.MAX_TIME_NS) {
      events.schedule(firstArrivalEvent + stream.number, Math.max(events.nowNs(), nextNs));
    }
  }

  @Override
  public long wakeAtNs(Task task) {
    Progress progress = progressOf.get(task.id());
    return progress.program == null ? progress.wakeAtNs : progress.program.wakeAtNs();
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
      case Behaviour.Follow follow -> nextInProgram(task, progress, nowNs);
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
    RequestStream stream = progress.stream;
    RequestQueue requests = progress.requests;
    if (stream == null || requests == null) {
      throw new IllegalStateException(task + " serves no queue");
    }
    Request done = progress.serving;
    if (done != null && stream.served(done, nowNs)) {
      observer.completed(nowNs, task, done.arrivedNs);
      scheduleArrival(stream);
    }
    RequestQueue.Part part = requests.take();
    progress.serving = part == null ? null : part.request();
    if (part != null) {
      task.giveWork(part.serviceNs());
      return Step.RUN;
    }
    requests.waitingServers().add(task);
    return Step.WAIT;
  }

  private static Step nextInProgram(Task task, Progress progress, long nowNs) {
    ProgramRun program = progress.program;
    if (program == null) {
      throw new IllegalStateException(task + " follows no program");
    }
    return program.next(task, nowNs);
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
