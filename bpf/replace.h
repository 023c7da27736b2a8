/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a new plan leaves in the wrong place: run once by the loader after publication. CPUs that changed hands are told to
 * look for work anew, queued tasks move to where they belong. Running tasks that have lost their CPU leave it at the next
 * tick, if not before.
 */
#ifndef CELLS_REPLACE_H
#define CELLS_REPLACE_H

#include "dispatch.h"

/* The queue that a waiting task should be in; its own CPU's if that will do. */
SUBPROGRAM u32 belongs_in(struct call *call, struct task_struct *p, struct task_context *context)
{
	const struct cpu_set *within = context->foreign ? &call->scratch->affinity : primary_of(call, context->cell);
	s32 cpu;

	if (!context->restricted)
		return queue_of_cell(call, context->cell, scx_bpf_task_cpu(p));
	if (context->bound && is_cpu_queue(context->queue) && has_cpu(within, context->queue) &&
	    has_cpu(&call->scratch->affinity, context->queue))
		return context->queue;
	/* Any will do for now: a CPU of the cell with nothing to do takes it from there. */
	cpu = first_in_both(within, &call->scratch->affinity);
	return cpu == NO_CPU ? (u32)scx_bpf_task_cpu(p) : (u32)cpu;
}

/* Moves the tasks of a queue that belong elsewhere; answers how many. */
SUBPROGRAM u32 replace_queued(struct call *call, u32 queue)
{
	struct task_context *context;
	struct task_struct *task;
	u32 target, moved = 0;

	bpf_rcu_read_lock();
	FOR_QUEUED(task, queue) {
		context = refreshed(call, task);
		if (!context)
			continue;
		target = belongs_in(call, task, context);
		if (target == queue)
			continue;
		enter(call, context, target);
		scx_bpf_dsq_move_set_vtime(&queue_it, context->vtime);
		if (!scx_bpf_dsq_move_vtime(&queue_it, task, target, 0))
			continue;
		decided(MOVED);
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
