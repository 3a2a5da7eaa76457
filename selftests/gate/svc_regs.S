/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * void svc_regs(struct svc_regs *regs)
 *
 * Loads every register that user space has from *regs, makes a system call,
 * and stores every register to *regs, so that nothing that a compiler does
 * stands between the test and the kernel.
 *
 *	in	x0		regs
 *	out	-
 *	struct	0x000		x0 to x30
 *		0x0f8		nzcv
 *		0x100		q0 to q31
 *		0x300		tpidr_el0	(stored only)
 *		0x308		tpidrro_el0	(stored only)
 *		0x310		fpcr
 *		0x318		fpsr
 *		0x320		sp, before minus after
 */
	.text
	.globl	svc_regs
	.type	svc_regs, %function
	.globl	svc_regs_insn
svc_regs:
	stp	x29, x30, [sp, #-176]!
	stp	x19, x20, [sp, #32]
	stp	x21, x22, [sp, #48]
	stp	x23, x24, [sp, #64]
	stp	x25, x26, [sp, #80]
	stp	x27, x28, [sp, #96]
	stp	d8, d9, [sp, #112]
	stp	d10, d11, [sp, #128]
	stp	d12, d13, [sp, #144]
	stp	d14, d15, [sp, #160]
	str	x0, [sp, #16]
	mov	x1, sp
	str	x1, [x0, #0x320]

	ldr	x1, [x0, #0xf8]
	msr	nzcv, x1
	ldr	x1, [x0, #0x310]
	msr	fpcr, x1
	ldr	x1, [x0, #0x318]
	msr	fpsr, x1
	add	x1, x0, #0x100
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	ldr	q\n, [x1, #(\n * 16)]
	.endr
	.irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ldr	q\n, [x1, #(\n * 16)]
	.endr
	mov	x30, x0
	ldp	x0, x1, [x30, #0x00]
	ldp	x2, x3, [x30, #0x10]
	ldp	x4, x5, [x30, #0x20]
	ldp	x6, x7, [x30, #0x30]
	ldp	x8, x9, [x30, #0x40]
	ldp	x10, x11, [x30, #0x50]
	ldp	x12, x13, [x30, #0x60]
	ldp	x14, x15, [x30, #0x70]
	ldp	x16, x17, [x30, #0x80]
	ldp	x18, x19, [x30, #0x90]
	ldp	x20, x21, [x30, #0xa0]
	ldp	x22, x23, [x30, #0xb0]
	ldp	x24, x25, [x30, #0xc0]
	ldp	x26, x27, [x30, #0xd0]
	ldp	x28, x29, [x30, #0xe0]
	ldr	x30, [x30, #0xf0]

svc_regs_insn:
	svc	#0

	str	x30, [sp, #24]
	ldr	x30, [sp, #16]
	stp	x0, x1, [x30, #0x00]
	stp	x2, x3, [x30, #0x10]
	stp	x4, x5, [x30, #0x20]
	stp	x6, x7, [x30, #0x30]
	stp	x8, x9, [x30, #0x40]
	stp	x10, x11, [x30, #0x50]
	stp	x12, x13, [x30, #0x60]
	stp	x14, x15, [x30, #0x70]
	stp	x16, x17, [x30, #0x80]
	stp	x18, x19, [x30, #0x90]
	stp	x20, x21, [x30, #0xa0]
	stp	x22, x23, [x30, #0xb0]
	stp	x24, x25, [x30, #0xc0]
	stp	x26, x27, [x30, #0xd0]
	stp	x28, x29, [x30, #0xe0]
	mov	x0, x30
	ldr	x1, [sp, #24]
	str	x1, [x0, #0xf0]
	mrs	x1, nzcv
	str	x1, [x0, #0xf8]
	mrs	x1, tpidr_el0
	str	x1, [x0, #0x300]
	mrs	x1, tpidrro_el0
	str	x1, [x0, #0x308]
	mrs	x1, fpcr
	str	x1, [x0, #0x310]
	mrs	x1, fpsr
	str	x1, [x0, #0x318]
	add	x1, x0, #0x100
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	str	q\n, [x1, #(\n * 16)]
	.endr
	.irp	n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	str	q\n, [x1, #(\n * 16)]
	.endr
	mov	x2, sp
	ldr	x1, [x0, #0x320]
	sub	x1, x1, x2
	str	x1, [x0, #0x320]

	/* The compiler relies on the default rounding. */
	msr	fpcr, xzr
	ldp	d8, d9, [sp, #112]
	ldp	d10, d11, [sp, #128]
	ldp	d12, d13, [sp, #144]
	ldp	d14, d15, [sp, #160]
	ldp	x19, x20, [sp, #32]
	ldp	x21, x22, [sp, #48]
	ldp	x23, x24, [sp, #64]
	ldp	x25, x26, [sp, #80]
	ldp	x27, x28, [sp, #96]
	ldp	x29, x30, [sp], #176
	ret
	.size	svc_regs, . - svc_regs
	.section .note.GNU-stack, "", %progbits
