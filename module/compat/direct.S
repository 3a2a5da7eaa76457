/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - where direct calls of ftrace enter
 *
 * The hooked function's first instructions are "mov x9, x30; bl here": x9 is
 * the address that the function would return to, x30 one in the function
 * (arch/arm64/kernel/entry-ftrace.S, 6.12). x0 to x8 are live; so are x18
 * onwards, which the functions called from here preserve.
 *
 * All addresses are jumped to by "ret": no landing pad for BTI is needed.
 */
#include <linux/linkage.h>

#ifdef CONFIG_DYNAMIC_FTRACE_WITH_DIRECT_CALLS

/* Nothing of sys_ni_syscall() is wanted: gate32_entry() returns to x9. */
SYM_CODE_START(gate32_entry_direct)
	bti	c
	mov	x30, x9
	b	gate32_entry
SYM_CODE_END(gate32_entry_direct)

/*
 * Any other hook: call visit(args) on the saved arguments, then enter what
 * it returns, or the function itself if that is NULL.
 *
 * The frame: two frame records, so that a backtrace shows the hooked function
 * and its caller, then x0 to x9.
 */
.macro DIRECT_CALL name, visit
SYM_CODE_START(\name)
	bti	c
	stp	x29, x9, [sp, #-112]!
	mov	x29, sp
	stp	x29, x30, [sp, #16]
	add	x29, sp, #16
	stp	x0, x1, [sp, #32]
	stp	x2, x3, [sp, #48]
	stp	x4, x5, [sp, #64]
	stp	x6, x7, [sp, #80]
	stp	x8, x9, [sp, #96]
	add	x0, sp, #32
	bl	\visit
	mov	x10, x0
	ldr	x11, [sp, #24]
	ldp	x0, x1, [sp, #32]
	ldp	x2, x3, [sp, #48]
	ldp	x4, x5, [sp, #64]
	ldp	x6, x7, [sp, #80]
	ldr	x8, [sp, #96]
	ldp	x29, x30, [sp], #112
	cmp	x10, #0
	csel	x10, x11, x10, eq
	ret	x10
SYM_CODE_END(\name)
.endm

	DIRECT_CALL gate32_prctl_direct, gate32_prctl_visit
	DIRECT_CALL gate32_search_direct, gate32_search_visit
	DIRECT_CALL gate32_hint_direct, gate32_hint_visit
#ifdef CONFIG_IO_URING
	DIRECT_CALL gate32_issue_direct, gate32_issue_visit
#endif

#else

SYM_CODE_START(gate32_entry_direct)
SYM_INNER_LABEL(gate32_prctl_direct, SYM_L_GLOBAL)
SYM_INNER_LABEL(gate32_search_direct, SYM_L_GLOBAL)
SYM_INNER_LABEL(gate32_hint_direct, SYM_L_GLOBAL)
SYM_INNER_LABEL(gate32_issue_direct, SYM_L_GLOBAL)
	brk	#0
SYM_CODE_END(gate32_entry_direct)

#endif
