package org.cellsched.sim.trace;

import java.util.List;
import org.cellsched.core.control.CellController;
import org.cellsched.core.control.ControllerEffect;
import org.cellsched.core.control.ControllerInput;
import org.cellsched.core.control.PublishedPlan;
import org.cellsched.core.cpu.CpuDistance;
import org.cellsched.core.dispatch.Decision;
import org.cellsched.host.policy.PolicyConfig;
import org.cellsched.sim.kernel.Cgroup;
import org.cellsched.sim.kernel.Cpu;
import org.cellsched.sim.kernel.Kernel;
import org.cellsched.sim.kernel.Task;
import org.cellsched.sim.tenant.Ownership;
import org.cellsched.sim.tenant.Tenants;
import org.jspecify.annotations.Nullable;

/** Several observers of a run as one: each call goes to all of them, in their order. */
public final class ObserverGroup implements RunObserver {

  private final RunObserver[] members;

  private ObserverGroup(List<? extends RunObserver> members) {
    this.members = members.toArray(RunObserver[]::new);
  }

  /** One observer for all of these: none at all and a single one cost nothing more. */
  public static RunObserver of(List<? extends RunObserver> members) {
    return switch (members.size()) {
      case 0 -> NONE;
      case 1 -> members.getFirst();
      default -> new ObserverGroup(members);
    };
  }

  @Override
  public void begins(Kernel kernel, Tenants tenants, Ownership ownership) {
    for (RunObserver each : members) {
      each.begins(kernel, tenants, ownership);
    }
  }

  @Override
  public void controllerBegins(PolicyConfig policy, CellController controller) {
    for (RunObserver each : members) {
      each.controllerBegins(policy, controller);
    }
  }

  @Override
  public void told(long nowNs, ControllerInput input, List<ControllerEffect> effects) {
    for (RunObserver each : members) {
      each.told(nowNs, input, effects);
    }
  }

  @Override
  public void planApplied(long nowNs, PublishedPlan plan) {
    for (RunObserver each : members) {
      each.planApplied(nowNs, plan);
    }
  }

  @Override
  public void ends(long nowNs) {
    for (RunObserver each : members) {
      each.ends(nowNs);
    }
  }

  @Override
  public void woke(long nowNs, Task task) {
    for (RunObserver each : members) {
      each.woke(nowNs, task);
    }
  }

  @Override
  public void started(long nowNs, long runsFromNs, Cpu cpu, Task task, CpuDistance moved) {
    for (RunObserver each : members) {
      each.started(nowNs, runsFromNs, cpu, task, moved);
    }
  }

  @Override
  public void charged(long nowNs, Cpu cpu, Task task, long ranNs) {
    for (RunObserver each : members) {
      each.charged(nowNs, cpu, task, ranNs);
    }
  }

  @Override
  public void stopped(long nowNs, Cpu cpu, Task task, boolean runnable) {
    for (RunObserver each : members) {
      each.stopped(nowNs, cpu, task, runnable);
    }
  }

  @Override
  public void exited(long nowNs, Task task) {
    for (RunObserver each : members) {
      each.exited(nowNs, task);
    }
  }

  @Override
  public void becameIdle(long nowNs, Cpu cpu) {
    for (RunObserver each : members) {
      each.becameIdle(nowNs, cpu);
    }
  }

  @Override
  public void leftIdle(long nowNs, Cpu cpu) {
    for (RunObserver each : members) {
      each.leftIdle(nowNs, cpu);
    }
  }

  @Override
  public void stateChanged(long nowNs, Cpu cpu) {
    for (RunObserver each : members) {
      each.stateChanged(nowNs, cpu);
    }
  }

  @Override
  public void interrupted(long nowNs, Cpu cpu, long fromNs, long ns) {
    for (RunObserver each : members) {
      each.interrupted(nowNs, cpu, fromNs, ns);
    }
  }

  @Override
  public void throttled(long nowNs, Task task) {
    for (RunObserver each : members) {
      each.throttled(nowNs, task);
    }
  }

  @Override
  public void throttledFor(long nowNs, Task task, long ns) {
    for (RunObserver each : members) {
      each.throttledFor(nowNs, task, ns);
    }
  }

  @Override
  public void limited(long nowNs, Cgroup cgroup) {
    for (RunObserver each : members) {
      each.limited(nowNs, cgroup);
    }
  }

  @Override
  public void decided(long nowNs, Decision decision, int cpu, @Nullable Task task) {
    for (RunObserver each : members) {
      each.decided(nowNs, decision, cpu, task);
    }
  }

  @Override
  public void sliceSet(long nowNs, Task task) {
    for (RunObserver each : members) {
      each.sliceSet(nowNs, task);
    }
  }

  @Override
  public void reclassified(long nowNs, Task task) {
    for (RunObserver each : members) {
      each.reclassified(nowNs, task);
    }
  }

  @Override
  public void arrived(long nowNs, int stream) {
    for (RunObserver each : members) {
      each.arrived(nowNs, stream);
    }
  }

  @Override
  public void completed(long nowNs, Task server, long arrivedNs, long serviceNs) {
    for (RunObserver each : members) {
      each.completed(nowNs, server, arrivedNs, serviceNs);
    }
  }
}
