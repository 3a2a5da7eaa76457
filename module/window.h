/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - the window: the time in which a 64-bit task is marked 32-bit
 *
 * in_compat_syscall(), TASK_SIZE and the rest of the compat layer ask just
 * TIF_32BIT (arch/arm64/include/asm/compat.h, 6.12). While it is set, nothing
 * may create a task, exec, exit, or stop for a tracer in this one: that is
 * what the policy of each ABI is for.
 */
#ifndef _GATE32_WINDOW_H
#define _GATE32_WINDOW_H

#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/thread_info.h>
#include <asm/compat.h>
#include <asm/cpufeature.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>

#ifdef CONFIG_ARM64_ERRATUM_1418040
void gate32_window_mark_1418040(bool is_32bit);
#endif

/* Set or clear the mark, and nothing else. */
static __always_inline void gate32_window_mark(bool is_32bit)
{
#ifdef CONFIG_ARM64_ERRATUM_1418040
	if (unlikely(cpus_have_final_cap(ARM64_WORKAROUND_1418040))) {
		gate32_window_mark_1418040(is_32bit);
		return;
	}
#endif
	update_thread_flag(TIF_32BIT, is_32bit);
}

/**
 * gate32_window_open() - mark the current task 32-bit
 *
 * Context: a 64-bit user task, in its system call; may be preempted.
 */
static __always_inline void gate32_window_open(void)
{
	/*
	 * A context switch saves TPIDR2_EL0 of 64-bit tasks only, but loads
	 * it for all (arch/arm64/kernel/process.c): without this it would
	 * load what was saved before some earlier call. User space cannot
	 * change the register while the window is open.
	 */
	if (system_supports_tpidr2())
		current->thread.tpidr2_el0 = read_sysreg_s(SYS_TPIDR2_EL0);

	gate32_window_mark(true);
}

/**
 * gate32_window_close() - mark the current task 64-bit again
 */
static __always_inline void gate32_window_close(void)
{
	gate32_window_mark(false);

	/*
	 * A context switch in the window has loaded the thread's saved
	 * TPIDR_EL0 into TPIDRRO_EL0, which is 0 for 64-bit tasks.
	 */
	write_sysreg(0, tpidrro_el0);
}

/**
 * gate32_window_is_open() - is the current task in a window?
 *
 * An AArch32 task bears the mark all its life; its registers tell.
 *
 * Return: true for a 64-bit task that is marked 32-bit
 */
static inline bool gate32_window_is_open(void)
{
	return test_thread_flag(TIF_32BIT) &&
	       !compat_user_mode(task_pt_regs(current));
}

#endif /* _GATE32_WINDOW_H */
