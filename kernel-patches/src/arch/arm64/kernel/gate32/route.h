/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - one 32-bit call, from the number and the arguments to x0
 */
#ifndef _GATE32_ROUTE_H
#define _GATE32_ROUTE_H

#include <linux/compiler.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <asm/compat.h>
#include <asm/unistd_compat_32.h>

long sys_ni_syscall(void);

#ifdef CONFIG_GATE32_COMPAT

#include "abi.h"
#include "core.h"
#include "frame.h"
#include "state.h"

long gate32_route(struct gate32_state *state, struct gate32_setting setting,
		  u32 nr, const u64 *args);

static __always_inline long gate32_dispatch(struct gate32_setting setting,
					    u32 nr,
					    const struct pt_regs *frame)
{
	const struct gate32_abi_desc *abi =
		gate32_abi(gate32_setting_abi(setting));

	if (unlikely(nr >= abi->nr_calls))
		return abi->beyond(nr, frame);

	/* Whatever is speculated past the bound is inside the table. */
	OPTIMIZER_HIDE_VAR(nr);
	return abi->calls[nr % GATE32_MAX_CALLS](frame);
}

#endif /* CONFIG_GATE32_COMPAT */

#ifdef CONFIG_GATE32_ROUTE

long gate32_route_rare(struct pt_regs *regs, u32 scno);

/*
 * With the gate shut, the base is 0, and no number that comes here is one of
 * the 32-bit table's.
 */
static __always_inline u32 gate32_routed_nr(struct task_struct *task, u32 scno)
{
	const u32 *half = (u32 *)gate32_state_word(gate32_state_of(task->mm));

	return scno - READ_ONCE(half[!IS_ENABLED(CONFIG_CPU_BIG_ENDIAN)]);
}

/* The table is aligned to what adrp counts in: no addition to its address. */
static __always_inline const syscall_fn_t *gate32_call_page(void)
{
	const syscall_fn_t *calls;

	asm("adrp	%0, gate32_arm_calls" : "=r" (calls));

	return calls;
}

static __always_inline long gate32_call_table(struct task_struct *task,
					      const struct pt_regs *regs,
					      u32 nr)
{
	struct pt_regs frame __uninitialized;
	long ret;

	/* Whatever is speculated past the bound is inside the table. */
	OPTIMIZER_HIDE_VAR(nr);
	gate32_mask_args(&frame, regs->regs);
	/* Together, stores become stores of pairs. */
	barrier();
	thread_set_compat_syscall(task_thread_info(task), true);
	ret = gate32_call_page()[nr % GATE32_MAX_CALLS](&frame);
	thread_set_compat_syscall(task_thread_info(task), false);

	return gate32_result(ret);
}

/**
 * gate32_invoke_syscall() - make the call if its number is a routed one
 * @regs: of the current thread
 * @scno: number in w8, not one of the native table
 *
 * The rare ones, that are not in the 32-bit table, are left to
 * gate32_route_rare().
 *
 * Context: any user task, in its system call; an AArch32 one never has a gate.
 * Sleeps as long as the call.
 * Return: true: it has been made, x0 has the result
 */
static __always_inline bool gate32_invoke_syscall(struct pt_regs *regs,
						  u32 scno)
{
	struct task_struct *task = current;
	u32 nr;

	/* Or the compiler reads sp_el0 for each use. */
	OPTIMIZER_HIDE_VAR(task);
	nr = gate32_routed_nr(task, scno);
	if (nr >= __NR_compat32_syscalls)
		return false;
	regs->regs[0] = gate32_call_table(task, regs, nr);

	return true;
}

#else

static inline bool gate32_invoke_syscall(struct pt_regs *regs, u32 scno)
{
	return false;
}

static inline long gate32_route_rare(struct pt_regs *regs, u32 scno)
{
	return sys_ni_syscall();
}

#endif /* CONFIG_GATE32_ROUTE */

#endif /* _GATE32_ROUTE_H */
