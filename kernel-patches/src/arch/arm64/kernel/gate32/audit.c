// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - audit: calls by verbs enter their records as a 32-bit task's calls
 *
 * What a routed call's record says follows from its number and the mark. One
 * by GATE32_CALL is prctl when the record would begin: it begins when it is
 * known what is called, and judged.
 */
#include <linux/audit.h>
#include <linux/compat.h>
#include <linux/ptrace.h>
#include <asm/gate32.h>
#include <asm/syscall.h>
#include <asm/unistd.h>

#include "audit.h"
#include "core.h"
#include "state.h"

/* @option: x0, where the result comes to be */
static bool calls_by_verb(const struct pt_regs *regs, u32 option)
{
	const u64 *args = regs->regs;

	if (regs->syscallno != __NR_prctl || option != PR_GATE32 ||
	    gate32_check_unused(args[1], args[2], args[3], args[4]) ||
	    !gate32_setting_open(gate32_state_setting(gate32_state_current())))
		return false;

	return args[1] == GATE32_IOCTL ||
	       (args[1] == GATE32_CALL && args[2] < GATE32_NR_SPAN);
}

/**
 * gate32_audit_syscall_entry() - audit_syscall_entry() for what @regs say
 * @regs: of the current thread
 */
void gate32_audit_syscall_entry(struct pt_regs *regs)
{
	unsigned long args[6];

	if (!audit_context() || (!in_compat_syscall() &&
				 calls_by_verb(regs, regs->orig_x0)))
		return;
	syscall_get_arguments(current, regs, args);
	audit_syscall_entry(syscall_get_nr(current, regs), args[0], args[1],
			    args[2], args[3]);
}

/**
 * gate32_audit_syscall_exit() - audit_syscall_exit(), with results as an
 * AArch32 task's: extended by their sign
 * @regs: of the current thread
 */
void gate32_audit_syscall_exit(struct pt_regs *regs)
{
	long ret = regs->regs[0];

	if (!audit_context())
		return;
	if (in_compat_syscall() || calls_by_verb(regs, regs->orig_x0))
		ret = (s32)ret;
	__audit_syscall_exit(!IS_ERR_VALUE(ret), ret);
}

/* In a 32-bit call. */
void gate32_audit_enter(u32 nr, const u64 *args)
{
	audit_syscall_entry(nr, args[0], args[1], args[2], args[3]);
}

/* It is prctl after all. */
void gate32_audit_enter_prctl(void)
{
	struct pt_regs *regs = current_pt_regs();

	audit_syscall_entry(regs->syscallno, regs->orig_x0, regs->regs[1],
			    regs->regs[2], regs->regs[3]);
}
