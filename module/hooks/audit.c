// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hooks: audit's record of a system call
 *
 * The kernel begins the record before it looks for the handler, when it has
 * judged the native call, and rules go by the number and the architecture that
 * it begins with: those of an AArch32 task's call, then, lest routed calls slip
 * past all rules. An AArch32 task's call that a filter refuses has no record.
 * That is why a routed call that has yet to be judged begins its record later
 * (route.c), as does one by GATE32_CALL, whose arguments are not known here.
 *
 * Nothing of this is called for a thread that audit does not follow.
 */
#include <linux/audit.h>
#include <linux/ptrace.h>
#include <linux/thread_info.h>
#include <linux/time64.h>
#include <asm/unistd.h>

#include "../audit.h"
#include "../core.h"
#include "../hooks.h"
#include "../imports.h"
#include "../state.h"
#include "../window.h"

static void begin(u32 nr, u64 a0, u64 a1, u64 a2, u64 a3)
{
	typeof(__audit_syscall_entry) *entry = gate32_hook_audit_entry.addr;

	gate32_window_open();
	entry(nr, (u32)a0, (u32)a1, (u32)a2, (u32)a3);
	gate32_window_close();
}

static void begin_routed(int major, unsigned long a0, unsigned long a1,
			 unsigned long a2, unsigned long a3)
{
	begin(major & (GATE32_NR_SPAN - 1), a0, a1, a2, a3);
}

static void begin_later(int major, unsigned long a0, unsigned long a1,
			unsigned long a2, unsigned long a3)
{
}

/*
 * Gate and filters can have changed since the hook has let a record begin:
 * another thread's doing. A record that has begun gets a stamp, and is logged
 * then, rules or not; better than to begin it twice.
 */
static bool has_begun(void)
{
	/* In one piece: later kernels fill it as one. */
	struct {
		struct timespec64 time;
		unsigned int serial;
		unsigned int unused;
	} stamp;

	return gate32_import.audit_stamp(audit_context(), &stamp.time,
					 &stamp.serial);
}

void __gate32_audit_enter(u32 nr, const u64 *args)
{
	if (!has_begun())
		begin(nr, args[0], args[1], args[2], args[3]);
}

void __gate32_audit_enter_prctl(void)
{
	typeof(__audit_syscall_entry) *entry = gate32_hook_audit_entry.addr;
	struct pt_regs *regs = current_pt_regs();
	const s32 scno = regs->syscallno;

	if (has_begun())
		return;
	/* The hook must not take it for one that begins later. */
	regs->syscallno = NO_SYSCALL;
	entry(scno, regs->orig_x0, regs->regs[1], regs->regs[2], regs->regs[3]);
	regs->syscallno = scno;
}

/* @option: x0, where the result comes to be */
static bool calls_by_verb(const struct pt_regs *regs, u32 option)
{
	const u64 *args = regs->regs;

	if (regs->syscallno != __NR_prctl || option != PR_GATE32 ||
	    gate32_check_unused(args[1], args[2], args[3], args[4]))
		return false;

	return args[1] == GATE32_IOCTL ||
	       (args[1] == GATE32_CALL && args[2] < GATE32_NR_SPAN);
}

static void *visit_entry(unsigned long *args)
{
	struct gate32_state *state = gate32_state_current();
	struct gate32_setting setting;

	/* In the window: begin() itself calls. */
	if (!state || test_thread_flag(TIF_32BIT))
		return NULL;
	setting = gate32_state_setting(state);
	if (!gate32_setting_open(setting))
		return NULL;
	if (gate32_routes(setting, args[0]))
		return test_thread_flag(TIF_SECCOMP) ? begin_later :
						       begin_routed;

	return calls_by_verb(current_pt_regs(), args[1]) ? begin_later : NULL;
}

/* (success, return code): an AArch32 task's is extended by its sign. */
static void *visit_exit(unsigned long *args)
{
	const struct pt_regs *regs = current_pt_regs();
	struct gate32_state *state = gate32_state_current();

	if (state && (gate32_routes(gate32_state_setting(state),
				    regs->syscallno) ||
		      calls_by_verb(regs, regs->orig_x0)))
		args[1] = (s32)args[1];

	return NULL;
}

struct gate32_hook gate32_hook_audit_entry = {
	.symbols	= { "__audit_syscall_entry" },
	.purpose	= "audit",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit_entry,
};

struct gate32_hook gate32_hook_audit_exit = {
	.symbols	= { "__audit_syscall_exit" },
	.purpose	= "audit",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit_exit,
};
