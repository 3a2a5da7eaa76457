// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - where the rest of the kernel comes in: prctl, fork and placement
 */
#include <linux/compat.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/sched/mm.h>
#include <linux/security.h>
#include <asm/gate32_used.h>

#include "allow.h"
#include "lock.h"
#include "prctl.h"
#include "state.h"

/*
 * Set once some process has a gate, a limit or a lock, and for good: what
 * that costs others is little, and it is patched into the kernel's code.
 */
DEFINE_STATIC_KEY_FALSE(gate32_used);

/**
 * gate32_state_get_current() - state of the current process, about to be used
 *
 * Context: user task; may sleep.
 * Return: the state
 */
struct gate32_state *gate32_state_get_current(void)
{
	static_branch_enable(&gate32_used);

	return gate32_state_current();
}

/**
 * gate32_sys_prctl() - prctl(PR_GATE32, ...)
 * @verb: of enum gate32_verb, or anything
 * @a: first argument
 * @b: second argument
 * @c: third argument
 *
 * Return: as enum gate32_verb says; -EINVAL: the call is a 32-bit one
 */
long gate32_sys_prctl(unsigned long verb, unsigned long a, unsigned long b,
		      unsigned long c)
{
	if (in_compat_syscall())
		return -EINVAL;

	return gate32_prctl(verb, a, b, c);
}

/*
 * fork has copied the state, perhaps while another thread was changing the
 * break, and before the parent was locked.
 */
static void inherit(struct gate32_state *child, bool locked)
{
	struct gate32_state *parent = gate32_state_current();

	if (locked)
		gate32_state_lock(child);
	mutex_lock(&parent->brk_lock);
	child->brk_start = parent->brk_start;
	child->brk = parent->brk;
	mutex_unlock(&parent->brk_lock);
}

/**
 * arch_post_fork() - a new task is about to run for the first time
 * @child: the task, which is in the list of tasks
 *
 * Context: the maker; may sleep.
 */
void arch_post_fork(struct task_struct *child)
{
	if (!gate32_is_used() || !current->mm)
		return;
	gate32_lock_child(child);
	if (child->mm && child->mm != current->mm)
		inherit(gate32_state_of(child->mm), gate32_task_locked(child));
}

static unsigned long limit(void)
{
	return READ_ONCE(gate32_state_current()->mmap_limit) ?: ULONG_MAX;
}

/**
 * __gate32_mmap_end() - where an address that is asked for has to end
 * @end: without a limit
 * @flags: MAP_*
 *
 * Whoever calls this subtracts mmap_min_addr from it.
 *
 * Return: exclusive bound of hints and searches; @end for MAP_FIXED
 */
unsigned long __gate32_mmap_end(unsigned long end, unsigned long flags)
{
	if (flags & MAP_FIXED)
		return end;

	return min(end, max(limit(), mmap_min_addr));
}

static bool in_routed_call(void)
{
	return in_compat_syscall() && !is_compat_task();
}

/**
 * __gate32_bound_search() - narrow the bounds of a search for free addresses
 * @info: made from the 64-bit layout of the process
 */
void __gate32_bound_search(struct vm_unmapped_area_info *info)
{
	unsigned long end = limit();

	if (in_routed_call())
		end = min(end, GATE32_PLACE_END);
	if (end != ULONG_MAX)
		gate32_clamp_search(&info->low_limit, &info->high_limit, end,
				    PAGE_SIZE);
}

static int __init gate32_init(void)
{
	return gate32_allow_init();
}
late_initcall(gate32_init);
