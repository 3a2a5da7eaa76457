// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: numbers that the native table does not have
 *
 * el0_svc_common() takes them to sys_ni_syscall() (arch/arm64/kernel/
 * syscall.c), which valid native numbers never meet. So does every handler
 * that is not configured into the kernel, which is why the number is looked
 * at again.
 */
#include <linux/ptrace.h>

#include "../hooks.h"
#include "../route.h"
#include "../state.h"

/**
 * gate32_entry() - stands in for sys_ni_syscall()
 *
 * In a window, -ENOSYS is the answer: a handler of the compat table has come
 * here. So it is for a real AArch32 task.
 *
 * The stack holds no array but the frame of arguments, which is written at
 * constant places only: a canary would be checked for nothing.
 *
 * Context: any task, in its system call.
 * Return: value for x0
 */
asmlinkage long __no_stack_protector gate32_entry(void)
{
	struct pt_regs *regs = current_pt_regs();
	struct gate32_setting setting;
	struct gate32_state *state;
	u32 scno = regs->syscallno;

	if (test_thread_flag(TIF_32BIT))
		return -ENOSYS;
	state = gate32_state_current();
	if (!state)
		return -ENOSYS;
	setting = gate32_state_setting(state);
	if (!gate32_routes(setting, scno))
		return -ENOSYS;

	return __gate32_route(state, setting,
			      scno - gate32_setting_base(setting), regs->regs);
}

static void *visit(unsigned long *args)
{
	return gate32_entry;
}

struct gate32_hook gate32_hook_entry = {
	.symbols	= { "sys_ni_syscall" },
	.purpose	= "routed calls",
	.when		= GATE32_HOOK_ALWAYS,
	.visit		= visit,
	.direct		= gate32_entry_direct,
};
