// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - the window, on CPUs where marking a task takes more than a flag
 */
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/time32.h>
#include <asm/arch_timer.h>

#include "window.h"

#ifdef CONFIG_ARM64_ERRATUM_1418040
static bool reads_counter(void)
{
#ifdef TIF_TSC_SIGSEGV
	if (test_thread_flag(TIF_TSC_SIGSEGV))
		return false;
#endif
	return !test_thread_flag(TIF_32BIT) &&
	       !has_erratum_handler(read_cntvct_el0);
}

/**
 * gate32_window_mark_1418040() - gate32_window_mark() on CPUs with the erratum
 * @is_32bit: the mark
 *
 * On such a CPU an AArch32 task may not read CNTVCT by itself: the access is
 * trapped. Since 6.12 a context switch looks at CNTKCTL_EL1 only if one task
 * is marked and the other is not (cntkctl_thread_switch(), arch/arm64/kernel/
 * process.c). So the register has to agree with the mark at any switch, or an
 * AArch32 task would be left to read wrong times, and 64-bit ones to be
 * trapped for nothing.
 *
 * Context: the task itself, preemptible.
 */
void gate32_window_mark_1418040(bool is_32bit)
{
	preempt_disable();
	update_thread_flag(TIF_32BIT, is_32bit);
	if (this_cpu_has_cap(ARM64_WORKAROUND_1418040)) {
		if (reads_counter())
			sysreg_clear_set(cntkctl_el1, 0,
					 ARCH_TIMER_USR_VCT_ACCESS_EN);
		else
			sysreg_clear_set(cntkctl_el1,
					 ARCH_TIMER_USR_VCT_ACCESS_EN, 0);
	}
	preempt_enable();
}
#endif
