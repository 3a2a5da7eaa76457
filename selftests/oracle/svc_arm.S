/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * int32_t svc_arm(uint32_t nr, const uint32_t args[6])
 */
	.syntax	unified
	.arch	armv7-a
	.arm
	.text
	.global	svc_arm
	.type	svc_arm, %function
	.cfi_sections .debug_frame
svc_arm:
	.cfi_startproc
	push	{r4, r5, r7, lr}
	.cfi_def_cfa_offset 16
	mov	r7, r0
	mov	lr, r1
	ldm	lr, {r0 - r5}
	svc	#0
	pop	{r4, r5, r7, pc}
	.cfi_endproc
	.size	svc_arm, . - svc_arm

	.section .note.GNU-stack, "", %progbits
