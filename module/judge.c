// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - seccomp's verdict on a routed call
 *
 * Filters have seen the native call by now: base + nr, or prctl, of
 * AUDIT_ARCH_AARCH64. A filter that lists what it forbids has no rule for
 * these; it must be asked about the call that is really made.
 *
 * It is asked in the window, with a 32-bit task's arguments in the registers:
 * what seccomp takes from the task (for a signal, for the audit log, to judge
 * again what a tracer has changed) is of the right architecture by itself. Two
 * ways lead out of there before the verdict: a stop for a tracer and the end of
 * the thread. Hooks close the window on both (hooks/stop.c, hooks/exit.c).
 */
#include <linux/ptrace.h>
#include <linux/seccomp.h>

#include "abi.h"
#include "core.h"
#include "imports.h"
#include "judge.h"
#include "sigsys.h"
#include "state.h"
#include "window.h"

#define NR_ARGS		6

/* What the native call has in its registers. */
struct native_call {
	u64 args[NR_ARGS];
	u64 orig_x0;
	s32 scno;
};

static u32 shown_base(const struct gate32_state *state)
{
	u32 base = gate32_setting_base(gate32_state_setting(state));

	return base ?: GATE32_BASE_DEFAULT;
}

/*
 * The number that a tracer finds is that of a routed call, also if it came by
 * GATE32_CALL; it would take a plain one for a native one.
 */
static void show_call(struct pt_regs *regs, const struct gate32_state *state,
		      u32 nr, const struct pt_regs *frame,
		      struct native_call *native)
{
	int i;

	native->scno = regs->syscallno;
	native->orig_x0 = regs->orig_x0;
	for (i = 0; i < NR_ARGS; i++) {
		native->args[i] = regs->regs[i];
		regs->regs[i] = frame->regs[i];
	}
	regs->orig_x0 = frame->regs[0];
	if ((u32)native->scno < GATE32_BASE_MIN)
		regs->syscallno = shown_base(state) + nr;
}

static bool is_routed(const struct native_call *native)
{
	return (u32)native->scno >= GATE32_BASE_MIN;
}

/*
 * Arguments of a routed call are as a tracer has left them, also for when it is
 * restarted; where it has left the lower half alone, the upper one comes back.
 * Those of prctl are its own.
 */
static void restore_call(struct pt_regs *regs,
			 const struct native_call *native)
{
	const bool routed = is_routed(native);
	int i;

	for (i = 1; i < NR_ARGS; i++)
		if (!routed || (u32)regs->regs[i] == (u32)native->args[i])
			regs->regs[i] = native->args[i];
	if (!routed || (u32)regs->orig_x0 == (u32)native->args[0])
		regs->orig_x0 = native->orig_x0;
	if (!routed && regs->syscallno != NO_SYSCALL)
		regs->syscallno = native->scno;
}

/**
 * gate32_judge() - ask the filters of the current thread
 * @state: of the process
 * @abi: of the call
 * @nr: its number; a tracer can have changed it (SECCOMP_RET_TRACE)
 * @frame: its arguments; the same
 * @ret: gets the value for x0 if the call must not be made
 *
 * Context: outside the window; may sleep, may not return (SECCOMP_RET_KILL_*).
 *
 * Return: true if the call may be made
 */
bool gate32_judge(const struct gate32_state *state,
		  const struct gate32_abi_desc *abi, u32 *nr,
		  struct pt_regs *frame, long *ret)
{
	struct pt_regs *regs = current_pt_regs();
	struct native_call native;
	struct seccomp_data sd = {
		.nr = *nr,
		.arch = abi->audit_arch,
		.instruction_pointer = regs->pc,
	};
	bool permitted;
	u32 shown;
	int i;

	for (i = 0; i < ARRAY_SIZE(sd.args); i++)
		sd.args[i] = frame->regs[i];
	show_call(regs, state, *nr, frame, &native);
	shown = regs->syscallno;
	if (GATE32_SECCOMP_READS_REGS)
		regs->syscallno = *nr;

	gate32_window_open();
	permitted = gate32_seccomp_permits(gate32_import.seccomp, &sd);
	gate32_window_close();

	/*
	 * Where the registers say which call it is, they do so now, too;
	 * elsewhere they do if gate32_judge_again() has been here.
	 */
	if (permitted && regs->syscallno != shown) {
		*nr = regs->syscallno;
		for (i = 0; i < NR_ARGS; i++)
			frame->regs[i] = regs->regs[i];
	}
	/* As an AArch32 task's after it: the number that was judged last. */
	if (regs->syscallno != NO_SYSCALL && regs->syscallno != shown)
		regs->syscallno += shown & ~(GATE32_NR_SPAN - 1);
	*ret = gate32_result(regs->regs[0]);
	restore_call(regs, &native);
	if (permitted)
		return true;
	if (gate32_has_sigsys())
		*ret = regs->orig_x0;

	return false;
}

/**
 * gate32_judged_nr() - the number that a tracer finds of a call that is judged
 * @regs: of the current thread
 *
 * Context: below gate32_judge(), which opens the window.
 *
 * Return: one on the gate's base
 */
u32 gate32_judged_nr(const struct pt_regs *regs)
{
	const struct gate32_state *state = gate32_state_current();

	if (!GATE32_SECCOMP_READS_REGS)
		return regs->syscallno;

	return shown_base(state) + regs->syscallno;
}

/**
 * gate32_judge_again() - a tracer has seen the call that is judged
 * @regs: of the current thread, as the tracer has left them
 * @shown: number that it has found there
 *
 * What seccomp reads from the registers now, it takes for the call of a 32-bit
 * task: it judges that, or, if the number is negative, nothing more. A native
 * number cannot be made from here.
 */
void gate32_judge_again(struct pt_regs *regs, u32 shown)
{
	u32 nr = regs->syscallno - (shown & ~(GATE32_NR_SPAN - 1));
	int i;

	if (nr < GATE32_NR_SPAN) {
		regs->syscallno = nr;
	} else {
		if (regs->syscallno >= 0)
			regs->regs[0] = -ENOSYS;
		regs->syscallno = NO_SYSCALL;
	}

	for (i = 0; i < NR_ARGS; i++)
		regs->regs[i] = (u32)regs->regs[i];
	regs->orig_x0 = regs->regs[0];
}
