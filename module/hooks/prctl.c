// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: prctl(2)
 *
 * The handler is hooked, not security_task_prctl() that it calls first: that
 * one returns an int, and its -ENOSYS means "not mine", which a routed call
 * may well answer.
 */
#include <linux/thread_info.h>
#include <asm/ptrace.h>

#include "../core.h"
#include "../hooks.h"
#include "../prctl.h"

static long sys_prctl(const struct pt_regs *regs)
{
	return gate32_prctl(regs->regs[1], regs->regs[2], regs->regs[3],
			    regs->regs[4]);
}

/*
 * The option is an int to prctl(2): the upper half is ignored. A 32-bit task
 * and a routed prctl() get prctl's own answer, EINVAL.
 */
void *gate32_prctl_visit(unsigned long *args)
{
	const struct pt_regs *regs = (const struct pt_regs *)args[0];

	if ((u32)regs->regs[0] != PR_GATE32 || test_thread_flag(TIF_32BIT))
		return NULL;

	return sys_prctl;
}

struct gate32_hook gate32_hook_prctl = {
	.symbols	= { "__arm64_sys_prctl" },
	.purpose	= "prctl(PR_GATE32)",
	.when		= GATE32_HOOK_ALWAYS,
	.visit		= gate32_prctl_visit,
	.direct		= gate32_prctl_direct,
};
