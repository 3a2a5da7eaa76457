// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - GATE32_LOCK: a process gives the gate up for good
 */
#include <linux/err.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>

#include "allow.h"
#include "lock.h"
#include "state.h"

/**
 * gate32_may_open() - may the current task open a gate, or set a limit?
 *
 * Return: true if it is not locked and the administrator allows it
 */
bool gate32_may_open(void)
{
	return !gate32_task_locked(current) && gate32_allowed();
}

static void lock_task(struct task_struct *task)
{
	set_bit(GATE32_PFA_LOCKED, &task->atomic_flags);
	/* Before the next task is looked for; see gate32_lock_child(). */
	smp_mb__after_atomic();
}

/**
 * gate32_lock_child() - lock a new task if its maker is locked by now
 * @child: task that is in the list of tasks and has not run yet
 *
 * fork has copied the mark long ago, if it was there then. A lock that came in
 * between has marked the maker, or it has yet to reach the end of the list and
 * finds the child there.
 *
 * Context: the maker, whose process has a state.
 */
void gate32_lock_child(struct task_struct *child)
{
	smp_mb(); /* Pairs with lock_task(): the list first, then the mark. */
	if (gate32_task_locked(current))
		lock_task(child);
}

/*
 * New tasks come to the end of the list: those of makers that are passed
 * already are left to gate32_lock_child(). A thread of the kernel only borrows
 * a memory map.
 */
static void lock_users(const struct mm_struct *mm)
{
	struct task_struct *process, *task;

	rcu_read_lock();
	for_each_process_thread(process, task)
		if (READ_ONCE(task->mm) == mm && !(task->flags & PF_KTHREAD))
			lock_task(task);
	rcu_read_unlock();
}

/**
 * gate32_lock() - lock every task that uses the current memory map
 *
 * The tasks come before the gate. A task that was not marked in time opens it
 * before it is locked, or finds it locked; one that execs with the old map's
 * gate shut already is marked.
 *
 * Context: user task; may sleep.
 * Return: 0; -ENODEV, -ENOMEM: see gate32_state_get_current()
 */
int gate32_lock(void)
{
	struct gate32_state *state = gate32_state_current();

	/* All users of the map are marked; without a state, by inheritance. */
	if (state ? gate32_state_locked(state) : gate32_task_locked(current))
		return 0;

	state = gate32_state_get_current();
	if (IS_ERR(state))
		return PTR_ERR(state);

	/* From now on every fork under way meets the hook, and this state. */
	synchronize_rcu();
	lock_users(current->mm);
	gate32_state_lock(state);

	return 0;
}
