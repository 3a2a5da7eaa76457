/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - where a direct call of ftrace enters
 *
 * The hooked function's first instructions are "mov x9, x30; bl here": x9 is
 * the address that the function would return to, x30 one in the function
 * (arch/arm64/kernel/entry-ftrace.S, 6.12). As nothing of the function is
 * wanted, x9 is where gate32_entry() returns to.
 */
#include <linux/linkage.h>

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS
SYM_CODE_START(gate32_entry_direct)
	bti	c
	mov	x30, x9
	b	gate32_entry
SYM_CODE_END(gate32_entry_direct)
#else
SYM_CODE_START(gate32_entry_direct)
	brk	#0
SYM_CODE_END(gate32_entry_direct)
#endif
