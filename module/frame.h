/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what a handler of the compat table finds its arguments in
 */
#ifndef _GATE32_FRAME_H
#define _GATE32_FRAME_H

#include <linux/ptrace.h>
#include <linux/types.h>

/**
 * gate32_mask_args() - make a 32-bit call's arguments of those of a 64-bit one
 * @frame: gets them; nothing else of it is written
 * @args: six registers
 *
 * An AArch32 task's registers have no upper halves; those of an AArch64 task
 * may hold anything. Most handlers of the compat table are the native ones
 * and would use all 64 bits. Handlers read the arguments and nothing else
 * from the frame (arch/arm64/include/asm/syscall_wrapper.h), and none of the
 * compat table takes more than six.
 *
 * Two at a time: so the compiler stores them.
 */
static __always_inline void gate32_mask_args(struct pt_regs *frame,
					     const u64 *args)
{
	int i;

#pragma GCC unroll 3
	for (i = 0; i < 6; i += 2) {
		u32 first = args[i], second = args[i + 1];

		frame->regs[i] = first;
		frame->regs[i + 1] = second;
	}
}

#endif /* _GATE32_FRAME_H */
