// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - 32-bit calls by number: what is not the common case
 */
#include <linux/compat.h>
#include <linux/sched/task_stack.h>
#include <asm/syscall.h>
#include <asm/unistd.h>

#include "route.h"
#include "state.h"

/* Apart: a number that nobody has shall not pay for a frame. */
static noinline long dispatch(struct gate32_setting setting,
			      const struct pt_regs *regs, u32 nr)
{
	struct pt_regs frame __uninitialized;
	long ret;

	gate32_mask_args(&frame, regs->regs);
	set_compat_syscall(true);
	ret = gate32_dispatch(setting, nr, &frame);
	set_compat_syscall(false);

	return gate32_result(ret);
}

/**
 * gate32_route_rare() - answer a number that no table has
 * @regs: of the current thread
 * @scno: the number
 *
 * Context: a 64-bit user task, in its system call.
 * Return: value for x0; -ENOSYS: it is not routed
 */
long gate32_route_rare(struct pt_regs *regs, u32 scno)
{
	const struct gate32_setting setting =
		gate32_state_setting(gate32_state_current());

	if (!gate32_routes(setting, scno))
		return -ENOSYS;

	return dispatch(setting, regs, scno - gate32_setting_base(setting));
}

/**
 * __gate32_mark_routed() - mark a routed call for those who watch it
 * @regs: of the current thread, whose number is not a native one
 *
 * From here to gate32_unmark_routed() it is a 32-bit call for seccomp, audit,
 * tracers and tracepoints.
 */
void __gate32_mark_routed(struct pt_regs *regs)
{
	if (gate32_routes(gate32_state_setting(gate32_state_current()),
			  regs->syscallno))
		set_compat_syscall(true);
}

/**
 * gate32_restart_data() - how the current call goes on after a signal
 *
 * Return: the number of restart_syscall() for x8; 0: the native one
 */
unsigned long gate32_restart_data(void)
{
	if (!task_in_routed_call(current))
		return 0;

	return current_pt_regs()->syscallno & ~(GATE32_NR_SPAN - 1);
}

/**
 * gate32_restart_nr() - number of restart_syscall() for a call to go on
 * @data: from gate32_restart_data()
 *
 * Return: value for x8
 */
unsigned long gate32_restart_nr(unsigned long data)
{
	if (data && gate32_routes(gate32_state_setting(gate32_state_current()),
				  data))
		return data;

	return __NR_restart_syscall;
}
