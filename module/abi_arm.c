// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - ARM EABI: the table, from the kernel's own headers, and the rest
 */
#include "compat/arm_table.h"

#include <linux/ptrace.h>
#include <uapi/linux/audit.h>
#include <asm/unistd.h>

#include "abi.h"
#include "brk.h"
#include "core.h"
#include "imports.h"
#include "window.h"

static const char *const arm_names[] = {
#define __SYSCALL(nr, handler) [nr] = "__arm64_" #handler,
#include GATE32_ARM_TABLE
#undef __SYSCALL
};

static struct gate32_call arm_calls[GATE32_MAX_CALLS];
static_assert(ARRAY_SIZE(arm_names) <= GATE32_MAX_CALLS);

static const struct gate32_policy arm_policy[] = {
#define GATE32_POLICY(_name, _class, _own, _reason)	\
	{ .name = #_name, .class = GATE32_##_class,	\
	  .own = _own, .reason = _reason },
#define GATE32_PRIVATE_POLICY(_name, _class, _reason)
#include "abi_arm_policy.h"
#undef GATE32_PRIVATE_POLICY
#undef GATE32_POLICY
};

static const struct {
	u32 nr;
	enum gate32_class class;
} arm_private_policy[] = {
#define GATE32_POLICY(_name, _class, _own, _reason)
#define GATE32_PRIVATE_POLICY(_name, _class, _reason)	\
	{ __ARM_NR_compat_##_name, GATE32_##_class },
#include "abi_arm_policy.h"
#undef GATE32_PRIVATE_POLICY
#undef GATE32_POLICY
};

static enum gate32_class arm_private_class(u32 nr)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(arm_private_policy); i++) {
		if (arm_private_policy[i].nr == nr)
			return arm_private_policy[i].class;
	}
	return GATE32_WINDOW;
}

/*
 * ARM's private calls, answered by the function that answers an AArch32 task:
 * cacheflush works; breakpoint, usr26, usr32 and other numbers below
 * __ARM_NR_COMPAT_END give -ENOSYS; numbers from there on give SIGILL.
 */
static long arm_beyond(u32 nr, const struct pt_regs *frame)
{
	struct pt_regs *regs = current_pt_regs();
	long ret;

	if (arm_private_class(nr) == GATE32_REFUSED)
		return -EOPNOTSUPP;

	/*
	 * The signal for an unknown number must be raised on the registers
	 * of the thread: arm64_notify_die() warns about any others.
	 */
	if (nr >= __ARM_NR_COMPAT_END)
		return gate32_import.compat_arm_syscall(regs, nr);

	gate32_window_open();
	ret = gate32_import.compat_arm_syscall((struct pt_regs *)frame, nr);
	gate32_window_close();

	return ret;
}

const struct gate32_abi_desc gate32_abi_arm = {
	.name		= "ARM EABI",
	.audit_arch	= AUDIT_ARCH_ARM,
	.ioctl_nr	= GATE32_ARM_NR_IOCTL,
	.nr_calls	= ARRAY_SIZE(arm_names),
	.names		= arm_names,
	.calls		= arm_calls,
	.policy		= arm_policy,
	.nr_policy	= ARRAY_SIZE(arm_policy),
	.beyond		= arm_beyond,
};
