// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - ARM EABI: the kernel's table, with what is done otherwise
 *
 * A call of class NATIVE needs no care here: a thread in a routed call has the
 * registers, the signal frames and the memory of a 64-bit one.
 */
#include <linux/errno.h>
#include <linux/linkage.h>
#include <linux/ptrace.h>
#include <linux/restart_block.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/task_work.h>
#include <asm/syscall.h>
#include <asm/unistd.h>
#include <asm/unistd_compat_32.h>

#include "abi.h"
#include "brk.h"
#include "state.h"

/* The translator does it. */
static long refused(const struct pt_regs *frame)
{
	return -EOPNOTSUPP;
}

/*
 * Nobody calls it but the kernel, which has set x8 to it for a call that is to
 * go on (setup_restart_syscall()).
 */
static long routed_restart(const struct pt_regs *frame)
{
	struct restart_block *restart = &current->restart_block;

	if (restart->fn == do_no_restart_syscall)
		return -EOPNOTSUPP;

	return restart->fn(restart);
}

static long own_brk(const struct pt_regs *frame)
{
	return gate32_brk(gate32_state_current(), frame);
}

#define __SYSCALL_WITH_COMPAT(nr, native, compat) __SYSCALL(nr, compat)

#define __SYSCALL(nr, sym)	asmlinkage long __arm64_##sym(const struct pt_regs *);
#include <asm/syscall_table_32.h>
#undef __SYSCALL

/*
 * A new program that is an AArch32 one has the mark for good; it is cleared
 * at the end of the call, and set again on the way to user space.
 */
static void mark_again(struct callback_head *work)
{
	if (is_compat_task())
		set_compat_syscall(true);
	kfree(work);
}

static long exec(syscall_fn_t handler, const struct pt_regs *frame)
{
	struct callback_head *work = kmalloc(sizeof(*work), GFP_KERNEL);
	long ret;

	if (!work)
		return -ENOMEM;
	init_task_work(work, mark_again);
	ret = handler(frame);
	if (!is_compat_task() || task_work_add(current, work, TWA_RESUME))
		kfree(work);

	return ret;
}

static long exec_execve(const struct pt_regs *frame)
{
	return exec(__arm64_compat_sys_execve, frame);
}

static long exec_execveat(const struct pt_regs *frame)
{
	return exec(__arm64_compat_sys_execveat, frame);
}

#define HANDLED_BY_NATIVE(name, own)
#define HANDLED_BY_EXEC(name, own)	[__NR_compat32_##name] = exec_##name,
#define HANDLED_BY_OWN(name, own)	[__NR_compat32_##name] = own_##name,
#define HANDLED_BY_REFUSED(name, own)	[__NR_compat32_##name] = refused,

const syscall_fn_t gate32_arm_calls[GATE32_MAX_CALLS] __aligned(SZ_4K) = {
	[0 ... GATE32_MAX_CALLS - 1] = __arm64_sys_ni_syscall,
#define __SYSCALL(nr, sym)	[nr] = __arm64_##sym,
#include <asm/syscall_table_32.h>
#undef __SYSCALL
#define GATE32_POLICY(_name, _class, _own, _reason)	\
	HANDLED_BY_##_class(_name, _own)
#define GATE32_PRIVATE_POLICY(_name, _class, _reason)
#include "abi_arm_policy.h"
#undef GATE32_PRIVATE_POLICY
#undef GATE32_POLICY
	[__NR_compat32_restart_syscall] = routed_restart,
};
static_assert(__NR_compat32_syscalls <= GATE32_MAX_CALLS);
/* No number of the native table is looked for in this one. */
static_assert(__NR_syscalls >= __NR_compat32_syscalls);

#define PRIVATE_BY_REFUSED(nr)	case nr: return true;

static bool is_refused(u32 nr)
{
	switch (nr) {
#define GATE32_POLICY(_name, _class, _own, _reason)
#define GATE32_PRIVATE_POLICY(_name, _class, _reason)	\
	PRIVATE_BY_##_class(__ARM_NR_compat_##_name)
#include "abi_arm_policy.h"
#undef GATE32_PRIVATE_POLICY
#undef GATE32_POLICY
	}

	return false;
}

/*
 * ARM's private calls, answered by the function that answers an AArch32 task:
 * cacheflush works; breakpoint, usr26, usr32 and other numbers below
 * __ARM_NR_COMPAT_END give -ENOSYS; numbers from there on give SIGILL.
 */
static long beyond(u32 nr, const struct pt_regs *frame)
{
	if (is_refused(nr))
		return -EOPNOTSUPP;

	/*
	 * The signal for an unknown number must be raised on the registers
	 * of the thread: arm64_notify_die() warns about any others.
	 */
	if (nr >= __ARM_NR_COMPAT_END)
		return compat_arm_syscall(current_pt_regs(), nr);

	return compat_arm_syscall((struct pt_regs *)frame, nr);
}

const struct gate32_abi_desc gate32_abi_arm = {
	.ioctl_nr	= __NR_compat32_ioctl,
	.nr_calls	= __NR_compat32_syscalls,
	.calls		= gate32_arm_calls,
	.beyond		= beyond,
};
