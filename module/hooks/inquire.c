// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: a tracer asks which system call its tracee stands in
 *
 * PTRACE_GET_SYSCALL_INFO tells the architecture of the tracee; a call that is
 * routed is one of the gate's ABI, and a tracer that decodes what it is told
 * (strace) has it right then. GATE32_CALL is a call of its own, prctl, until
 * it is judged.
 */
#include <linux/minmax.h>
#include <linux/ptrace.h>
#include <linux/uaccess.h>

#include "../abi.h"
#include "../core.h"
#include "../hooks.h"
#include "../state.h"

static void amend_call(u64 *nr, u64 *args, u32 base)
{
	int i;

	*nr = (u32)*nr - base;
	for (i = 0; i < 6; i++)
		args[i] = (u32)args[i];
}

/* A call that was skipped has no number any more, but in x8. */
static u32 number(const struct pt_regs *regs)
{
	return regs->syscallno == NO_SYSCALL ? regs->regs[8] : regs->syscallno;
}

static void amend(struct ptrace_syscall_info *info, u32 arch, u32 base)
{
	switch (info->op) {
	case PTRACE_SYSCALL_INFO_ENTRY:
		amend_call(&info->entry.nr, info->entry.args, base);
		break;
	case PTRACE_SYSCALL_INFO_SECCOMP:
		amend_call(&info->seccomp.nr, info->seccomp.args, base);
		break;
	case PTRACE_SYSCALL_INFO_EXIT:
		info->exit.rval = (s32)info->exit.rval;
		break;
	default:
		return;
	}
	info->arch = arch;
}

static int ask(struct task_struct *child, long request, unsigned long addr,
	       unsigned long data)
{
	typeof(ptrace_request) *ptrace = gate32_hook_inquire.addr;
	int ret;

	gate32_own_call_begin();
	ret = ptrace(child, request, addr, data);
	gate32_own_call_end();

	return ret;
}

static int inquire(struct task_struct *child, long request, unsigned long addr,
		   unsigned long data)
{
	struct ptrace_syscall_info info = {};
	struct gate32_setting setting;
	struct gate32_state *state;
	size_t size;
	int ret;

	ret = ask(child, request, addr, data);
	if (ret <= 0)
		return ret;
	/* The tracee cannot leave its stop, nor its memory map, meanwhile. */
	state = gate32_state_of(child->mm);
	if (!state)
		return ret;
	setting = gate32_state_setting(state);
	if (!gate32_routes(setting, number(task_pt_regs(child))))
		return ret;

	size = min_t(size_t, addr, sizeof(info));
	size = min_t(size_t, size, ret);
	if (copy_from_user(&info, (void __user *)data, size))
		return -EFAULT;
	amend(&info, gate32_abi(gate32_setting_abi(setting))->audit_arch,
	      gate32_setting_base(setting));
	if (copy_to_user((void __user *)data, &info, size))
		return -EFAULT;

	return ret;
}

static void *visit(unsigned long *args)
{
	if (args[1] != PTRACE_GET_SYSCALL_INFO || gate32_is_own_call())
		return NULL;

	return inquire;
}

struct gate32_hook gate32_hook_inquire = {
	.symbols	= { "ptrace_request" },
	.purpose	= "PTRACE_GET_SYSCALL_INFO",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit,
	.rare		= true,
};
