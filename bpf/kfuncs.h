/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A thin layer over what the kernel offers: helpers, kfuncs and their versions. Everything that the scheduler asks
 * of the kernel goes through here, so that the rest compiles against another kernel, or a model of one.
 */
#ifndef CELLS_KFUNCS_H
#define CELLS_KFUNCS_H

#include "kernel_types.h"

#define NULL ((void *)0)
#define SEC(name) __attribute__((section(name), used))
#define KFUNC __attribute__((section(".ksyms")))
#define OPTIONAL_KFUNC __attribute__((section(".ksyms"), weak))
#define INLINE static inline __attribute__((always_inline))
#define SUBPROGRAM static __attribute__((noinline))
/* Verified by itself, once: for arithmetic whose paths would otherwise multiply those of its callers. */
#define GLOBAL __attribute__((noinline))
#define NONNULL __attribute__((btf_decl_tag("arg:nonnull")))
#define TRUSTED __attribute__((btf_decl_tag("arg:trusted")))

/* How maps are declared (libbpf's conventions). */
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]

/* Helpers, by their numbers in include/uapi/linux/bpf.h. */
static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static long (*const bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static u64 (*const bpf_ktime_get_ns)(void) = (void *)5;
static u32 (*const bpf_get_smp_processor_id)(void) = (void *)8;
static long (*const bpf_probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*const bpf_probe_read_kernel_str)(void *to, u32 size, const void *from) = (void *)115;
static void *(*const bpf_task_storage_get)(void *map, struct task_struct *p, void *value, u64 flags) = (void *)156;
static long (*const bpf_timer_init)(struct bpf_timer *timer, void *map, u64 flags) = (void *)169;
static long (*const bpf_timer_set_callback)(struct bpf_timer *timer, void *callback) = (void *)170;
static long (*const bpf_timer_start)(struct bpf_timer *timer, u64 ns, u64 flags) = (void *)171;

extern void bpf_rcu_read_lock(void) KFUNC;
extern void bpf_rcu_read_unlock(void) KFUNC;
extern struct cgroup *bpf_cgroup_ancestor(struct cgroup *cgrp, int level) KFUNC;
extern void bpf_cgroup_release(struct cgroup *cgrp) KFUNC;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) KFUNC;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) KFUNC;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) KFUNC;
extern int bpf_iter_scx_dsq_new(struct bpf_iter_scx_dsq *it, u64 queue, u64 flags) KFUNC;
extern struct task_struct *bpf_iter_scx_dsq_next(struct bpf_iter_scx_dsq *it) KFUNC;
extern void bpf_iter_scx_dsq_destroy(struct bpf_iter_scx_dsq *it) KFUNC;

extern s32 scx_bpf_create_dsq(u64 queue, s32 node) KFUNC;
extern s32 scx_bpf_dsq_nr_queued(u64 queue) KFUNC;
extern void scx_bpf_dsq_insert(struct task_struct *p, u64 queue, u64 slice, u64 flags) OPTIONAL_KFUNC;
extern void scx_bpf_dsq_insert_vtime(struct task_struct *p, u64 queue, u64 slice, u64 vtime, u64 flags) OPTIONAL_KFUNC;
extern char scx_bpf_dsq_move_to_local(u64 queue) OPTIONAL_KFUNC;
extern void scx_bpf_dsq_move_set_vtime(struct bpf_iter_scx_dsq *it, u64 vtime) KFUNC;
extern char scx_bpf_dsq_move(struct bpf_iter_scx_dsq *it, struct task_struct *p, u64 queue, u64 flags) KFUNC;
extern char scx_bpf_dsq_move_vtime(struct bpf_iter_scx_dsq *it, struct task_struct *p, u64 queue, u64 flags) KFUNC;
extern void scx_bpf_kick_cpu(s32 cpu, u64 flags) KFUNC;
extern s32 scx_bpf_pick_idle_cpu(const struct cpumask *allowed, u64 flags) KFUNC;
extern char scx_bpf_test_and_clear_cpu_idle(s32 cpu) KFUNC;
extern const struct cpumask *scx_bpf_get_idle_smtmask(void) KFUNC;
extern void scx_bpf_put_idle_cpumask(const struct cpumask *mask) KFUNC;
extern char bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *mask) KFUNC;
extern s32 scx_bpf_task_cpu(const struct task_struct *p) KFUNC;
extern u32 scx_bpf_reenqueue_local(void) KFUNC;
extern u64 scx_bpf_now(void) KFUNC;
extern void scx_bpf_dump_bstr(char *format, u64 *values, u32 bytes) KFUNC;
extern char scx_bpf_task_set_slice(struct task_struct *p, u64 slice) OPTIONAL_KFUNC;

/* A loop whose end the verifier sees: for (i = from; i < to; i++). */
#define FOR_RANGE(i, from, to)                                                                              \
	for (struct bpf_iter_num it_##i __attribute__((aligned(8), cleanup(bpf_iter_num_destroy))), *p_##i   \
	     __attribute__((unused)) = (bpf_iter_num_new(&it_##i, (from), (to)),                              \
					(void)bpf_iter_num_destroy, (void *)0);                               \
	     ({                                                                                              \
		     int *next_##i = bpf_iter_num_next(&it_##i);                                             \
		     next_##i ? (i = *next_##i, 1) : 0;                                                      \
	     });)

/* The tasks of a queue in order; `queue_it` is the iterator. */
#define FOR_QUEUED(task, queue)                                                                             \
	for (struct bpf_iter_scx_dsq queue_it __attribute__((aligned(8), cleanup(bpf_iter_scx_dsq_destroy))), \
	     *queue_p __attribute__((unused)) = (bpf_iter_scx_dsq_new(&queue_it, (queue), 0),                 \
						 (void)bpf_iter_scx_dsq_destroy, (void *)0);                  \
	     (task = bpf_iter_scx_dsq_next(&queue_it));)

/* Adds a line to the dump that the kernel makes when it ends the scheduler, or at SysRq-D. At least one value. */
#define DUMP(format, ...)                                                                                   \
	do {                                                                                                 \
		char text[] = format;                                                                        \
		u64 values[] = { __VA_ARGS__ };                                                              \
		scx_bpf_dump_bstr(text, values, sizeof(values));                                             \
	} while (0)

/* Until 6.18 the field is written, from 6.19 on there is a kfunc for it. */
INLINE void set_slice(struct task_struct *p, u64 slice_ns)
{
	if (scx_bpf_task_set_slice)
		scx_bpf_task_set_slice(p, slice_ns);
	else
		p->scx.slice = slice_ns;
}

#endif
