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

/*
 * int32_t svc_arm_child(const struct oracle_call *call,
 *			 const struct oracle_call *then)
 */
	.global	svc_arm_child
	.type	svc_arm_child, %function
svc_arm_child:
	.cfi_startproc
	push	{r4, r5, r6, r7, r8, lr}
	.cfi_def_cfa_offset 24
	mov	r8, r1
	mov	r6, r0
	ldr	r7, [r6], #4
	ldm	r6, {r0 - r5}
	svc	#0
	cmp	r0, #0
	popne	{r4, r5, r6, r7, r8, pc}
	ldr	r7, [r8], #4
	ldm	r8, {r0 - r5}
	svc	#0
	mov	r0, #127
	mov	r7, #1			@ exit
	svc	#0
	udf	#0
	.cfi_endproc
	.size	svc_arm_child, . - svc_arm_child

	.section .note.GNU-stack, "", %progbits
