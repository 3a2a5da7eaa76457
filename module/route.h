/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - one routed call, from the number and the arguments to x0
 */
#ifndef _GATE32_ROUTE_H
#define _GATE32_ROUTE_H

#include <linux/ptrace.h>
#include <linux/thread_info.h>

#include "abi.h"
#include "compat/frame.h"
#include "core.h"
#include "frame.h"
#include "trace.h"
#include "window.h"

struct gate32_state;

/* Of a thread whose calls take more than a window: filters, tagged addresses */
#define GATE32_FLAGS		(_TIF_SECCOMP | BIT(TIF_TAGGED_ADDR))

long gate32_route_other(struct gate32_state *state,
			const struct gate32_abi_desc *abi, u32 nr,
			const struct pt_regs *frame);
long gate32_route_flagged(struct gate32_state *state,
			  const struct gate32_abi_desc *abi, u32 nr,
			  const struct pt_regs *frame);
long gate32_route(struct gate32_state *state, struct gate32_setting setting,
		  u32 nr, const u64 *args);

static __always_inline long gate32_dispatch(struct gate32_state *state,
					    const struct gate32_abi_desc *abi,
					    u32 nr,
					    const struct pt_regs *frame)
{
	/* Whatever is speculated past the bound is inside the table. */
	const struct gate32_call *call = &abi->calls[nr % GATE32_MAX_CALLS];
	const syscall_fn_t fn = call->fn;
	long ret;

	if (unlikely(nr >= abi->nr_calls || call->class != GATE32_WINDOW))
		return gate32_route_other(state, abi, nr, frame);

	gate32_window_open();
	ret = fn(frame);
	gate32_window_close();

	return ret;
}

/**
 * __gate32_route() - gate32_route(), for the one place where it is hot
 * @state: of the process
 * @setting: as read from @state: the gate was open when the call came in
 * @nr: 32-bit number, below GATE32_NR_SPAN
 * @args: six arguments; upper halves are ignored
 *
 * Return: value for x0, see gate32_result()
 */
static __always_inline long __gate32_route(struct gate32_state *state,
					   struct gate32_setting setting,
					   u32 nr, const u64 *args)
{
	const struct gate32_abi_desc *abi =
		gate32_abi(gate32_setting_abi(setting));
	struct pt_regs frame __uninitialized;
	long ret;

	gate32_mask_args(&frame, args);
	gate32_frame_ready(&frame);
	trace_gate32_enter(nr, frame.regs);

	if (unlikely(read_thread_flags() & GATE32_FLAGS))
		ret = gate32_route_flagged(state, abi, nr, &frame);
	else
		ret = gate32_result(gate32_dispatch(state, abi, nr, &frame));

	trace_gate32_exit(nr, ret);
	return ret;
}

#endif /* _GATE32_ROUTE_H */
