// SPDX-License-Identifier: GPL-2.0
/*
 * The data plane of the cell scheduler.
 *
 * Each tenant's cgroup has a cell that owns CPUs. A task runs on its cell's CPUs by weighted virtual time; on CPUs that its
 * cell may borrow while they are idle, until their owner wants them back; and if its affinity leaves out CPUs of its cell,
 * it waits in the line of one CPU. Which cell owns and may borrow what is the plan, which the loader publishes at once.
 *
 * The callbacks below are lists of decisions; what they rest on is in placement.h (where a waiting task goes), dispatch.h (what
 * a CPU runs next), replace.h (what a new plan moves), task.h and state.h. The simulator's CellScheduler is its model, decision by decision.
 */
#include "replace.h"

char LICENSE[] SEC("license") = "GPL";

s32 SEC("struct_ops/cells_select_cpu") cells_select_cpu(u64 *args)
{
	struct task_struct *p = (void *)args[0];
	s32 previous = args[1], cpu;
	struct task_context *context;
	const struct cpu_set *primary;
	struct call call;

	if (!begin_call(&call, &scratches))
		return previous;
	context = refreshed(&call, p);
	if (!context)
		return previous;
	context->woke_at_ns = call.now_ns;
	cpu = insert_on_idle(&call, p, context, previous);
	if (cpu != NO_CPU)
		return cpu;
	primary = primary_of(&call, context->cell);
	if (has_cpu(primary, previous))
		return previous;
	cpu = first_in_both(primary, &call.scratch->affinity);
	return cpu == NO_CPU ? previous : cpu;
}

void SEC("struct_ops/cells_enqueue") cells_enqueue(u64 *args)
{
	struct task_struct *p = (void *)args[0];
	struct task_context *context;
	struct call call;
	s32 idle;

	if (!begin_call(&call, &scratches))
		return;
	context = refreshed(&call, p);
	if (!context)
		return;
	idle = insert_on_idle(&call, p, context, scx_bpf_task_cpu(p));
	if (idle != NO_CPU)
		scx_bpf_kick_cpu(idle, SCX_KICK_IDLE);
	else if (context->restricted)
		enqueue_restricted(&call, p, context);
	else
		enqueue_cell_wide(&call, p, context);
}

void SEC("struct_ops/cells_dispatch") cells_dispatch(u64 *args)
{
	s32 cpu = args[0];
	struct task_struct *previous = (void *)args[1], *stayer = NULL;
	struct task_context *context = NULL;
	u32 owner, cpu_queue = cpu, of_cell, first, second;
	s64 cell_lag, cpu_lag;
	struct call call;

	if (!begin_call(&call, &scratches))
		return;
	if (previous && (previous->scx.flags & SCX_TASK_QUEUED)) {
		context = refreshed(&call, previous);
		if (context) {
			account(&call, previous, context, cpu);
			if (may_stay(&call, context, cpu)) {
				stayer = previous;
				bind(&call, context, home_queue(&call, context, cpu));
			}
		}
	}
	owner = owner_of(&call, cpu);
	of_cell = queue_of_cell(&call, owner, cpu);
	if (move_overdue(&call, cpu_queue, cpu) || move_overdue(&call, of_cell, cpu) ||
	    (probes_foreign(&call, cpu) && move_from_cell(&call, owner, FROM_OTHER_LLC)))
		return;
	cell_lag = lag_of_head(&call, of_cell);
	cpu_lag = lag_of_head(&call, cpu_queue);
	if (stayer && context && context->cell == owner && lag_of(context) < (cpu_lag <= cell_lag ? cpu_lag : cell_lag)) {
		go_on(&call, stayer, context, cpu);
		return;
	}
	first = cpu_lag <= cell_lag ? cpu_queue : of_cell;
	second = cpu_lag <= cell_lag ? of_cell : cpu_queue;
	if (move_next(first, second))
		return;
	/* Whoever queues a task from now on tells this CPU; what was queued before is found below. */
	if (!stayer)
		begin_search(cpu);
	if (!move_for_owner(&call, owner, first, second))
		dispatch_unwanted(&call, stayer, context, cpu);
}

void SEC("struct_ops/cells_running") cells_running(u64 *args)
{
	struct task_struct *p = (void *)args[0];
	s32 cpu = scx_bpf_task_cpu(p);
	struct task_context *context;
	struct call call;
	u64 slice_ns;

	if (!begin_call(&call, &scratches))
		return;
	context = refreshed(&call, p);
	if (!context)
		return;
	end_search(cpu);
	context->accounted_ns = p->se.sum_exec_runtime;
	context->ran_this_turn_ns = 0;
	if (!context->bound)
		bind(&call, context, home_queue(&call, context, cpu));
	count_in(context, context->queue, context->weight);
	end_wait(&call, context);
	begin_turn(&call, context, cpu);
	slice_ns = slice_beside_waiter(&call, context, cpu);
	if (slice_ns < p->scx.slice)
		set_slice(p, slice_ns);
	give_way(context, cpu);
	if (call.config->reclaims)
		reclaim_for_owner(&call, cpu);
}

void SEC("struct_ops/cells_tick") cells_tick(u64 *args)
{
	struct task_struct *p = (void *)args[0];
	s32 cpu = scx_bpf_task_cpu(p);
	struct task_context *context;
	struct call call;
	u64 slice_ns;

	if (!begin_call(&call, &scratches))
		return;
	context = refreshed(&call, p);
	if (!context)
		return;
	account(&call, p, context, cpu);
	/* Its cell may have changed under way: it borrows the CPU from now on, or no longer does. */
	mark_as_used(&call, context, cpu);
	if (call.config->reclaims)
		reclaim_for_owner(&call, cpu);
	slice_ns = may_stay(&call, context, cpu) ? slice_beside_waiter(&call, context, cpu) : 0;
	if (slice_ns >= p->scx.slice)
		return;
	set_slice(p, slice_ns);
	if (slice_ns)
		decided(SLICE_CUT);
}

void SEC("struct_ops/cells_stopping") cells_stopping(u64 *args)
{
	struct task_struct *p = (void *)args[0];
	s32 cpu = scx_bpf_task_cpu(p);
	struct task_context *context = context_of(p);
	struct call call;

	if (!context || !begin_call(&call, &scratches))
		return;
	account(&call, p, context, cpu);
	if (!(u8)args[1]) /* it goes to sleep */
		count_in(context, 0, 0);
	context->mean_run_ns += ((s64)(context->ran_this_turn_ns - context->mean_run_ns)) >> MEAN_RUN_SHIFT;
	mark_returned(cpu);
}

/* It leaves sched_ext, perhaps from a queue. */
void SEC("struct_ops/cells_disable") cells_disable(u64 *args)
{
	struct task_context *context = context_of((void *)args[0]);

	if (context)
		count_in(context, 0, 0);
}

INLINE void must_be_looked_up(struct task_struct *p)
{
	struct task_context *context = context_of(p);

	if (context)
		context->generation = STALE;
}

void SEC("struct_ops/cells_set_weight") cells_set_weight(u64 *args)
{
	must_be_looked_up((void *)args[0]);
}

void SEC("struct_ops/cells_set_cpumask") cells_set_cpumask(u64 *args)
{
	must_be_looked_up((void *)args[0]);
}

/* Not an operation of sched_ext: where the cpu controller is off, or on for some only, those hear of few moves. */
int SEC("tp_btf/cgroup_attach_task") cells_cgroup_attach_task(u64 *args)
{
	must_be_looked_up((void *)args[2]);
	return 0;
}

void SEC("struct_ops/cells_cpu_release") cells_cpu_release(u64 *args)
{
	scx_bpf_reenqueue_local();
}

s32 SEC("struct_ops.s/cells_init_task") cells_init_task(u64 *args)
{
	struct task_struct *p = (void *)args[0];

	return bpf_task_storage_get(&tasks, p, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE) ? 0 : -12; /* ENOMEM */
}

INLINE void note_weight(struct cgroup *cgrp, u32 weight)
{
	u64 id = cgrp->kn->id;

	bpf_map_update_elem(&cgroup_weights, &id, &weight, BPF_ANY);
}

s32 SEC("struct_ops.s/cells_cgroup_init") cells_cgroup_init(u64 *args)
{
	struct scx_cgroup_init_args *init = (void *)args[1];

	note_weight((void *)args[0], init->weight);
	return 0;
}

void SEC("struct_ops/cells_cgroup_set_weight") cells_cgroup_set_weight(u64 *args)
{
	u32 zero = 0, *version = bpf_map_lookup_elem(&weights_version, &zero);

	note_weight((void *)args[0], args[1]);
	if (version)
		__sync_fetch_and_add(version, 1);
}

/* The CPU's shield ended: if it is idle, whoever waits and may borrow it gets it. */
static int shield_ended(void *map, u32 *cpu, struct cpu_context *context)
{
	scx_bpf_kick_cpu(*cpu, SCX_KICK_IDLE);
	return 0;
}

/* Its clock is 0: the floor of those that join is a slice before. */
INLINE int make_queue(const struct call *call, u32 queue)
{
	struct queue_context *context = queue_context(queue);

	if (!context)
		return -22; /* EINVAL */
	context->floor = -call->config->slice_ns;
	return scx_bpf_create_dsq(queue, -1);
}

INLINE int prepare_cpu(const struct call *call, s32 cpu)
{
	struct cpu_context *context = cpu_context(cpu);

	if (!context || bpf_timer_init(&context->shield_end, &cpus, CLOCK_MONOTONIC) ||
	    bpf_timer_set_callback(&context->shield_end, shield_ended))
		return -22;
	return make_queue(call, cpu);
}

s32 SEC("struct_ops.s/cells_init") cells_init(u64 *args)
{
	struct call call;
	int number, err;

	if (!begin_call(&call, &scratches))
		return -22;
	FOR_RANGE(number, 0, call.config->cpu_count) {
		err = prepare_cpu(&call, number);
		if (err)
			return err;
	}
	FOR_RANGE(number, 0, MAX_CELLS * call.config->llc_slots) {
		err = make_queue(&call, FIRST_CELL_QUEUE + number);
		if (err)
			return err;
	}
	return 0;
}

/* What of our own state goes into the kernel's dump, beside what it says itself. */

void SEC("struct_ops/cells_dump") cells_dump(u64 *args)
{
	struct call call;

	if (begin_call(&call, &scratches))
		DUMP("plan %llu: %llu cgroups, %llu cells may borrow, %llu drain", call.plan->generation,
		     call.plan->cgroup_count, call.plan->borrower_count, call.plan->retiring_count);
}

void SEC("struct_ops/cells_dump_cpu") cells_dump_cpu(u64 *args)
{
	s32 cpu = args[1];
	struct call call;
	u32 owner;

	if (!begin_call(&call, &scratches))
		return;
	owner = owner_of(&call, cpu);
	DUMP("cell %llu, lent %llu, shielded %llu, searching %llu, %llu wait for this CPU, %llu with the cell", owner,
	     is_lent(cpu), is_shielded(&call, cpu), is_searching(cpu), scx_bpf_dsq_nr_queued(cpu),
	     scx_bpf_dsq_nr_queued(queue_of_cell(&call, owner, cpu)));
}

void SEC("struct_ops/cells_dump_task") cells_dump_task(u64 *args)
{
	struct task_context *context = context_of((void *)args[1]);

	if (context)
		DUMP("cell %llu as of plan %llu, weight %llu, queue %llu, lag %lld ns, restricted %llu, foreign %llu",
		     context->cell, context->generation, context->weight, context->queue, lag_of(context),
		     context->restricted, context->foreign);
}

void SEC("struct_ops/cells_exit") cells_exit(u64 *args)
{
	struct scx_exit_info *info = (void *)args[0];
	u32 zero = 0;
	struct exit_record *record = bpf_map_lookup_elem(&exits, &zero);

	if (!record)
		return;
	record->kind = info->kind;
	record->code = info->exit_code;
	bpf_probe_read_kernel_str(record->reason, sizeof(record->reason), info->reason);
	bpf_probe_read_kernel_str(record->message, sizeof(record->message), info->msg);
	bpf_probe_read_kernel_str(record->dump, sizeof(record->dump), info->dump);
	record->ended = 1;
}

/*
 * What the loader calls once it has published a plan: for each queue with waiting tasks, and then once for the CPUs. One
 * program for it all would take the verifier far longer.
 */

/* The next queue, from this number on, that has tasks; MAX_QUEUES if there is none. */
s32 SEC("syscall") cells_next_queued(u32 *from)
{
	struct call call;
	int queue;

	if (!begin_call(&call, &own_scratch))
		return -22;
	FOR_RANGE(queue, *from, FIRST_CELL_QUEUE + MAX_CELLS * call.config->llc_slots)
		if ((queue < (int)call.config->cpu_count || queue >= FIRST_CELL_QUEUE) && scx_bpf_dsq_nr_queued(queue) > 0)
			return queue;
	return MAX_QUEUES;
}

/* Moves the tasks of a queue that belong elsewhere; answers how many. */
s32 SEC("syscall") cells_replace_queued(u32 *queue)
{
	struct call call;

	return begin_call(&call, &own_scratch) ? (s32)replace_queued(&call, *queue) : -22;
}

/* Has the CPUs that changed hands look for work; answers how many. */
s32 SEC("syscall") cells_kick_changed(void *unused)
{
	struct call call;

	return begin_call(&call, &own_scratch) ? (s32)kick_changed(&call) : -22;
}

/* How many tasks wait in the queues of a cell. */
s32 SEC("syscall") cells_queued(u32 *cell)
{
	struct call call;
	s32 queued = 0;
	int slot;

	if (!begin_call(&call, &own_scratch))
		return -22;
	FOR_RANGE(slot, 0, call.config->llc_slots)
		queued += scx_bpf_dsq_nr_queued(cell_queue(&call, *cell & (MAX_CELLS - 1), slot));
	return queued;
}

SEC(".struct_ops.link")
struct sched_ext_ops cells_ops = {
	.select_cpu = (void *)cells_select_cpu,
	.enqueue = (void *)cells_enqueue,
	.dispatch = (void *)cells_dispatch,
	.tick = (void *)cells_tick,
	.running = (void *)cells_running,
	.stopping = (void *)cells_stopping,
	.set_weight = (void *)cells_set_weight,
	.set_cpumask = (void *)cells_set_cpumask,
	.disable = (void *)cells_disable,
	.cpu_release = (void *)cells_cpu_release,
	.init_task = (void *)cells_init_task,
	.cgroup_init = (void *)cells_cgroup_init,
	.cgroup_set_weight = (void *)cells_cgroup_set_weight,
	.dump = (void *)cells_dump,
	.dump_cpu = (void *)cells_dump_cpu,
	.dump_task = (void *)cells_dump_task,
	.init = (void *)cells_init,
	.exit = (void *)cells_exit,
	.flags = SCX_OPS_ENQ_LAST,
	.name = "cellsched",
};
