// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: a new task is about to run for the first time
 *
 * wake_up_new_task() is the one door through which every new task goes:
 * processes, threads, and the workers that io_uring and vhost make in the
 * middle of a call. It is called where sleeping is allowed, unlike the
 * tracepoint of fork, so that a state can be allocated.
 */
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "../gate32.h"
#include "../hooks.h"
#include "../lock.h"
#include "../state.h"
#include "../tags.h"
#include "../window.h"

/*
 * A process that runs without the gate that it thinks it has, or without its
 * limit, would be harder to understand than one that ran out of memory.
 */
static void inherit(struct task_struct *child)
{
	if (!gate32_state_inherit(child->mm, gate32_task_locked(child)))
		return;
	pr_warn_ratelimited("no memory for the state of process %d: killed\n",
			    task_tgid_nr(child));
	send_sig(SIGKILL, child, 1);
}

static void spawn(struct task_struct *child)
{
	typeof(wake_up_new_task) *wake_up_new = gate32_hook_spawn.addr;

	/* A worker is a copy of its maker, mark and all. */
	if (gate32_window_is_open())
		clear_tsk_thread_flag(child, TIF_32BIT);
	gate32_tags_restore(child);
	gate32_lock_child(child);
	if (child->mm && child->mm != current->mm)
		inherit(child);

	gate32_own_call_begin();
	wake_up_new(child);
	gate32_own_call_end();
}

static void *visit(unsigned long *args)
{
	if (gate32_is_own_call() || !gate32_state_current())
		return NULL;

	return spawn;
}

struct gate32_hook gate32_hook_spawn = {
	.symbols	= { "wake_up_new_task" },
	.purpose	= "processes and workers made by a gated process",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit,
};
