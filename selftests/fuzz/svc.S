/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * long svc_regs(const uint64_t regs[7], const uint64_t then[7],
 *		 uint64_t *tpidrro)
 *
 * x8 and x0 to x5 from @regs, svc; what TPIDRRO_EL0 is then, to @tpidrro: the
 * next entry into the kernel may clear it. Where @then is not NULL and the
 * result is 0, this may be a child on its parent's stack: it makes the call
 * @then, and ends without having touched memory.
 */
	.text
	.globl	svc_regs
	.type	svc_regs, %function
svc_regs:
	mov	x9, x0
	mov	x10, x1
	mov	x11, x2
	ldp	x8, x0, [x9]
	ldp	x1, x2, [x9, #16]
	ldp	x3, x4, [x9, #32]
	ldr	x5, [x9, #48]
	svc	#0
	cbz	x10, 1f
	cbnz	x0, 1f
	ldp	x8, x0, [x10]
	ldp	x1, x2, [x10, #16]
	ldp	x3, x4, [x10, #32]
	ldr	x5, [x10, #48]
	svc	#0
	mov	x0, xzr
	mov	x8, #93			/* exit */
	svc	#0
	brk	#1
1:	mrs	x9, tpidrro_el0
	str	x9, [x11]
	ret
	.size	svc_regs, . - svc_regs
	.section .note.GNU-stack, "", %progbits
