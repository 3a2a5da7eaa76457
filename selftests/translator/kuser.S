/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the helpers that Linux offers to ARM programs at fixed
 * addresses, and the code that returns from a signal handler
 *
 * 32-bit ARM code, assembled for itself and put into the translator as data
 * (kuser_blob.S). The interface is the kernel's
 * Documentation/arch/arm/kernel_user_helpers.rst.
 */
#include <asm/unistd.h>
#include "kuser.h"

	.arch armv7-a
	.syntax unified
	.text
page:

	.macro	at, address
	.org	\address - 0xffff0000
	.endm

	.arm
	at	KUSER_SIGRETURN_ARM
	mov	r7, #__NR_sigreturn
	svc	#0
	.thumb
	at	KUSER_SIGRETURN_THUMB
	movs	r7, #__NR_sigreturn
	svc	#0
	.arm
	at	KUSER_RT_SIGRETURN_ARM
	mov	r7, #__NR_rt_sigreturn
	svc	#0
	.thumb
	at	KUSER_RT_SIGRETURN_THUMB
	movs	r7, #__NR_rt_sigreturn
	svc	#0

	.arm
	/*
	 * int kuser_cmpxchg64(const s64 *old, const s64 *new, volatile s64 *p)
	 * 0 and C set if *p was *old and is *new now
	 */
	at	0xffff0f60
	push	{r4, r5, r6, r7}
	ldrd	r4, r5, [r0]
	ldrd	r6, r7, [r1]
	dmb
1:	ldrexd	r0, r1, [r2]
	eors	r3, r0, r4
	eorseq	r3, r1, r5
	bne	2f
	strexd	r3, r6, r7, [r2]
	cmp	r3, #1
	beq	1b
2:	dmb
	rsbs	r0, r3, #0		/* C is set if r3 is 0 */
	pop	{r4, r5, r6, r7}
	bx	lr

	/* void kuser_memory_barrier(void) */
	at	0xffff0fa0
	dmb
	bx	lr

	/* int kuser_cmpxchg(int old, int new, volatile int *p), as above */
	at	0xffff0fc0
	dmb
1:	ldrex	r3, [r2]
	subs	r3, r3, r0
	strexeq	r3, r1, [r2]
	teqeq	r3, #1
	beq	1b
	b	cmpxchg_end

	/* void *kuser_get_tls(void) */
	at	0xffff0fe0
	mrc	p15, 0, r0, c13, c0, 3
	bx	lr
	/* Behind get_tls there is room that nobody may rely upon. */
cmpxchg_end:
	rsbs	r0, r3, #0
	dmb
	bx	lr

	/* Number of 32-byte helper slots, counted from the end of the page */
	at	0xffff0ffc
	.word	5
