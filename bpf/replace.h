/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a new plan leaves in the wrong place: run once by the loader after publication. CPUs that changed hands are told to
 * look for work anew, queued tasks move to where they belong. Running tasks that have lost their CPU leave it at the next
 * tick, if not before.
 */
#ifndef CELLS_REPLACE_H
#define CELLS_REPLACE_H

#include "dispatch.h"

/* Moves the tasks of a queue that belong elsewhere; answers how many. */
SUBPROGRAM u32 replace_queued(struct call *call, u32 queue)
{
	struct task_context *context;
	struct task_struct *task;
	u32 moved = 0;

	bpf_rcu_read_lock();
	FOR_QUEUED(task, queue) {
		context = refreshed(call, task);
		if (context && put_where_it_belongs(call, &queue_it, task, context, queue))
			moved++;
	}
	bpf_rcu_read_unlock();
	return moved;
}

/* Has the CPUs that changed hands look for work anew, and all that are idle: tasks may have moved to their queues. */
SUBPROGRAM u32 kick_changed(struct call *call)
{
	u32 zero = 0, kicked = 0;
	struct cpu_set *changed = bpf_map_lookup_elem(&changed_cpus, &zero);
	int cpu;

	if (!changed)
		return 0;
	FOR_RANGE(cpu, 0, call->config->cpu_count) {
		if (has_cpu(changed, cpu)) {
			preempt(cpu, EVICTED);
			kicked++;
		} else {
			scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
		}
	}
	return kicked;
}

#endif
