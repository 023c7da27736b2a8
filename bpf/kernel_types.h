/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Of the kernel's types only what is used, with only the fields that are used: where they really are is
 * put in when the object is loaded (CO-RE). Names and constants are the kernel's own.
 */
#ifndef CELLS_KERNEL_TYPES_H
#define CELLS_KERNEL_TYPES_H

#include "shared.h"

#define RELOCATED __attribute__((preserve_access_index))

struct cpumask {
	unsigned long bits[1];
} RELOCATED;

struct kernfs_node {
	u64 id;
} RELOCATED;

struct cgroup {
	int level;
	struct kernfs_node *kn;
} RELOCATED;

struct css_set {
	struct cgroup *dfl_cgrp;
} RELOCATED;

struct sched_entity {
	u64 sum_exec_runtime;
} RELOCATED;

struct sched_ext_entity {
	struct scx_dispatch_q *dsq;
	u32 flags;
	u32 weight;
	u64 slice;
} RELOCATED;

struct task_struct {
	int pid;
	int tgid;
	unsigned int flags;
	int nr_cpus_allowed;
	const struct cpumask *cpus_ptr;
	struct sched_entity se;
	struct sched_ext_entity scx;
	struct css_set *cgroups;
} RELOCATED;

enum scx_exit_kind {
	SCX_EXIT_NONE = 0,
};

struct scx_exit_info {
	enum scx_exit_kind kind;
	s64 exit_code;
	const char *reason;
	const char *msg;
	const char *dump;
} RELOCATED;

struct scx_init_task_args {
	char fork;
} RELOCATED;

struct scx_exit_task_args {
	char cancelled;
} RELOCATED;

struct scx_cgroup_init_args {
	u32 weight;
} RELOCATED;

struct scx_cpu_release_args;
struct scx_dump_ctx;

/* Of sched_ext's operations those that are implemented; libbpf matches them by name. The loader sets the first fields. */
struct sched_ext_ops {
	u64 hotplug_seq;
	u64 flags;
	u32 timeout_ms;
	u32 exit_dump_len;
	char name[128];
	s32 (*select_cpu)(struct task_struct *p, s32 prev_cpu, u64 wake_flags);
	void (*enqueue)(struct task_struct *p, u64 enq_flags);
	void (*dispatch)(s32 cpu, struct task_struct *prev);
	void (*tick)(struct task_struct *p);
	void (*running)(struct task_struct *p);
	void (*stopping)(struct task_struct *p, char runnable);
	void (*set_weight)(struct task_struct *p, u32 weight);
	void (*set_cpumask)(struct task_struct *p, const struct cpumask *cpumask);
	void (*disable)(struct task_struct *p);
	void (*cpu_release)(s32 cpu, struct scx_cpu_release_args *args);
	s32 (*init_task)(struct task_struct *p, struct scx_init_task_args *args);
	void (*exit_task)(struct task_struct *p, struct scx_exit_task_args *args);
	void (*dump)(struct scx_dump_ctx *ctx);
	void (*dump_cpu)(struct scx_dump_ctx *ctx, s32 cpu, char idle);
	void (*dump_task)(struct scx_dump_ctx *ctx, struct task_struct *p);
	s32 (*cgroup_init)(struct cgroup *cgrp, struct scx_cgroup_init_args *args);
	void (*cgroup_set_weight)(struct cgroup *cgrp, u32 weight);
	s32 (*init)(void);
	void (*exit)(struct scx_exit_info *info);
};

ASSERT_OFFSET(struct sched_ext_ops, hotplug_seq, 0);
ASSERT_OFFSET(struct sched_ext_ops, timeout_ms, 16);

/* include/linux/sched.h */
#define PF_EXITING 0x00000004

/* include/linux/sched/ext.h */
#define SCX_DSQ_LOCAL (1ULL << 63 | 2)
#define SCX_DSQ_LOCAL_ON (3ULL << 62)
#define SCX_TASK_QUEUED (1u << 0)

/* kernel/sched/ext_internal.h: enum scx_ops_flags, scx_enq_flags, scx_kick_flags, scx_pick_idle_cpu_flags */
#define SCX_OPS_ENQ_LAST (1ULL << 1)
#define SCX_OPS_ENQ_EXITING (1ULL << 2)
#define SCX_ENQ_PREEMPT (1ULL << 32)
#define SCX_KICK_IDLE (1ULL << 0)
#define SCX_KICK_PREEMPT (1ULL << 1)
#define SCX_PICK_IDLE_CORE (1ULL << 0)

/* include/uapi/linux/bpf.h */
enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};

#define BPF_ANY 0
#define BPF_F_NO_PREALLOC 1
#define BPF_LOCAL_STORAGE_GET_F_CREATE 1
#define CLOCK_MONOTONIC 1

struct bpf_timer {
	u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_iter_num {
	u64 opaque[1];
} __attribute__((aligned(8)));

struct bpf_iter_scx_dsq {
	u64 opaque[6];
} __attribute__((aligned(8)));

#endif
