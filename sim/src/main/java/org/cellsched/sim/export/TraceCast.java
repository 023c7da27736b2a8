package org.cellsched.sim.export;

import java.util.List;
import org.cellsched.sim.export.PerfettoFields.CounterDescriptor;
import org.cellsched.sim.export.PerfettoFields.ProcessDescriptor;
import org.cellsched.sim.export.PerfettoFields.ProcessTree;
import org.cellsched.sim.export.PerfettoFields.ThreadDescriptor;
import org.cellsched.sim.export.PerfettoFields.TracePacket;
import org.cellsched.sim.export.PerfettoFields.TrackDescriptor;
import org.cellsched.sim.kernel.Task;

/** Who appears in a trace: introduces each cell as a process and each task as a thread, once. */
final class TraceCast {

  private static final String IDLE_NAME = "swapper";
  private static final String HIGHER_CLASS = "higher class";

  private final PacketWriter out;
  private final ThreadNames names = new ThreadNames();
  private final ProtoMessage content = new ProtoMessage();
  private final ProtoMessage part = new ProtoMessage();
  private int introducedCells;

  TraceCast(PacketWriter out) {
    this.out = out;
    names.add(TraceIds.IDLE_TID, IDLE_NAME);
  }

  ThreadNames names() {
    return names;
  }

  /** A track of its own, for what concerns the machine as a whole. */
  void introduceMachine(long nowNs, String name) {
    content
        .clear()
        .number(TrackDescriptor.UUID, TraceIds.machineTrack())
        .text(TrackDescriptor.NAME, name);
    out.packet(nowNs, TracePacket.TRACK_DESCRIPTOR, content);
  }

  /** The tenant as a process, with its counters, and all before it. */
  void introduceCell(long nowNs, int tenant, List<String> tenantNames) {
    for (; introducedCells <= tenant; introducedCells++) {
      introduceProcess(nowNs, TraceIds.cellPid(introducedCells), tenantNames.get(introducedCells));
      describeCell(nowNs, introducedCells, tenantNames.get(introducedCells));
    }
  }

  private void introduceProcess(long nowNs, int pid, String name) {
    part.clear().number(ProcessTree.PROCESS_PID, pid).text(ProcessTree.PROCESS_CMDLINE, name);
    out.packet(
        nowNs, TracePacket.PROCESS_TREE, content.clear().message(ProcessTree.PROCESSES, part));
  }

  private void describeCell(long nowNs, int tenant, String name) {
    part.clear()
        .number(ProcessDescriptor.PID, TraceIds.cellPid(tenant))
        .text(ProcessDescriptor.PROCESS_NAME, name);
    content
        .clear()
        .number(TrackDescriptor.UUID, TraceIds.cellTrack(tenant))
        .message(TrackDescriptor.PROCESS, part);
    out.packet(nowNs, TracePacket.TRACK_DESCRIPTOR, content);
    describeCounter(nowNs, TraceIds.cpusTrack(tenant), tenant, "CPUs owned");
    describeCounter(nowNs, TraceIds.inLineTrack(tenant), tenant, "tasks in line");
  }

  private void describeCounter(long nowNs, long track, int tenant, String name) {
    part.clear().number(CounterDescriptor.UNIT, CounterDescriptor.UNIT_COUNT);
    content
        .clear()
        .number(TrackDescriptor.UUID, track)
        .text(TrackDescriptor.NAME, name)
        .number(TrackDescriptor.PARENT_UUID, TraceIds.cellTrack(tenant))
        .message(TrackDescriptor.COUNTER, part);
    out.packet(nowNs, TracePacket.TRACK_DESCRIPTOR, content);
  }

  boolean isKnown(Task task) {
    return names.isKnown(TraceIds.taskTid(task.id()));
  }

  /** The task as a thread of its tenant's process; it stays that if it is moved later. */
  void introduceTask(long nowNs, Task task, int tenant) {
    int tid = TraceIds.taskTid(task.id());
    int pid = TraceIds.cellPid(tenant);
    introduceThread(nowNs, tid, pid, task.name());
    part.clear()
        .number(ThreadDescriptor.PID, pid)
        .number(ThreadDescriptor.TID, tid)
        .text(ThreadDescriptor.THREAD_NAME, task.name());
    content
        .clear()
        .number(TrackDescriptor.UUID, TraceIds.taskTrack(task.id()))
        .message(TrackDescriptor.THREAD, part);
    out.packet(nowNs, TracePacket.TRACK_DESCRIPTOR, content);
  }

  /** What stands for the higher classes on this CPU; the thread's number. */
  int introduceHigherClass(long nowNs, int cpu) {
    int tid = TraceIds.higherClassTid(cpu);
    if (!names.isKnown(tid)) {
      introduceProcess(nowNs, TraceIds.HIGHER_CLASS_PID, HIGHER_CLASS);
      introduceThread(nowNs, tid, TraceIds.HIGHER_CLASS_PID, HIGHER_CLASS + "/" + cpu);
    }
    return tid;
  }

  private void introduceThread(long nowNs, int tid, int pid, String name) {
    names.add(tid, name);
    part.clear()
        .number(ProcessTree.THREAD_TID, tid)
        .text(ProcessTree.THREAD_NAME, name)
        .number(ProcessTree.THREAD_TGID, pid);
    out.packet(nowNs, TracePacket.PROCESS_TREE, content.clear().message(ProcessTree.THREADS, part));
  }
}
