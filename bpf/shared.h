/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel's side and the loader share: the values of maps, byte for byte. The loader writes and
 * reads them by the offsets that are asserted at the end; a test compares both.
 */
#ifndef CELLS_SHARED_H
#define CELLS_SHARED_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;

#define MAX_CPUS 1024
#define CPU_WORDS (MAX_CPUS / 64)
#define MAX_CELLS 256
#define MAX_LLCS 64
#define ROOT_CELL 0

/* Queues: one per CPU, by its number, then one per cell and last-level cache. */
#define FIRST_CELL_QUEUE MAX_CPUS
#define MAX_QUEUES (FIRST_CELL_QUEUE + MAX_CELLS * MAX_LLCS)

/* Buckets of the latency histogram: number n counts latencies below 2^n ns. */
#define LATENCY_BUCKETS 40

/* Exit messages longer than this are cut. */
#define EXIT_REASON_BYTES 128
#define EXIT_MESSAGE_BYTES 1024
#define EXIT_DUMP_BYTES 32768

/* A set of CPUs. */
struct cpu_set {
	u64 words[CPU_WORDS];
};

/*
 * A complete plan, published at once: a callback looks it up once and sees one generation. Cgroups are
 * those that cells are assigned to, in ascending order of id; all are children of one parent.
 */
struct cells_plan {
	u64 generation;
	u32 cgroup_level;
	u32 cgroup_count;
	u32 borrower_count;
	u32 retiring_count;
	u64 cgroup_id[MAX_CELLS];
	u16 cgroup_cell[MAX_CELLS];
	u16 borrowers[MAX_CELLS];
	u16 retiring[MAX_CELLS];
	u16 cell_of_cpu[MAX_CPUS];
	struct cpu_set primary[MAX_CELLS];
	struct cpu_set borrowable[MAX_CELLS];
};

/* What an operator chose, and what the machine is; fixed before attaching. */
struct cells_config {
	u64 slice_ns;
	u64 lender_protection_ns;
	u64 cut_shortest_ns;
	u64 cut_longest_ns;
	u64 longest_wait_ns;
	u64 overdue_look_ns;
	u32 cpu_count;
	u32 llc_slots;
	u32 reclaims;
	u32 loader_tgid;
	u16 llc_slot_of_cpu[MAX_CPUS];
};

/* Of one cell on one CPU, counting up; times in nanoseconds. */
struct cell_counters {
	u64 run_ns;
	u64 wait_ns;
	u64 restricted_wait_ns;
	u64 borrowed_ns;
	u64 lent_ns;
	u64 wakeups[LATENCY_BUCKETS];
};

/* Why the kernel ended the scheduler; filled when it does. */
struct exit_record {
	s32 kind;
	u32 ended;
	s64 code;
	char reason[EXIT_REASON_BYTES];
	char message[EXIT_MESSAGE_BYTES];
	char dump[EXIT_DUMP_BYTES];
};

/* In the order of org.cellsched.core.dispatch.Decision, the first of them. */
enum decision {
	IDLE_OWN,
	IDLE_BORROWED,
	IDLE_ELSEWHERE,
	QUEUED_WITH_CELL,
	QUEUED_FOR_CPU,
	MOVED,
	RECLAIMED,
	EVICTED,
	GAVE_WAY,
	SLICE_CUT,
	NEXT_IN_LINE,
	FROM_OTHER_LLC,
	FROM_OTHER_CPU,
	FROM_RETIRING_CELL,
	LENT,
	LENT_ON,
	KEPT,
	OVERDUE,
	DECISIONS,
};

#define ASSERT_OFFSET(type, field, offset) \
	_Static_assert(__builtin_offsetof(type, field) == (offset), #type "." #field)
#define ASSERT_SIZE(type, size) _Static_assert(sizeof(type) == (size), #type)

ASSERT_OFFSET(struct cells_plan, cgroup_level, 8);
ASSERT_OFFSET(struct cells_plan, cgroup_count, 12);
ASSERT_OFFSET(struct cells_plan, borrower_count, 16);
ASSERT_OFFSET(struct cells_plan, retiring_count, 20);
ASSERT_OFFSET(struct cells_plan, cgroup_id, 24);
ASSERT_OFFSET(struct cells_plan, cgroup_cell, 2072);
ASSERT_OFFSET(struct cells_plan, borrowers, 2584);
ASSERT_OFFSET(struct cells_plan, retiring, 3096);
ASSERT_OFFSET(struct cells_plan, cell_of_cpu, 3608);
ASSERT_OFFSET(struct cells_plan, primary, 5656);
ASSERT_OFFSET(struct cells_plan, borrowable, 38424);
ASSERT_SIZE(struct cells_plan, 71192);
ASSERT_OFFSET(struct cells_config, lender_protection_ns, 8);
ASSERT_OFFSET(struct cells_config, cut_shortest_ns, 16);
ASSERT_OFFSET(struct cells_config, cut_longest_ns, 24);
ASSERT_OFFSET(struct cells_config, longest_wait_ns, 32);
ASSERT_OFFSET(struct cells_config, overdue_look_ns, 40);
ASSERT_OFFSET(struct cells_config, cpu_count, 48);
ASSERT_OFFSET(struct cells_config, llc_slots, 52);
ASSERT_OFFSET(struct cells_config, reclaims, 56);
ASSERT_OFFSET(struct cells_config, loader_tgid, 60);
ASSERT_OFFSET(struct cells_config, llc_slot_of_cpu, 64);
ASSERT_SIZE(struct cells_config, 2112);
ASSERT_OFFSET(struct cell_counters, wait_ns, 8);
ASSERT_OFFSET(struct cell_counters, restricted_wait_ns, 16);
ASSERT_OFFSET(struct cell_counters, borrowed_ns, 24);
ASSERT_OFFSET(struct cell_counters, lent_ns, 32);
ASSERT_OFFSET(struct cell_counters, wakeups, 40);
ASSERT_SIZE(struct cell_counters, 360);
ASSERT_OFFSET(struct exit_record, ended, 4);
ASSERT_OFFSET(struct exit_record, code, 8);
ASSERT_OFFSET(struct exit_record, reason, 16);
ASSERT_OFFSET(struct exit_record, message, 144);
ASSERT_OFFSET(struct exit_record, dump, 1168);
ASSERT_SIZE(struct exit_record, 33936);

#endif
