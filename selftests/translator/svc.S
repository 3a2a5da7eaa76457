/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - a system call that no signal can slip past
 *
 * long gate_svc(const u64 call[8], const volatile u32 *captured);
 *
 * In:	call[0]: number; call[1] to call[7]: arguments, to x0 to x6
 *	*captured: not 0 if a signal waits to be delivered to the guest
 * Out:	x0: result, or CALL_AGAIN if the call has not been made
 *
 * A signal that arrives before the svc must be handled by the guest before
 * the call may block. The host's handler moves a pc between gate_svc_start
 * and gate_svc_end to gate_svc_again. That includes the pc of the svc itself,
 * to which the kernel has returned if it wants the call made again after the
 * handler: whether that is so (SA_RESTART, kind of call) is its decision.
 *
 * x8 is no input after the svc: the kernel changes it for restart_syscall.
 */
	.text
	.global	gate_svc, gate_svc_start, gate_svc_end, gate_svc_again
	.balign	16
gate_svc:
	bti	c
	mov	x9, x0
	mov	x10, x1
	ldr	x8, [x9]
	ldp	x0, x1, [x9, #8]
	ldp	x2, x3, [x9, #24]
	ldp	x4, x5, [x9, #40]
	ldr	x6, [x9, #56]
gate_svc_start:
	ldr	w10, [x10]
	cbnz	w10, gate_svc_again
	svc	#0
gate_svc_end:
	ret
gate_svc_again:
	mov	x0, #-512		/* CALL_AGAIN, types.h */
	ret

	.section .note.GNU-stack, "", %progbits
