/* SPDX-License-Identifier: GPL-2.0 */
/* What is known of a task by the plan in force: its cell, weight, virtual time, and whose time it uses. */
#ifndef CELLS_TASK_H
#define CELLS_TASK_H

#include "state.h"

/* Deeper cgroups below a cell do not add to the weight. */
#define WEIGHED_LEVELS 4

/*
 * Of each of the loader's threads. It must not starve, as it could cure what starves it, nor starve others: with the largest
 * weight, a loader that was busy for seconds kept the root cell's only CPU until the watchdog ended the scheduler.
 */
#define LOADER_WEIGHT (10 * DEFAULT_WEIGHT)

/* Weight of the newest run in the mean run length: 1/8. */
#define MEAN_RUN_SHIFT 3

INLINE struct task_context *context_of(struct task_struct *p)
{
	return bpf_task_storage_get(&tasks, p, NULL, 0);
}

/* Reads the affinity into the call's scratch. */
INLINE struct cpu_set *affinity_of(struct call *call, struct task_struct *p)
{
	struct cpu_set *affinity = &call->scratch->affinity;

	if (bpf_probe_read_kernel(affinity, sizeof(*affinity), p->cpus_ptr))
		for (int i = 0; i < CPU_WORDS; i++)
			affinity->words[i] = 0;
	return affinity;
}

/* The cell that a cgroup is assigned to: by bisection, among at most 2^8. */
GLOBAL u32 cell_of_cgroup(const struct cells_plan *plan NONNULL, u64 id)
{
	u32 low = 0, high = plan->cgroup_count;

	for (int step = 0; step < 9 && low < high; step++) {
		u32 middle = (low + high) / 2 & (MAX_CELLS - 1);

		if (plan->cgroup_id[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	low &= MAX_CELLS - 1;
	return low < plan->cgroup_count && plan->cgroup_id[low] == id ? plan->cgroup_cell[low] : ROOT_CELL;
}

/* cpu.weight of the cgroup at a level of the task's path; the default where it has none so deep. */
GLOBAL u32 weight_at(struct task_struct *p TRUSTED, int level)
{
	u32 *known, weight = DEFAULT_WEIGHT;
	struct cgroup *own, *at;
	u64 id;

	bpf_rcu_read_lock();
	own = p->cgroups->dfl_cgrp;
	at = own && level <= own->level ? bpf_cgroup_ancestor(own, level) : NULL;
	if (at) {
		id = at->kn->id;
		known = bpf_map_lookup_elem(&cgroup_weights, &id);
		weight = known ? *known : DEFAULT_WEIGHT;
		bpf_cgroup_release(at);
	}
	bpf_rcu_read_unlock();
	return weight;
}

/* The product of cpu.weight below this level: that of the cell's own cgroup, or 0 for what is in the root cell. */
GLOBAL u64 weight_below(struct task_struct *p TRUSTED, int level)
{
	u64 product = DEFAULT_WEIGHT;

	for (int below = 1; below <= WEIGHED_LEVELS; below++) {
		product = product * weight_at(p, level + below) / DEFAULT_WEIGHT;
		product = product ? product : 1;
	}
	return product;
}

/* By the task's cgroup, whether the cpu controller is on or off. */
GLOBAL u32 cell_of(const struct cells_plan *plan NONNULL, struct task_struct *p TRUSTED)
{
	struct cgroup *own, *at;
	u64 id = 0;

	bpf_rcu_read_lock();
	own = p->cgroups->dfl_cgrp;
	at = own ? bpf_cgroup_ancestor(own, plan->cgroup_level) : NULL;
	if (at) {
		id = at->kn->id;
		bpf_cgroup_release(at);
	}
	bpf_rcu_read_unlock();
	return id ? cell_of_cgroup(plan, id) : ROOT_CELL;
}

/* How far virtual time advances for a task of this weight that ran so long. */
INLINE u64 charge(u64 ran_ns, u32 weight)
{
	return ran_ns * DEFAULT_WEIGHT / weight;
}

INLINE s64 lag_of(const struct task_context *context)
{
	return (s64)(context->vtime - clock_of(context->queue));
}

INLINE u32 composed_weight(u32 of_task, u64 of_cgroups)
{
	u64 product = of_task * of_cgroups / DEFAULT_WEIGHT;

	return product < MIN_WEIGHT ? MIN_WEIGHT : product > MAX_WEIGHT ? MAX_WEIGHT : product;
}

/* What a task owes or is owed was counted by the weight of then: its lag is scaled. */
INLINE void scale_lag(struct task_context *context)
{
	if (context->bound && context->lag_weight != context->weight) {
		u64 clock = clock_of(context->queue);
		s64 lag = (s64)(context->vtime - clock);
		u64 size = (u64)(lag < 0 ? -lag : lag) * context->lag_weight / context->weight;

		context->vtime = lag < 0 ? clock - size : clock + size;
	}
	context->lag_weight = context->weight;
}

/* Nothing changes for a task in a line but what it runs from now on: its place goes by its virtual time. */
INLINE void reweigh(const struct task_struct *p, struct task_context *context, u32 weight)
{
	context->weight = weight;
	if (!p->scx.dsq)
		scale_lag(context);
}

/* Whether the plan, the task's cgroup, its affinity or some cgroup's weight changed since the task was looked up. */
INLINE int is_stale(const struct call *call, const struct task_context *context)
{
	return !!((context->generation ^ call->plan->generation) | (context->weights_version ^ call->weights_version));
}

/* Looks the task up anew if it is stale. The affinity is in the scratch then. */
SUBPROGRAM struct task_context *refreshed(struct call *call, struct task_struct *p)
{
	struct task_context *context = context_of(p);
	const struct cpu_set *primary;
	struct cpu_set *affinity;
	u64 weight;

	if (!context)
		return NULL;
	affinity = affinity_of(call, p);
	if (is_stale(call, context)) {
		context->cell = cell_of(call->plan, p) & (MAX_CELLS - 1);
		weight = weight_below(p, context->cell == ROOT_CELL ? 0 : call->plan->cgroup_level);
		primary = primary_of(call, context->cell);
		context->restricted = !covers(affinity, primary);
		context->foreign = context->restricted && !meets(affinity, primary);
		reweigh(p, context, (u32)p->tgid == call->config->loader_tgid ? LOADER_WEIGHT :
									     composed_weight(p->scx.weight, weight));
		context->generation = call->plan->generation;
		context->weights_version = call->weights_version;
	}
	return context;
}

INLINE int borrows(const struct call *call, const struct task_context *context, s32 cpu)
{
	return owner_of(call, cpu) != context->cell && !context->foreign &&
	       has_cpu(borrowable_of(call, context->cell), cpu);
}

/* Whether a running task still has a right to its CPU. */
INLINE int may_stay(const struct call *call, const struct task_context *context, s32 cpu)
{
	return owner_of(call, cpu) == context->cell || context->foreign ||
	       has_cpu(borrowable_of(call, context->cell), cpu);
}

/* The cell's queue for a CPU: that of the CPU's cache if the cell has the CPU, else of its first one's. */
INLINE u32 queue_of_cell(const struct call *call, u32 cell, s32 cpu)
{
	const struct cpu_set *primary = primary_of(call, cell);

	if (!has_cpu(primary, cpu))
		cpu = first_in_both(primary, primary);
	return cell_queue(call, cell, cpu < 0 ? 0 : llc_slot_of(call, cpu));
}

/* The queue whose clock the task's virtual time follows when it runs on this CPU. */
INLINE u32 home_queue(const struct call *call, const struct task_context *context, s32 cpu)
{
	return context->restricted ? (u32)cpu : queue_of_cell(call, context->cell, cpu);
}

/*
 * How far a long sleeper may be behind the clock: a turn, or it would hold the CPU until it had caught up. A heavy task's turn
 * is less than a slice of virtual time, which would be worth up to 100 turns to it; a light one's more, and a slice will do.
 */
INLINE u64 most_credit(const struct call *call, const struct task_context *context)
{
	u64 slice_ns = call->config->slice_ns;

	return context->weight > DEFAULT_WEIGHT ? charge(slice_ns, context->weight) : slice_ns;
}

/*
 * The task counts in the load of this queue from now on; with weight 0 in none, as it sleeps. Whoever takes out where it counted
 * before takes that back, once, even if two CPUs do this at a time.
 */
INLINE void count_in(struct task_context *context, u32 queue, u32 weight)
{
	u64 counted = weight ? (u64)queue << 32 | weight : 0, before;

	if (context->counted == counted)
		return;
	before = __sync_lock_test_and_set(&context->counted, counted);
	add_load(before >> 32, -(u64)(u32)before);
	add_load(queue, weight);
}

/*
 * The earliest virtual time with which a task enters a queue. A floor holds for a turn of its own ahead of the clock at most: it rose
 * by the weights of then, and if those of now are greater it may be many turns away. Whoever starts from ahead of the clock moves it,
 * so a turn is enough.
 */
INLINE u64 earliest_entry(const struct call *call, const struct task_context *context, u64 clock, u64 floor)
{
	u64 a_turn_ahead = clock + charge(call->config->slice_ns, context->weight);

	return later(clock - most_credit(call, context), is_before(a_turn_ahead, floor) ? a_turn_ahead : floor);
}

/* Binds the task to a queue's clock, its lag carried over, with bounded credit. */
INLINE void bind(const struct call *call, struct task_context *context, u32 queue)
{
	u64 clock = clock_of(queue);
	u64 earliest = earliest_entry(call, context, clock, floor_of(queue));

	if (!context->bound)
		context->vtime = clock;
	else if (context->queue != queue)
		context->vtime = clock + (context->vtime - clock_of(context->queue));
	context->bound = 1;
	context->queue = queue;
	count_in(context, queue, context->weight);
	if (is_before(context->vtime, earliest))
		context->vtime = earliest;
}

/* Who waits in the line of one CPU may be fetched by others: they look by these marks. */
INLINE void waits_in(const struct task_context *context, u32 queue)
{
	struct cpu_set *all = waiting_cpus(), *foreign = stranger_cpus();

	if (!is_cpu_queue(queue))
		return;
	if (all && !has_cpu(all, queue))
		add_cpu(all, queue);
	if (foreign && context->foreign && !has_cpu(foreign, queue))
		add_cpu(foreign, queue);
}

/* A task that waits joins a queue. */
INLINE void enter(const struct call *call, struct task_context *context, u32 queue)
{
	bind(call, context, queue);
	context->found_idle = 0;
	if (!context->waits_since_ns)
		context->waits_since_ns = call->now_ns;
}

/* Lent while it runs a borrower. */
INLINE void mark_as_used(const struct call *call, const struct task_context *context, s32 cpu)
{
	if (borrows(call, context, cpu))
		mark_lent(cpu);
	else
		mark_returned(cpu);
}

INLINE void begin_turn(const struct call *call, struct task_context *context, s32 cpu)
{
	context->owner_when_started = owner_of(call, cpu);
	context->cell_when_started = context->cell;
	context->uses_credit = !is_before(clock_of(context->queue), context->vtime);
	reached(context->queue, context->vtime);
	scale_lag(context); /* its weight may have changed while it waited */
	mark_as_used(call, context, cpu);
}

/* How many bits it takes to write a number. */
GLOBAL u32 bits_of(u64 number)
{
	u32 bits = 0;

	for (u32 step = 32; step; step /= 2) {
		if (number >> step) {
			number >>= step;
			bits += step;
		}
	}
	return number ? bits + 1 : 0;
}

INLINE void end_wait(const struct call *call, struct task_context *context)
{
	struct cell_counters *cell = counters_of(context->cell);
	u64 waited_ns, latency_ns;
	u32 bucket;

	if (!cell || !context->waits_since_ns)
		return;
	waited_ns = is_before(context->waits_since_ns, call->now_ns) ? call->now_ns - context->waits_since_ns : 0;
	if (context->restricted)
		cell->restricted_wait_ns += waited_ns;
	else
		cell->wait_ns += waited_ns;
	context->waits_since_ns = 0;
	if (!context->woke_at_ns)
		return;
	latency_ns = is_before(context->woke_at_ns, call->now_ns) ? call->now_ns - context->woke_at_ns : 0;
	bucket = bits_of(latency_ns);
	if (bucket < LATENCY_BUCKETS)
		cell->wakeups[bucket]++;
	context->woke_at_ns = 0;
}

GLOBAL u32 size_of(const struct cpu_set *set NONNULL)
{
	u32 count = 0;

	for (int i = 0; i < CPU_WORDS; i++)
		count += __builtin_popcountll(set->words[i]);
	return count;
}

/* About how many CPUs of the cell serve one of its queues. */
INLINE u32 servers_of(const struct call *call, u32 cell)
{
	u32 slots = call->config->llc_slots, count = slots ? size_of(primary_of(call, cell)) / slots : 0;

	return count ? count : 1;
}

/*
 * A task used credit beside others of its queue: the floor of those that join rises as the clock would if all had had their share of
 * this time (generalized processor sharing: time by the sum of weights). Without it, tasks that come with credit from other clocks
 * again and again hold the clock back, and somebody who waits at it waits for ever.
 */
INLINE void credit_used(const struct call *call, const struct task_context *context, u64 ran_ns)
{
	struct queue_context *queue = queue_context(context->queue);
	u64 load = queue ? queue->load : 0;

	if (queue && load > (u32)context->counted)
		queue->floor = later(queue->floor, queue->clock - most_credit(call, context)) +
			       ran_ns * DEFAULT_WEIGHT / load;
}

/* Charges what the task ran since it was accounted for last: to its cell, the CPU's owner, and the clocks. */
SUBPROGRAM void account(struct call *call, struct task_struct *p, struct task_context *context, s32 cpu)
{
	u64 total_ns = p->se.sum_exec_runtime;
	u64 ran_ns = total_ns - context->accounted_ns;
	u32 cell = context->cell_when_started, owner = context->owner_when_started;
	struct cell_counters *user = counters_of(cell), *lender = counters_of(owner);
	u64 charged;

	if (!context->accounted_ns || (s64)ran_ns <= 0 || !user || !lender || !context->weight)
		return;
	context->accounted_ns = total_ns;
	context->ran_this_turn_ns += ran_ns;
	charged = charge(ran_ns, context->weight);
	context->vtime += charged;
	user->run_ns += ran_ns;
	if (cell != owner) {
		user->borrowed_ns += ran_ns;
		lender->lent_ns += ran_ns;
	}
	if (context->uses_credit)
		credit_used(call, context, ran_ns);
	/* Who waits for the other of the two queues that the CPU serves falls behind. */
	if (is_cpu_queue(context->queue))
		advance(queue_of_cell(call, owner, cpu), charged / servers_of(call, owner));
	else if (cell == owner)
		advance(cpu, charged);
}

#endif
