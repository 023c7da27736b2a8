package org.cellsched.sim.export;

import java.util.List;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuMask;
import org.cellsched.sim.export.PerfettoFields.DebugAnnotation;
import org.cellsched.sim.export.PerfettoFields.TracePacket;
import org.cellsched.sim.export.PerfettoFields.TrackEvent;
import org.cellsched.sim.tenant.Ownership;
import org.jspecify.annotations.Nullable;

/** Marks that are rare and in words: each plan with its reason, tasks and CPUs that come and go. */
final class Instants {

  private final PacketWriter out;
  private final ProtoMessage event = new ProtoMessage();
  private final ProtoMessage part = new ProtoMessage();

  /** The plan that the controller wants applied: it may be refused. */
  private ControllerEffect.@Nullable ApplyPlan wanted;

  Instants(PacketWriter out) {
    this.out = out;
  }

  void told(List<ControllerEffect> effects) {
    for (ControllerEffect effect : effects) {
      if (effect instanceof ControllerEffect.ApplyPlan plan) {
        wanted = plan;
      }
    }
  }

  /** A plan is in force, which the ownership follows already. */
  void applied(long nowNs, PublishedPlan plan, List<String> tenantNames, Ownership ownership) {
    begin(TraceIds.machineTrack(), "plan " + plan.generation());
    ControllerEffect.ApplyPlan asked = wanted;
    if (asked != null && asked.plan().generation() == plan.generation()) {
      note("reason", asked.reason());
      note("CPUs moved", asked.cpusMoved());
    }
    for (int tenant = 0; tenant < tenantNames.size(); tenant++) {
      if (ownership.hasCell(tenant)) {
        note("cell " + tenantNames.get(tenant), inWords(tenant, ownership));
      }
    }
    out.packet(nowNs, TracePacket.TRACK_EVENT, event);
  }

  private static String inWords(int tenant, Ownership ownership) {
    CpuMask borrowable = ownership.borrowableOf(tenant);
    String own = ownership.primaryOf(tenant).toString();
    return borrowable.isEmpty() ? own : own + ", may borrow " + borrowable;
  }

  void happened(long nowNs, long track, String what) {
    begin(track, what);
    out.packet(nowNs, TracePacket.TRACK_EVENT, event);
  }

  private void begin(long track, String name) {
    event
        .clear()
        .number(TrackEvent.TYPE, TrackEvent.TYPE_INSTANT)
        .number(TrackEvent.TRACK_UUID, track)
        .text(TrackEvent.NAME, name);
  }

  private void note(String name, String value) {
    part.clear().text(DebugAnnotation.STRING_VALUE, value).text(DebugAnnotation.NAME, name);
    event.message(TrackEvent.DEBUG_ANNOTATIONS, part);
  }

  private void note(String name, long value) {
    part.clear().number(DebugAnnotation.INT_VALUE, value).text(DebugAnnotation.NAME, name);
    event.message(TrackEvent.DEBUG_ANNOTATIONS, part);
  }
}
