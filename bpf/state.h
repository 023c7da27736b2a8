/* SPDX-License-Identifier: GPL-2.0 */
/* All state, in maps; and sets of CPUs as words. There are no other mutable globals. */
#ifndef CELLS_STATE_H
#define CELLS_STATE_H

#include "kfuncs.h"

#define NO_CPU (-1)
#define DEFAULT_WEIGHT 100
#define MIN_WEIGHT 1
#define MAX_WEIGHT 10000

/* Generation of a task's context that must be looked up anew; no plan has it. */
#define STALE 0

/* What is remembered of a task. Its virtual time follows the clock of the queue that it is bound to. */
struct task_context {
	u64 generation;
	u64 vtime;
	u64 accounted_ns;
	u64 ran_this_turn_ns;
	u64 mean_run_ns;
	u64 waits_since_ns;
	u64 woke_at_ns;
	u64 counted; /* in the load of which queue, and with what weight: see count_in() */
	u32 queue;
	u32 bound;
	u32 weight;
	u32 lag_weight; /* by which its lag was counted: not its weight if that changed while it waited in a line */
	u32 weights_version;
	u16 cell;
	u16 cell_when_started;
	u16 owner_when_started;
	u8 restricted;
	u8 foreign;
	u8 found_idle; /* it was placed on an idle CPU, where others may have been placed, too */
	u8 uses_credit; /* its turn did not begin ahead of the clock, and so does not move it */
};

struct cpu_context {
	u64 shielded_until_ns;
	u32 next_borrower;
	u32 dispatches;
	struct bpf_timer shield_end;
};

/* Room for masks. The kernel wants to see a whole cpumask where it is given one, of up to 8192 bits. */
#define KERNEL_MASK_WORDS 128
struct scratch {
	u64 search[KERNEL_MASK_WORDS];
	struct cpu_set affinity;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cells_config);
} config SEC(".maps");

struct plan_slot {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cells_plan);
} plan_a SEC(".maps"), plan_b SEC(".maps");

/* The plan in force: whichever of the two the loader has put here. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, u32);
	__array(values, struct plan_slot);
} plan_in_force SEC(".maps") = { .values = { &plan_a } };

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_context);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_CPUS);
	__type(key, u32);
	__type(value, struct cpu_context);
} cpus SEC(".maps");

/*
 * Of a queue: the virtual time that its service has reached; that before which nobody joins it; the weights of the tasks bound to
 * it that run or wait, summed up; and when to look through it for overdue tasks.
 */
struct queue_context {
	u64 clock;
	u64 floor;
	u64 load;
	u64 next_look_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_QUEUES);
	__type(key, u32);
	__type(value, struct queue_context);
} queues SEC(".maps");

/* The CPUs that are lent out now. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_set);
} lending SEC(".maps");

/*
 * The CPUs that found nothing to run, or are about to. A CPU joins before it looks for the last time, and whoever queues a task
 * looks here: either the CPU finds the task, or it is told. The kernel's idle mask cannot do that: a CPU's bit there is set after
 * its last look.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_set);
} searching SEC(".maps");

/* The CPUs in whose queues somebody may wait: others that serve the same cell look there. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_set);
} waiting SEC(".maps");

/* The CPUs in whose queues strangers may wait. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_set);
} strangers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_CELLS);
	__type(key, u32);
	__type(value, struct cell_counters);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, DECISIONS);
	__type(key, u32);
	__type(value, u64);
} decisions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/* That of the program that re-places tasks, which may be preempted by a callback. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct scratch);
} own_scratch SEC(".maps");

/* cpu.weight of cgroups, by id. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, u64);
	__type(value, u32);
} cgroup_weights SEC(".maps");

/* Counts up when one of them changes: what tasks remember of theirs is stale then. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u32);
} weights_version SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct exit_record);
} exits SEC(".maps");

/* The CPUs whose owner the plan in force changed; written with it. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct cpu_set);
} changed_cpus SEC(".maps");

/* What a callback looks up once and hands down. */
struct call {
	const struct cells_config *config;
	const struct cells_plan *plan;
	struct scratch *scratch;
	u64 now_ns;
	u32 weights_version;
};

INLINE int begin_call(struct call *call, void *scratch_map)
{
	u32 zero = 0;
	void *inner = bpf_map_lookup_elem(&plan_in_force, &zero);
	u32 *version = bpf_map_lookup_elem(&weights_version, &zero);

	call->config = bpf_map_lookup_elem(&config, &zero);
	call->plan = inner ? bpf_map_lookup_elem(inner, &zero) : NULL;
	call->scratch = bpf_map_lookup_elem(scratch_map, &zero);
	call->now_ns = scx_bpf_now();
	call->weights_version = version ? *version : 0;
	return call->config && call->plan && call->scratch;
}

INLINE void decided(enum decision decision)
{
	u32 key = decision;
	u64 *count = bpf_map_lookup_elem(&decisions, &key);

	if (count)
		(*count)++;
}

INLINE struct cell_counters *counters_of(u32 cell)
{
	return bpf_map_lookup_elem(&counters, &cell);
}

INLINE struct cpu_context *cpu_context(s32 cpu)
{
	u32 key = cpu;

	return bpf_map_lookup_elem(&cpus, &key);
}

/* Sets of CPUs. */

/* Keeps the compiler from checking one copy of a number and using another: the verifier looks at registers. */
#define SAME_REGISTER(number) asm volatile("" : "+r"(number))

INLINE int has_cpu(const struct cpu_set *set, s32 cpu)
{
	u32 word = (u32)cpu / 64;

	SAME_REGISTER(word);
	if (word >= CPU_WORDS)
		return 0;
	return (set->words[word] >> ((u32)cpu % 64)) & 1;
}

/* The answer of the atomic operation is kept: without one it would not be ordered before what follows. */
INLINE void add_cpu(struct cpu_set *set, s32 cpu)
{
	u32 word = (u32)cpu / 64;
	u64 before;

	SAME_REGISTER(word);
	if (word >= CPU_WORDS)
		return;
	before = __sync_fetch_and_or(&set->words[word], 1ULL << ((u32)cpu % 64));
	SAME_REGISTER(before);
}

/* Answers whether it was there: of several that take it out at once, one does. */
INLINE int remove_cpu(struct cpu_set *set, s32 cpu)
{
	u32 word = (u32)cpu / 64;
	u64 bit = 1ULL << ((u32)cpu % 64);

	SAME_REGISTER(word);
	if (word >= CPU_WORDS || !(set->words[word] & bit))
		return 0;
	return !!(__sync_fetch_and_and(&set->words[word], ~bit) & bit);
}

GLOBAL int covers(const struct cpu_set *outer NONNULL, const struct cpu_set *inner NONNULL)
{
	u64 missing = 0;

	for (int i = 0; i < CPU_WORDS; i++)
		missing |= inner->words[i] & ~outer->words[i];
	return !missing;
}

GLOBAL int meets(const struct cpu_set *a NONNULL, const struct cpu_set *b NONNULL)
{
	u64 common = 0;

	for (int i = 0; i < CPU_WORDS; i++)
		common |= a->words[i] & b->words[i];
	return !!common;
}

/* Whether a CPU is in `a` and in `b`, and in `c` or `d`. */
GLOBAL int meets_either(const struct cpu_set *a NONNULL, const struct cpu_set *b NONNULL, const struct cpu_set *c NONNULL,
			const struct cpu_set *d NONNULL)
{
	u64 common = 0;

	for (int i = 0; i < CPU_WORDS; i++)
		common |= a->words[i] & b->words[i] & (c->words[i] | d->words[i]);
	return !!common;
}

/* Number of the lowest bit that is set; bits are not all 0. */
GLOBAL s32 lowest_bit(u64 bits)
{
	s32 bit = 0;

	if (!(bits & 0xffffffffULL)) {
		bits >>= 32;
		bit += 32;
	}
	if (!(bits & 0xffff)) {
		bits >>= 16;
		bit += 16;
	}
	if (!(bits & 0xff)) {
		bits >>= 8;
		bit += 8;
	}
	if (!(bits & 0xf)) {
		bits >>= 4;
		bit += 4;
	}
	if (!(bits & 0x3)) {
		bits >>= 2;
		bit += 2;
	}
	return bit + !(bits & 1);
}

/* The lowest CPU in both; NO_CPU if there is none. */
GLOBAL s32 first_in_both(const struct cpu_set *a NONNULL, const struct cpu_set *b NONNULL)
{
	for (int i = 0; i < CPU_WORDS; i++) {
		u64 bits = a->words[i] & b->words[i];

		if (bits)
			return i * 64 + lowest_bit(bits);
	}
	return NO_CPU;
}

/* The lowest CPU of the set; `otherwise` if it is empty. */
INLINE s32 first_or(const struct cpu_set *set, s32 otherwise)
{
	s32 first = first_in_both(set, set);

	return first == NO_CPU ? otherwise : first;
}

INLINE const struct cpu_set *primary_of(const struct call *call, u32 cell)
{
	return &call->plan->primary[cell & (MAX_CELLS - 1)];
}

INLINE const struct cpu_set *borrowable_of(const struct call *call, u32 cell)
{
	return &call->plan->borrowable[cell & (MAX_CELLS - 1)];
}

INLINE u32 owner_of(const struct call *call, s32 cpu)
{
	return call->plan->cell_of_cpu[(u32)cpu & (MAX_CPUS - 1)];
}

/* Queues and clocks. */

INLINE u32 llc_slot_of(const struct call *call, s32 cpu)
{
	return call->config->llc_slot_of_cpu[(u32)cpu & (MAX_CPUS - 1)];
}

INLINE u32 cell_queue(const struct call *call, u32 cell, u32 slot)
{
	return FIRST_CELL_QUEUE + cell * call->config->llc_slots + slot;
}

INLINE int is_cpu_queue(u32 queue)
{
	return queue < FIRST_CELL_QUEUE;
}

INLINE struct queue_context *queue_context(u32 queue)
{
	return bpf_map_lookup_elem(&queues, &queue);
}

INLINE u64 clock_of(u32 queue)
{
	struct queue_context *context = queue_context(queue);

	return context ? context->clock : 0;
}

INLINE u64 floor_of(u32 queue)
{
	struct queue_context *context = queue_context(queue);

	return context ? context->floor : 0;
}

/* Virtual times wrap around: compared by difference. */
INLINE int is_before(u64 a, u64 b)
{
	return (s64)(a - b) < 0;
}

INLINE u64 later(u64 a, u64 b)
{
	return is_before(a, b) ? b : a;
}

/* A task of the queue starts: service has reached its virtual time. */
INLINE void reached(u32 queue, u64 vtime)
{
	struct queue_context *context = queue_context(queue);

	if (context && is_before(context->clock, vtime))
		context->clock = vtime;
}

INLINE void advance(u32 queue, u64 by)
{
	struct queue_context *context = queue_context(queue);

	if (context)
		__sync_fetch_and_add(&context->clock, by);
}

INLINE void add_load(u32 queue, u64 weight)
{
	struct queue_context *context = queue_context(queue);

	if (context && weight)
		__sync_fetch_and_add(&context->load, weight);
}

/* Lending. */

INLINE struct cpu_set *lent_cpus(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&lending, &zero);
}

INLINE void mark_lent(s32 cpu)
{
	struct cpu_set *lent = lent_cpus();

	if (lent)
		add_cpu(lent, cpu);
}

/* Answers whether it was marked: of several that take a CPU back, one does. */
INLINE int mark_returned(s32 cpu)
{
	struct cpu_set *lent = lent_cpus();

	return lent && remove_cpu(lent, cpu);
}

INLINE int is_lent(s32 cpu)
{
	struct cpu_set *lent = lent_cpus();

	return lent && has_cpu(lent, cpu);
}

INLINE int is_shielded(const struct call *call, s32 cpu)
{
	struct cpu_context *context = cpu_context(cpu);

	return context && is_before(call->now_ns, context->shielded_until_ns);
}

/* Searching for work, and who waits in the queues of CPUs. */

INLINE struct cpu_set *searching_cpus(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&searching, &zero);
}

/* From now on whoever queues a task tells the CPU. */
INLINE void begin_search(s32 cpu)
{
	struct cpu_set *searching = searching_cpus();

	if (searching && !has_cpu(searching, cpu))
		add_cpu(searching, cpu);
}

/* The CPU has something to run, or was told to look again. */
INLINE void end_search(s32 cpu)
{
	struct cpu_set *searching = searching_cpus();

	if (searching)
		remove_cpu(searching, cpu);
}

INLINE int is_searching(s32 cpu)
{
	struct cpu_set *searching = searching_cpus();

	return searching && has_cpu(searching, cpu);
}

INLINE struct cpu_set *waiting_cpus(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&waiting, &zero);
}

INLINE struct cpu_set *stranger_cpus(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&strangers, &zero);
}

#endif
