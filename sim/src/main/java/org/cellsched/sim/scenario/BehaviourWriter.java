package org.cellsched.sim.scenario;

import java.math.BigDecimal;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.sim.workload.Arrivals;
import org.cellsched.sim.workload.Behaviour;

/** Writes what tasks do as {@link BehaviourFormat} reads it. */
final class BehaviourWriter {

  private BehaviourWriter() {}

  /** The word for spinning, or an object. */
  static Object behaviour(Behaviour behaviour) {
    return switch (behaviour) {
      case Behaviour.Spin spin -> "spin";
      case Behaviour.RunSleep runSleep ->
          kind(
              "runSleep",
              WrittenObject.of("run", DistributionWriter.time(runSleep.run()))
                  .put("sleep", DistributionWriter.time(runSleep.sleep())));
      case Behaviour.Periodic periodic ->
          kind(
              "periodic",
              WrittenObject.of("run", DistributionWriter.time(periodic.run()))
                  .putTime("every", periodic.everyNs(), null)
                  .putTime("phase", periodic.phaseNs(), 0L));
      case Behaviour.Serve serve -> kind("serve", serve(serve));
      case Behaviour.RunOnce runOnce ->
          kind("runOnce", WrittenObject.of("run", DistributionWriter.time(runOnce.run())));
      case Behaviour.Follow follow -> kind("program", ProgramWriter.program(follow.program()));
    };
  }

  private static WrittenObject serve(Behaviour.Serve serve) {
    WrittenObject object =
        WrittenObject.of("arrivals", arrivals(serve.arrivals()))
            .put("service", DistributionWriter.time(serve.service()))
            .put("fanOut", serve.fanOut(), 1);
    return serve.rate() == null ? object : object.put("rate", Scalars.wordOf(serve.rate()));
  }

  private static Object arrivals(Arrivals arrivals) {
    return switch (arrivals) {
      case Arrivals.Poisson poisson ->
          kind("poisson", WrittenObject.of("perSecond", rate(poisson.ratePerKilosecond())));
      case Arrivals.Every every ->
          WrittenObject.of("every", DistributionWriter.time(every.between())).entries();
      case Arrivals.Bursts bursts ->
          kind(
              "bursts",
              WrittenObject.of("perSecond", rate(bursts.ratePerKilosecond()))
                  .put("on", DistributionWriter.time(bursts.on()))
                  .put("off", DistributionWriter.time(bursts.off())));
      case Arrivals.Clients clients ->
          kind(
              "clients",
              WrittenObject.of("count", clients.count())
                  .put("think", DistributionWriter.time(clients.think())));
    };
  }

  private static String rate(long perKilosecond) {
    return BigDecimal.valueOf(perKilosecond, 3).stripTrailingZeros().toPlainString();
  }

  private static Object kind(String key, WrittenObject value) {
    return WrittenObject.of(key, value).entries();
  }
}
