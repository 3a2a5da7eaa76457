/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - locked tasks: those that have given the gate up for good
 */
#ifndef _GATE32_LOCK_H
#define _GATE32_LOCK_H

#include <linux/bitops.h>
#include <linux/sched.h>

#include "backend.h"

/*
 * A lock has to be there after exec, when the memory map is another one, and
 * in every task to come, without a hook. So it is where no_new_privs is, which
 * lives by the same rules: in the task's atomic flags, which fork copies, exec
 * keeps and nothing but these functions looks at. The mark even outlives the
 * module.
 */

/**
 * gate32_task_locked() - has this task, or one that it comes from, been locked?
 * @task: the task
 *
 * Return: true if so: no gate is for it
 */
static inline bool gate32_task_locked(const struct task_struct *task)
{
	return test_bit(GATE32_PFA_LOCKED, &task->atomic_flags);
}

bool gate32_may_open(void);
void gate32_lock_child(struct task_struct *child);
int gate32_lock(void);

#endif /* _GATE32_LOCK_H */
