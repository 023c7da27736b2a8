/* SPDX-License-Identifier: GPL-2.0 */
/* Where a task that wants a CPU goes: to an idle CPU, else to a queue; and how an owner gets a lent CPU back. */
#ifndef CELLS_PLACEMENT_H
#define CELLS_PLACEMENT_H

#include "task.h"

INLINE int is_whole_core_idle(s32 cpu)
{
	const struct cpumask *idle = scx_bpf_get_idle_smtmask();
	int whole = bpf_cpumask_test_cpu(cpu, idle);

	scx_bpf_put_idle_cpumask(idle);
	return whole;
}

/*
 * Claims an idle CPU of the affinity in the scratch and `allowed`: the previous one if its core is idle, one of an idle
 * core, the previous one, any. NO_CPU if there is none.
 */
SUBPROGRAM s32 claim_idle_in(struct call *call, const struct cpu_set *allowed, s32 previous, int leave_shielded)
{
	u64 *search = call->scratch->search;
	int previous_fits;
	u64 any = 0;
	s32 cpu;

	for (int i = 0; i < CPU_WORDS; i++) {
		search[i] = call->scratch->affinity.words[i] & allowed->words[i];
		any |= search[i];
	}
	if (!any)
		return NO_CPU;
	previous_fits = has_cpu(allowed, previous) && has_cpu(&call->scratch->affinity, previous);
	if (leave_shielded && previous_fits && is_shielded(call, previous))
		previous_fits = 0;
	if (previous_fits && is_whole_core_idle(previous) && scx_bpf_test_and_clear_cpu_idle(previous))
		return previous;
	cpu = scx_bpf_pick_idle_cpu((struct cpumask *)search, SCX_PICK_IDLE_CORE);
	if (cpu < 0 && previous_fits && scx_bpf_test_and_clear_cpu_idle(previous))
		return previous;
	if (cpu < 0)
		cpu = scx_bpf_pick_idle_cpu((struct cpumask *)search, 0);
	if (cpu >= 0 && leave_shielded && is_shielded(call, cpu)) {
		/* It was claimed; the kick makes it look around, find nothing, and be idle again. */
		scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
		return NO_CPU;
	}
	return cpu < 0 ? NO_CPU : cpu;
}

/* In the cell, else among what it may borrow; anywhere if the affinity leaves nothing of the cell. */
SUBPROGRAM s32 claim_idle(struct call *call, struct task_context *context, s32 previous)
{
	s32 cpu = claim_idle_in(call, primary_of(call, context->cell), previous, 0);

	if (cpu == NO_CPU && call->plan->borrower_count)
		cpu = claim_idle_in(call, borrowable_of(call, context->cell), previous, 1);
	if (cpu == NO_CPU && context->foreign)
		cpu = claim_idle_in(call, &call->scratch->affinity, previous, 0);
	if (cpu != NO_CPU)
		end_search(cpu); /* whoever claims it also wakes it */
	return cpu;
}

INLINE int may_use(const struct call *call, const struct task_context *context, s32 cpu)
{
	return context->foreign || has_cpu(primary_of(call, context->cell), cpu) ||
	       (has_cpu(borrowable_of(call, context->cell), cpu) && !is_shielded(call, cpu));
}

/*
 * Has the CPUs look again that may take the task in the scratch's affinity, and went through the queues a moment ago: they found
 * nothing, and the task did not find them idle. What `enqueue` inserts is in its queue only once that callback has ended, and
 * kicks are sent after that; a CPU that joins, looks and goes idle in between is told by nobody.
 */
SUBPROGRAM void tell_searching(struct call *call, const struct task_context *context)
{
	const struct cpu_set *affinity = &call->scratch->affinity;
	const struct cpu_set *primary = context->foreign ? affinity : primary_of(call, context->cell);
	struct cpu_set *searching = searching_cpus();
	int cpu;

	if (!searching || !meets_either(affinity, searching, primary, borrowable_of(call, context->cell)))
		return;
	FOR_RANGE(cpu, 0, call->config->cpu_count)
		if (has_cpu(searching, cpu) && has_cpu(affinity, cpu) && may_use(call, context, cpu) &&
		    remove_cpu(searching, cpu))
			scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
}

INLINE void count_idle(const struct call *call, const struct task_context *context, s32 cpu)
{
	if (owner_of(call, cpu) == context->cell)
		decided(IDLE_OWN);
	else
		decided(borrows(call, context, cpu) ? IDLE_BORROWED : IDLE_ELSEWHERE);
}

/*
 * Claims an idle CPU and inserts the task in its local queue; NO_CPU if there is none. Who started there since the claim makes room
 * for it: it can go elsewhere, a task in a local queue cannot.
 */
INLINE s32 insert_on_idle(struct call *call, struct task_struct *p, struct task_context *context, s32 previous)
{
	s32 cpu = claim_idle(call, context, previous);

	if (cpu != NO_CPU) {
		enter(call, context, home_queue(call, context, cpu));
		context->found_idle = 1;
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL_ON | cpu, call->config->slice_ns, SCX_ENQ_PREEMPT);
		count_idle(call, context, cpu);
	}
	return cpu;
}

/* Nobody else would tell a CPU that goes idle under its shield that it may be lent again. */
INLINE void shield(const struct call *call, s32 cpu)
{
	struct cpu_context *context = cpu_context(cpu);
	u64 length_ns = call->config->lender_protection_ns;

	if (context && length_ns) {
		context->shielded_until_ns = call->now_ns + length_ns;
		bpf_timer_start(&context->shield_end, length_ns, 0);
	}
}

/* What runs on the CPU has to go. */
INLINE void preempt(s32 cpu, enum decision why)
{
	scx_bpf_kick_cpu(cpu, SCX_KICK_PREEMPT);
	decided(why);
}

/*
 * A CPU that was claimed for a task, and looks around before that is there, counts as idle again and may be claimed once more. Who
 * starts leaves it to who would wait behind it for a slice, and finds another idle CPU, or a line that others look into.
 */
INLINE void give_way(struct task_context *started, s32 cpu)
{
	if (started->found_idle && scx_bpf_dsq_nr_queued(SCX_DSQ_LOCAL_ON | cpu) > 0)
		preempt(cpu, GAVE_WAY);
	started->found_idle = 0;
}

/* Takes a lent CPU back and shields it; answers whether it was lent, and nobody else was quicker. */
INLINE int take_back(const struct call *call, s32 cpu)
{
	if (!mark_returned(cpu))
		return 0;
	shield(call, cpu);
	return 1;
}

/*
 * Claims one lent CPU among `owned` and the affinity in the scratch: the previous one, whose caches are warm and which is most
 * often the one that handles the wakeup, else the first; NO_CPU if there is none.
 */
SUBPROGRAM s32 claim_lent(struct call *call, const struct cpu_set *owned, s32 previous)
{
	struct cpu_set *lent = lent_cpus();
	s32 cpu;

	if (!lent)
		return NO_CPU;
	if (has_cpu(owned, previous) && has_cpu(&call->scratch->affinity, previous) && is_lent(previous) &&
	    take_back(call, previous))
		return previous;
	for (int i = 0; i < CPU_WORDS; i++) {
		u64 bits = lent->words[i] & owned->words[i] & call->scratch->affinity.words[i];

		if (!bits)
			continue;
		cpu = i * 64 + lowest_bit(bits);
		if (take_back(call, cpu))
			return cpu;
	}
	return NO_CPU;
}

SUBPROGRAM void enqueue_cell_wide(struct call *call, struct task_struct *p, struct task_context *context)
{
	u32 queue = queue_of_cell(call, context->cell, scx_bpf_task_cpu(p));
	const struct cpu_set *primary = primary_of(call, context->cell);
	s32 lent, own = scx_bpf_task_cpu(p);

	enter(call, context, queue);
	scx_bpf_dsq_insert_vtime(p, queue, call->config->slice_ns, context->vtime, 0);
	decided(QUEUED_WITH_CELL);
	tell_searching(call, context);
	/* Its own CPU, which is busy, would look within a slice: here another one has to. */
	if (!has_cpu(primary, own))
		scx_bpf_kick_cpu(first_or(primary, own), SCX_KICK_IDLE);
	if (!call->config->reclaims)
		return;
	lent = claim_lent(call, primary, own);
	if (lent != NO_CPU)
		preempt(lent, RECLAIMED);
}

/* The task's own CPU if nobody waits there, else the one with the fewest waiting. */
SUBPROGRAM s32 shortest_cpu_queue(struct call *call, const struct cpu_set *within, s32 own)
{
	const struct cpu_set *affinity = &call->scratch->affinity;
	s32 best = NO_CPU, fewest = 0x7fffffff, queued;
	int cpu;

	if (has_cpu(within, own) && has_cpu(affinity, own)) {
		best = own;
		fewest = scx_bpf_dsq_nr_queued(own);
	}
	if (best != NO_CPU && !fewest)
		return best;
	FOR_RANGE(cpu, 0, call->config->cpu_count) {
		if (!has_cpu(within, cpu) || !has_cpu(affinity, cpu))
			continue;
		queued = scx_bpf_dsq_nr_queued(cpu);
		if (queued < fewest) {
			best = cpu;
			fewest = queued;
		}
	}
	return best;
}

INLINE u64 cut_ns(const struct call *call, const struct task_context *waiter)
{
	u64 twice = 2 * waiter->mean_run_ns;

	if (twice < call->config->cut_shortest_ns)
		return call->config->cut_shortest_ns;
	return twice > call->config->cut_longest_ns ? call->config->cut_longest_ns : twice;
}

/* Of the first task that waits for a CPU alone: how short a slice beside it is cut; 0 if nobody waits. */
SUBPROGRAM u64 cut_beside_waiter(struct call *call, s32 cpu)
{
	struct task_context *context;
	struct task_struct *head;
	u64 ns = 0;

	FOR_QUEUED(head, cpu) {
		context = context_of(head);
		ns = context ? cut_ns(call, context) : 0;
		break;
	}
	return ns;
}

/* The slice of a task that goes first, or on: short if somebody waits for this CPU alone, and the task does not. */
INLINE u64 slice_beside_waiter(struct call *call, const struct task_context *context, s32 cpu)
{
	u64 cut = context->queue == (u32)cpu ? 0 : cut_beside_waiter(call, cpu);

	return cut && cut < call->config->slice_ns ? cut : call->config->slice_ns;
}

SUBPROGRAM void enqueue_restricted(struct call *call, struct task_struct *p, struct task_context *context)
{
	const struct cpu_set *within =
		context->foreign ? &call->scratch->affinity : primary_of(call, context->cell);
	s32 cpu = NO_CPU, own = scx_bpf_task_cpu(p);
	int taken;

	if (call->config->reclaims && !context->foreign)
		cpu = claim_lent(call, within, own);
	taken = cpu != NO_CPU;
	if (!taken)
		cpu = shortest_cpu_queue(call, within, own);
	if (cpu == NO_CPU)
		cpu = own;
	enter(call, context, cpu);
	waits_in(context, cpu);
	scx_bpf_dsq_insert_vtime(p, cpu, call->config->slice_ns, context->vtime, 0);
	decided(QUEUED_FOR_CPU);
	tell_searching(call, context);
	if (taken)
		preempt(cpu, RECLAIMED);
	else
		scx_bpf_kick_cpu(cpu, SCX_KICK_IDLE);
}

INLINE int has_queued(const struct call *call, u32 cell)
{
	int slot;

	FOR_RANGE(slot, 0, call->config->llc_slots)
		if (scx_bpf_dsq_nr_queued(cell_queue(call, cell, slot)) > 0)
			return 1;
	return 0;
}

/* Whether a task of the cell that may run on `cpu` waits in this line. */
SUBPROGRAM int waits_in_line_for(struct call *call, s32 line, u32 cell, s32 cpu)
{
	struct task_context *context;
	struct task_struct *task;
	int found = 0;

	FOR_QUEUED(task, line) {
		context = context_of(task);
		found = context && context->cell == cell && has_cpu(affinity_of(call, task), cpu);
		if (found)
			break;
	}
	return found;
}

/* A restricted task in the line of another CPU of its cell would be fetched by this one. */
SUBPROGRAM int waits_for_another_cpu(struct call *call, u32 cell, s32 cpu)
{
	const struct cpu_set *primary = primary_of(call, cell);
	struct cpu_set *waiting = waiting_cpus();
	int other;

	if (!waiting || !meets(primary, waiting))
		return 0;
	FOR_RANGE(other, 0, call->config->cpu_count)
		if (has_cpu(primary, other) && has_cpu(waiting, other) && waits_in_line_for(call, other, cell, cpu))
			return 1;
	return 0;
}

/* Whether a task of the CPU's owner, or one that waits for this CPU alone, could run here. */
INLINE int owner_waits(struct call *call, s32 cpu)
{
	u32 owner = owner_of(call, cpu);

	return scx_bpf_dsq_nr_queued(cpu) > 0 || has_queued(call, owner) || waits_for_another_cpu(call, owner, cpu);
}

/*
 * Called once the CPU counts as lent: an owner's task that woke between the claim of the idle CPU and now, or before a running
 * task became a borrower, found it neither idle nor lent.
 */
SUBPROGRAM void reclaim_for_owner(struct call *call, s32 cpu)
{
	if (is_lent(cpu) && owner_waits(call, cpu) && take_back(call, cpu))
		preempt(cpu, RECLAIMED);
}

#endif
