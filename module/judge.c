// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - seccomp's verdict on a routed call
 *
 * Filters have seen the native call by now: base + nr, or prctl, of
 * AUDIT_ARCH_AARCH64. A filter that lists what it forbids has no rule for
 * these; it must be asked about the call that is really made.
 */
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/seccomp.h>

#include "abi.h"
#include "imports.h"
#include "judge.h"

/*
 * seccomp takes si_arch from the task, which is 64-bit at this moment: the
 * filter runs outside the window because a tracer can stop the task in it
 * (SECCOMP_RET_TRACE). The signal is for the thread itself and still queued.
 */
static void correct_sigsys(u32 nr, u32 audit_arch)
{
	/* Only the task itself takes its sighand away. */
	struct sighand_struct *sighand =
		rcu_dereference_protected(current->sighand, true);
	struct sigqueue *q;

	spin_lock_irq(&sighand->siglock);
	list_for_each_entry(q, &current->pending.list, list) {
		if (q->info.si_signo == SIGSYS &&
		    q->info.si_code == SYS_SECCOMP &&
		    q->info.si_syscall == nr)
			q->info.si_arch = audit_arch;
	}
	spin_unlock_irq(&sighand->siglock);
}

/**
 * gate32_judge() - ask the filters of the current thread
 * @abi: of the call
 * @nr: its number
 * @frame: its arguments
 * @ret: gets the value for x0 if the call must not be made
 *
 * Context: outside the window; may sleep, may not return (SECCOMP_RET_KILL_*).
 *
 * Return: true if the call may be made
 */
bool gate32_judge(const struct gate32_abi_desc *abi, u32 nr,
		  const struct pt_regs *frame, long *ret)
{
	struct pt_regs *regs = current_pt_regs();
	const int scno = regs->syscallno;
	struct seccomp_data sd = {
		.nr = nr,
		.arch = abi->audit_arch,
		.instruction_pointer = regs->pc,
	};
	int i, verdict;

	for (i = 0; i < ARRAY_SIZE(sd.args); i++)
		sd.args[i] = frame->regs[i];

	/*
	 * After a tracer has seen it, seccomp skips a call whose number is
	 * negative, as base + nr often is.
	 */
	regs->syscallno = nr;
	verdict = gate32_import.secure_computing(&sd);
	/*
	 * A tracer that has changed the number wants another call made. It
	 * could not tell which table it means; so none is made.
	 */
	if (!verdict && regs->syscallno != nr) {
		regs->regs[0] = -ENOSYS;
		verdict = -1;
	}
	regs->syscallno = scno;

	if (!verdict)
		return true;

	correct_sigsys(nr, abi->audit_arch);
	*ret = regs->regs[0];

	return false;
}
