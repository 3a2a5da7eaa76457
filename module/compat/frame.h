/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - where this kernel's handlers take their arguments from
 */
#ifndef _GATE32_COMPAT_FRAME_H
#define _GATE32_COMPAT_FRAME_H

#include <linux/ptrace.h>

/**
 * gate32_frame_ready() - the arguments in a frame have been set
 * @frame: for a handler of the compat table
 */
static __always_inline void gate32_frame_ready(struct pt_regs *frame)
{
	/* v7.3: not x0, which the handler's result is written to */
#ifdef GATE32_HAVE_ARG0_IN_ORIG_X0
	frame->orig_x0 = frame->regs[0];
#endif
}

#endif /* _GATE32_COMPAT_FRAME_H */
