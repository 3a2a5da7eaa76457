/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * long clone_raw(nr, flags, stack, ptid, tls, ctid, fn, arg)
 *
 * clone(2) by any number; the child runs fn(arg) on its stack, which must not
 * return.
 *
 *	x0	number of clone, native or base + ARM's
 *	x1-x5	its arguments
 *	x6, x7	fn, arg
 */
	.text
	.globl	clone_raw
	.type	clone_raw, %function
clone_raw:
	mov	x8, x0
	mov	x0, x1
	mov	x1, x2
	mov	x2, x3
	mov	x3, x4
	mov	x4, x5
	svc	#0
	cbz	x0, 1f
	ret
1:	mov	x29, xzr
	mov	x30, xzr
	mov	x0, x7
	blr	x6
	brk	#1
	.size	clone_raw, . - clone_raw
	.section .note.GNU-stack, "", %progbits
