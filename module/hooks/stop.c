// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: the current task is about to stop for its tracer
 *
 * In a window that is for one reason only: seccomp, judging a routed call, has
 * come to SECCOMP_RET_TRACE. A tracer must find a 64-bit task, with the
 * registers of one.
 */
#include <linux/ptrace.h>
#include <linux/signal.h>

#include "../hooks.h"
#include "../judge.h"
#include "../window.h"

static int stop(int exit_code, unsigned long message)
{
	typeof(ptrace_notify) *notify = gate32_hook_stop.addr;
	struct pt_regs *regs = current_pt_regs();
	const u32 shown = gate32_judged_nr(regs);
	int ret;

	regs->syscallno = shown;
	gate32_window_close();
	ret = notify(exit_code, message);
	if (exit_code == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
		gate32_judge_again(regs, shown);
	gate32_window_open();

	return ret;
}

static void *visit(unsigned long *args)
{
	return gate32_window_is_open() ? stop : NULL;
}

struct gate32_hook gate32_hook_stop = {
	.symbols	= { "ptrace_notify" },
	.purpose	= "tracers of filtered calls",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit,
	.rare		= true,
};
