// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - one routed call: what is not the common case
 */
#include <linux/module.h>

#include "audit.h"
#include "judge.h"
#include "route.h"
#include "tags.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/*
 * The state of a process keeps the module loaded while a thread sleeps in a
 * call. exec takes the state away with the old memory map, long before it
 * comes back here.
 */
static long exec(const struct gate32_call *call, const struct pt_regs *frame)
{
	long ret;

	__module_get(THIS_MODULE);
	ret = call->fn(frame);
	module_put(THIS_MODULE);

	return ret;
}

/**
 * gate32_route_other() - make a call that is not of class WINDOW
 * @state: of the process
 * @abi: of the call
 * @nr: its number, in the table or not
 * @frame: its arguments
 *
 * Return: what the handler returns; -EOPNOTSUPP: of class REFUSED; -ENOSYS:
 * the kernel has no such call
 */
long gate32_route_other(struct gate32_state *state,
			const struct gate32_abi_desc *abi, u32 nr,
			const struct pt_regs *frame)
{
	const struct gate32_call *call = &abi->calls[nr % GATE32_MAX_CALLS];

	if (nr >= abi->nr_calls)
		return abi->beyond(nr, frame);

	switch (call->class) {
	case GATE32_NATIVE:
		return call->fn(frame);
	case GATE32_EXEC:
		return exec(call, frame);
	case GATE32_OWN:
		return call->own(state, frame);
	case GATE32_REFUSED:
		return -EOPNOTSUPP;
	default:
		return -ENOSYS;
	}
}

/*
 * gate32_dispatch() for a thread that may have tagged addresses. Other classes
 * than WINDOW have no use for that, and must not find the flag changed: exec
 * clears it, and a child copies it.
 */
static long dispatch_untagged(struct gate32_state *state,
			      const struct gate32_abi_desc *abi, u32 nr,
			      const struct pt_regs *frame)
{
	long ret;

	if (nr >= abi->nr_calls ||
	    abi->calls[nr % GATE32_MAX_CALLS].class != GATE32_WINDOW)
		return gate32_dispatch(state, abi, nr, frame);

	gate32_tags_hide();
	ret = gate32_dispatch(state, abi, nr, frame);
	gate32_tags_restore(current);

	return ret;
}

/*
 * Make a call if the thread's filters allow it, or what a tracer makes of it.
 */
static long route_judged(struct gate32_state *state,
			 const struct gate32_abi_desc *abi, u32 nr,
			 const struct pt_regs *frame)
{
	struct pt_regs judged;
	long ret;

	gate32_mask_args(&judged, frame->regs);
	if (!gate32_judge(state, abi, &nr, &judged, &ret))
		return ret;
	gate32_frame_ready(&judged);
	gate32_audit_enter(nr, judged.regs);

	return gate32_result(dispatch_untagged(state, abi, nr, &judged));
}

/**
 * gate32_route_flagged() - make a call for a thread with one of GATE32_FLAGS
 * @state: of the process
 * @abi: of the call
 * @nr: its number
 * @frame: its arguments
 *
 * Return: value for x0
 */
long gate32_route_flagged(struct gate32_state *state,
			  const struct gate32_abi_desc *abi, u32 nr,
			  const struct pt_regs *frame)
{
	if (test_thread_flag(TIF_SECCOMP))
		return route_judged(state, abi, nr, frame);

	return gate32_result(dispatch_untagged(state, abi, nr, frame));
}

/**
 * gate32_route() - make a 32-bit call for the current thread
 * @state: of the process
 * @setting: as read from @state: the gate was open when the call came in
 * @nr: 32-bit number, below GATE32_NR_SPAN
 * @args: six arguments; upper halves are ignored
 *
 * Context: a 64-bit user task, in its system call, outside any window. Sleeps
 * as long as the call does. After an execve() @state must not be touched.
 *
 * Return: value for x0, see gate32_result()
 */
long gate32_route(struct gate32_state *state, struct gate32_setting setting,
		  u32 nr, const u64 *args)
{
	/* One that has to be judged begins its record after that. */
	if (!test_thread_flag(TIF_SECCOMP))
		gate32_audit_enter(nr, args);

	return __gate32_route(state, setting, nr, args);
}
