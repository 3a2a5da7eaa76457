/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - tagged addresses, which 32-bit tasks do not have
 *
 * A thread that has switched them on (PR_SET_TAGGED_ADDR_CTRL) may put anything
 * into the top byte of an address: access_ok() strips it if TIF_TAGGED_ADDR is
 * set, and looks at nothing else (arch/arm64/include/asm/uaccess.h, 6.1 and
 * 6.12). Arguments of a routed call have no such byte, but 64-bit fields of
 * structures do, and there a 32-bit task gets EFAULT. So the flag is away while
 * the window is open for a handler.
 */
#ifndef _GATE32_TAGS_H
#define _GATE32_TAGS_H

#include <linux/bitops.h>
#include <linux/sched.h>
#include <linux/thread_info.h>

#include "flags.h"

/**
 * gate32_tags_hide() - take the current task's tagged addresses away
 *
 * To be undone by gate32_tags_restore() before the task execs, stops for a
 * tracer or goes back to user space.
 */
static inline void gate32_tags_hide(void)
{
	if (test_and_clear_thread_flag(TIF_TAGGED_ADDR))
		set_bit(GATE32_PFA_TAGGED, &current->atomic_flags);
}

/**
 * gate32_tags_restore() - give a task what gate32_tags_hide() has taken away
 * @task: the current one, or a copy of it that has not run yet
 */
static inline void gate32_tags_restore(struct task_struct *task)
{
	if (!test_bit(GATE32_PFA_TAGGED, &task->atomic_flags))
		return;
	clear_bit(GATE32_PFA_TAGGED, &task->atomic_flags);
	set_tsk_thread_flag(task, TIF_TAGGED_ADDR);
}

#endif /* _GATE32_TAGS_H */
