/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - audit: a routed call enters its record as a 32-bit task's call
 */
#ifndef _GATE32_AUDIT_H
#define _GATE32_AUDIT_H

#include <linux/audit.h>

#ifdef CONFIG_AUDITSYSCALL
void __gate32_audit_enter(u32 nr, const u64 *args);
void __gate32_audit_enter_prctl(void);
#else
static inline void __gate32_audit_enter(u32 nr, const u64 *args) { }
static inline void __gate32_audit_enter_prctl(void) { }
#endif

/**
 * gate32_audit_enter() - begin the record of a routed call, if it has not begun
 * @nr: number of the call
 * @args: its arguments; upper halves are ignored
 *
 * Context: outside the window.
 */
static inline void gate32_audit_enter(u32 nr, const u64 *args)
{
	if (unlikely(audit_context()))
		__gate32_audit_enter(nr, args);
}

/**
 * gate32_audit_enter_prctl() - the same, for one that is prctl after all
 *
 * Context: outside the window.
 */
static inline void gate32_audit_enter_prctl(void)
{
	if (unlikely(audit_context()))
		__gate32_audit_enter_prctl();
}

#endif /* _GATE32_AUDIT_H */
