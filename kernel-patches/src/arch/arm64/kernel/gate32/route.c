// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - 32-bit calls by verbs of PR_GATE32
 */
#include <linux/compat.h>
#include <linux/sched/task_stack.h>
#include <linux/seccomp.h>

#include "audit.h"
#include "route.h"
#include "sigsys.h"
#include "state.h"

/* What prctl has in its registers. */
struct native_call {
	u64 args[6];
	u64 orig_x0;
	s32 scno;
};

static void show_call(struct pt_regs *regs, u32 scno, const u64 *args,
		      struct native_call *native)
{
	int i;

	native->scno = regs->syscallno;
	native->orig_x0 = regs->orig_x0;
	for (i = 0; i < ARRAY_SIZE(native->args); i++) {
		native->args[i] = regs->regs[i];
		regs->regs[i] = args[i];
	}
	regs->orig_x0 = args[0];
	regs->syscallno = scno;
}

static void restore_call(struct pt_regs *regs, const struct native_call *native)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(native->args); i++)
		regs->regs[i] = native->args[i];
	regs->orig_x0 = native->orig_x0;
	if (regs->syscallno != NO_SYSCALL)
		regs->syscallno = native->scno;
}

/* A base of 0 routes no number: this is for those who are shown one. */
static u32 routed_scno(u32 base, u32 nr)
{
	return (base ?: GATE32_BASE_DEFAULT) + nr;
}

/*
 * The filters have judged prctl. A tracer that one of them calls finds the
 * routed call that this is, and may change it.
 */
static bool judge(u32 base, u32 *nr, u64 *args, long *ret)
{
	struct pt_regs *regs = current_pt_regs();
	struct native_call native;
	bool pass;
	int i;

	show_call(regs, routed_scno(base, *nr), args, &native);
	pass = secure_computing() == 0;
	if (pass) {
		*nr = syscall_get_nr(current, regs);
		for (i = 0; i < ARRAY_SIZE(native.args); i++)
			args[i] = (u32)regs->regs[i];
	}
	*ret = gate32_result(regs->regs[0]);
	restore_call(regs, &native);
	if (!pass && gate32_has_sigsys())
		*ret = regs->orig_x0;

	return pass;
}

/* audit asks for the architecture by itself. */
static void audit_as_routed(u32 base, u32 nr, const u64 *args)
{
	struct pt_regs *regs = current_pt_regs();
	const s32 scno = regs->syscallno;

	regs->syscallno = routed_scno(base, nr);
	gate32_audit_enter(nr, args);
	regs->syscallno = scno;
}

/**
 * gate32_route() - make a 32-bit call that is a verb of prctl(PR_GATE32)
 * @state: of the process
 * @setting: as read from @state: the gate was open when the call came in
 * @nr: 32-bit number, below GATE32_NR_SPAN
 * @args: six arguments; upper halves are ignored
 *
 * Context: a 64-bit user task, in its system call. Sleeps as long as the call.
 * Return: value for x0, see gate32_result()
 */
long gate32_route(struct gate32_state *state, struct gate32_setting setting,
		  u32 nr, const u64 *args)
{
	struct pt_regs frame;
	long ret = 0;

	gate32_mask_args(&frame, args);
	set_compat_syscall(true);
	if (!test_thread_flag(TIF_SECCOMP) ||
	    judge(gate32_setting_base(setting), &nr, frame.regs, &ret)) {
		audit_as_routed(gate32_setting_base(setting), nr, frame.regs);
		ret = gate32_result(gate32_dispatch(setting, nr, &frame));
	}
	set_compat_syscall(false);

	return ret;
}
