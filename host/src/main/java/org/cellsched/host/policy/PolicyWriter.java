package org.cellsched.host.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellsched.core.rebalance.RebalanceConfig;
import org.cellsched.host.yaml.Scalars;
import tools.jackson.databind.json.JsonMapper;

/** Writes policies as {@link PolicyFormat} reads them: every key, whatever its default. */
public final class PolicyWriter {

  private PolicyWriter() {}

  /** A tree of maps, lists, texts, numbers and switches; reading it back gives an equal policy. */
  public static SequencedMap<String, Object> toMap(PolicyConfig policy) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put("planner", policy.planner());
    map.put("borrowing", policy.borrowing());
    map.put("rootMinCpus", policy.rootMinCpus());
    map.put("exclude", List.copyOf(policy.excluded()));
    map.put("interval", Scalars.formatNs(policy.intervalNs()));
    RebalanceConfig rebalancing = policy.rebalancing();
    map.put("rebalancing", rebalancing == null ? false : rebalancing(rebalancing));
    map.put(
        "debounce",
        pair("quiet", policy.debounce().quietNs(), "maxDelay", policy.debounce().maxDelayNs()));
    map.put("applyTimeout", Scalars.formatNs(policy.applyTimeoutNs()));
    DataPlaneConfig dataPlane = policy.dataPlane();
    map.put("slice", Scalars.formatNs(dataPlane.sliceNs()));
    map.put("llcAware", dataPlane.llcAware());
    map.put("lenderProtection", Scalars.formatNs(dataPlane.lenderProtectionNs()));
    map.put("reclaim", dataPlane.reclaim());
    map.put(
        "sliceCut",
        pair(
            "shortest",
            dataPlane.sliceCut().shortestNs(),
            "longest",
            dataPlane.sliceCut().longestNs()));
    return map;
  }

  /** The same as a text, of JSON, which is YAML too. */
  static String toText(PolicyConfig policy) {
    return JsonMapper.shared().writeValueAsString(toMap(policy));
  }

  private static SequencedMap<String, Object> rebalancing(RebalanceConfig config) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put("threshold", Scalars.formatPercent(config.thresholdPpm()));
    map.put("cooldown", Scalars.formatNs(config.cooldownNs()));
    map.put("smoothing", Scalars.formatMillionths(config.smoothingPpm()));
    return map;
  }

  private static SequencedMap<String, Object> pair(
      String first, long firstNs, String second, long secondNs) {
    SequencedMap<String, Object> map = new LinkedHashMap<>();
    map.put(first, Scalars.formatNs(firstNs));
    map.put(second, Scalars.formatNs(secondNs));
    return map;
  }
}
