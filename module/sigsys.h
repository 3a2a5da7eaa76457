/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what seccomp has done about a call that it did not let pass
 */
#ifndef _GATE32_SIGSYS_H
#define _GATE32_SIGSYS_H

#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>

/**
 * gate32_has_sigsys() - has seccomp just sent the current thread a signal?
 *
 * With one (SECCOMP_RET_TRAP, SECCOMP_RET_KILL_PROCESS) x0 is the first
 * argument again, else a result. It is for the thread itself and still queued.
 *
 * Return: true if so
 */
static inline bool gate32_has_sigsys(void)
{
	/* Only the task itself takes its sighand away. */
	struct sighand_struct *sighand =
		rcu_dereference_protected(current->sighand, true);
	struct sigqueue *q;
	bool found = false;

	spin_lock_irq(&sighand->siglock);
	list_for_each_entry(q, &current->pending.list, list)
		found |= q->info.si_signo == SIGSYS &&
			 q->info.si_code == SYS_SECCOMP;
	spin_unlock_irq(&sighand->siglock);

	return found;
}

#endif /* _GATE32_SIGSYS_H */
