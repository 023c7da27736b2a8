/* SPDX-License-Identifier: GPL-2.0 */
/* What a CPU that wants work gets next: from which queue, in which order. */
#ifndef CELLS_DISPATCH_H
#define CELLS_DISPATCH_H

#include "placement.h"

/* Every so many dispatches begin with the cell's queues of other caches, so that none is out of reach for good. */
#define FOREIGN_PROBE 8

#define NOBODY 0x7fffffffffffffffLL

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

/*
 * A task that waits goes to another queue. It has waited for what it is owed, and keeps all of that, unlike who slept: bounded anew by
 * each of the plans that come and go, it would wait for ever behind those that stay.
 */
INLINE void enter_from_another(const struct call *call, struct task_context *context, u32 queue)
{
	s64 lag = lag_of(context);

	enter(call, context, queue);
	context->vtime = clock_of(queue) + lag;
}

/* Moves a waiting task, the iterator's last, to the queue where it belongs; answers whether it was in another. */
INLINE int put_where_it_belongs(struct call *call, struct bpf_iter_scx_dsq *it, struct task_struct *p,
				struct task_context *context, u32 queue)
{
	u32 target = belongs_in(call, p, context);
	s32 idle;

	if (target == queue) {
		waits_in(context, target);
		return 0;
	}
	enter_from_another(call, context, target);
	scx_bpf_dsq_move_set_vtime(it, context->vtime);
	if (!scx_bpf_dsq_move_vtime(it, p, target, 0))
		return 1; /* it is gone by itself */
	/* Once it is there: who finds nobody takes the mark away. */
	waits_in(context, target);
	decided(MOVED);
	idle = claim_idle(call, context, scx_bpf_task_cpu(p));
	if (idle != NO_CPU)
		scx_bpf_kick_cpu(idle, SCX_KICK_IDLE);
	else
		tell_searching(call, context);
	return 1;
}

/* Whether a waiting task's cell or affinity was no longer what it was when it began to wait, so that it went elsewhere. */
INLINE int was_misplaced(struct call *call, struct bpf_iter_scx_dsq *it, struct task_struct *p,
			 struct task_context *context, u32 queue)
{
	return is_stale(call, context) && refreshed(call, p) &&
	       put_where_it_belongs(call, it, p, context, queue);
}

/*
 * The lag of a queue's head; NOBODY if it is empty. A head whose cell or affinity is no longer what it was when it began to
 * wait goes to where it belongs first.
 */
SUBPROGRAM s64 lag_of_head(struct call *call, u32 queue)
{
	struct task_context *context;
	struct task_struct *head;
	s64 lag = NOBODY;

	FOR_QUEUED(head, queue) {
		context = context_of(head);
		if (context && was_misplaced(call, &queue_it, head, context, queue))
			continue;
		lag = context ? lag_of(context) : 0;
		break;
	}
	return lag;
}

INLINE int move(u32 queue, enum decision why)
{
	int moved = scx_bpf_dsq_move_to_local(queue);

	if (moved)
		decided(why);
	return moved;
}

INLINE int is_overdue(const struct call *call, const struct task_context *context)
{
	return context->waits_since_ns && is_before(context->waits_since_ns + call->config->longest_wait_ns, call->now_ns);
}

/*
 * Moves a task that has waited too long for the kernel's watchdog; answers whether there was one. Every so often the queue is
 * looked through, and again as long as there are more of them.
 */
SUBPROGRAM int move_overdue(struct call *call, u32 queue, s32 cpu)
{
	struct queue_context *looks = queue_context(queue);
	struct task_context *context;
	struct task_struct *task;

	if (!looks || is_before(call->now_ns, looks->next_look_ns))
		return 0;
	FOR_QUEUED(task, queue) {
		context = context_of(task);
		if (!context || !is_overdue(call, context) || !has_cpu(affinity_of(call, task), cpu) ||
		    !scx_bpf_dsq_move(&queue_it, task, SCX_DSQ_LOCAL, 0))
			continue;
		context->vtime = clock_of(context->queue);
		decided(OVERDUE);
		return 1;
	}
	looks->next_look_ns = call->now_ns + call->config->overdue_look_ns;
	return 0;
}

SUBPROGRAM int move_from_cell(struct call *call, u32 cell, enum decision why)
{
	int slot;

	FOR_RANGE(slot, 0, call->config->llc_slots)
		if (move(cell_queue(call, cell, slot), why))
			return 1;
	return 0;
}

/* Nobody looks into the CPU's line again until somebody joins it, be it while we look. */
INLINE void forget_if_empty(struct cpu_set *waiting, s32 cpu)
{
	if (scx_bpf_dsq_nr_queued(cpu) > 0)
		return;
	remove_cpu(waiting, cpu);
	if (scx_bpf_dsq_nr_queued(cpu) > 0)
		add_cpu(waiting, cpu);
}

/* A restricted task was bound to one of the CPUs it may use; another one that has nothing to do takes it from there. */
SUBPROGRAM int move_from_cpus_of(struct call *call, u32 cell, enum decision why)
{
	const struct cpu_set *primary = primary_of(call, cell);
	struct cpu_set *waiting = waiting_cpus();
	int other;

	if (!waiting || !meets(primary, waiting))
		return 0;
	FOR_RANGE(other, 0, call->config->cpu_count) {
		if (!has_cpu(primary, other) || !has_cpu(waiting, other))
			continue;
		if (move(other, why))
			return 1;
		forget_if_empty(waiting, other);
	}
	return 0;
}

/* The root cell's CPUs drain the queues of cells that are gone. */
SUBPROGRAM int move_from_retiring(struct call *call)
{
	int index;

	FOR_RANGE(index, 0, call->plan->retiring_count)
		if (move_from_cell(call, call->plan->retiring[index & (MAX_CELLS - 1)], FROM_RETIRING_CELL))
			return 1;
	return 0;
}

SUBPROGRAM int move_next(u32 first, u32 second)
{
	return move(first, NEXT_IN_LINE) || move(second, NEXT_IN_LINE);
}

SUBPROGRAM int move_for_owner(struct call *call, u32 owner, u32 first, u32 second)
{
	if (move_next(first, second))
		return 1;
	if (call->config->llc_slots > 1 && move_from_cell(call, owner, FROM_OTHER_LLC))
		return 1;
	if (move_from_cpus_of(call, owner, FROM_OTHER_CPU))
		return 1;
	return owner == ROOT_CELL && move_from_retiring(call);
}

/* A CPU that would go idle is lent to a cell with tasks waiting, each in turn. */
SUBPROGRAM int move_from_borrower(struct call *call, s32 cpu)
{
	struct cpu_context *context = cpu_context(cpu);
	u32 count = call->plan->borrower_count, index, cell;
	int step;

	if (!context || !count || is_shielded(call, cpu))
		return 0;
	FOR_RANGE(step, 0, count) {
		index = (context->next_borrower + step) % count;
		cell = call->plan->borrowers[index & (MAX_CELLS - 1)];
		if (has_cpu(borrowable_of(call, cell), cpu) &&
		    (move_from_cell(call, cell, LENT) || move_from_cpus_of(call, cell, LENT))) {
			context->next_borrower = index + 1;
			return 1;
		}
	}
	return 0;
}

/*
 * Takes a stranger that may use `cpu` from the queue of another CPU; forgets a queue without any. One that is about to join it
 * meanwhile waits for that CPU alone, until the next comes.
 */
SUBPROGRAM int take_stranger(struct call *call, struct cpu_set *waiting, s32 from, s32 cpu)
{
	struct task_context *context;
	struct task_struct *task;
	int any = 0;

	FOR_QUEUED(task, from) {
		context = context_of(task);
		if (!context || !context->foreign)
			continue;
		any = 1;
		if (has_cpu(affinity_of(call, task), cpu) && scx_bpf_dsq_move(&queue_it, task, SCX_DSQ_LOCAL, 0)) {
			decided(FROM_OTHER_CPU);
			return 1;
		}
	}
	if (!any)
		remove_cpu(waiting, from);
	return 0;
}

/*
 * Strangers wait in the line of one CPU and belong to no cell that would look for them: a CPU that would go idle takes one that
 * may use it.
 */
SUBPROGRAM int move_stranger(struct call *call, s32 cpu)
{
	struct cpu_set *waiting = stranger_cpus();
	int from;

	if (!waiting)
		return 0;
	FOR_RANGE(from, 0, call->config->cpu_count)
		if (has_cpu(waiting, from) && take_stranger(call, waiting, from, cpu))
			return 1;
	return 0;
}

/* A lent CPU's next turn belongs to whichever task of the borrowing cell is behind most. */
INLINE int move_from_cell_of(struct call *call, const struct task_context *borrower, s32 cpu)
{
	u32 queue = queue_of_cell(call, borrower->cell, cpu);

	return has_cpu(borrowable_of(call, borrower->cell), cpu) && lag_of_head(call, queue) <= lag_of(borrower) &&
	       move(queue, LENT_ON);
}

INLINE int probes_foreign(const struct call *call, s32 cpu)
{
	struct cpu_context *context = cpu_context(cpu);

	return call->config->llc_slots > 1 && context && ++context->dispatches % FOREIGN_PROBE == 0;
}

/* A new slice and no callback: what `running` notes of a task is noted here. */
SUBPROGRAM void go_on(struct call *call, struct task_struct *p, struct task_context *context, s32 cpu)
{
	set_slice(p, slice_beside_waiter(call, context, cpu));
	decided(KEPT);
	begin_turn(call, context, cpu);
}

/* The owner has no use for the CPU: it is lent, or whoever may stay goes on, or a stranger. */
INLINE void dispatch_unwanted(struct call *call, struct task_struct *stayer, struct task_context *context, s32 cpu)
{
	if (!stayer || !context) {
		if (!move_from_borrower(call, cpu))
			move_stranger(call, cpu);
	} else if (!move_from_cell_of(call, context, cpu)) {
		go_on(call, stayer, context, cpu);
	}
}

#endif
