// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - one routed call, from the number and the arguments to x0
 */
#include <linux/module.h>
#include <linux/nospec.h>
#include <linux/sched.h>
#include <linux/ptrace.h>

#include "abi.h"
#include "judge.h"
#include "route.h"
#include "state.h"
#include "window.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* Arguments in registers: no handler of the compat table takes more. */
#define NR_ARGS	6

/*
 * An AArch32 task's registers have no upper halves; those of an AArch64 task
 * may hold anything. Most handlers of the compat table are the native ones
 * and would use all 64 bits. Handlers read the arguments and nothing else
 * from the frame (arch/arm64/include/asm/syscall_wrapper.h).
 */
static __always_inline void mask_args(struct pt_regs *frame, const u64 *args)
{
	int i;

#pragma GCC unroll 6
	for (i = 0; i < NR_ARGS; i++)
		frame->regs[i] = (u32)args[i];
}

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

static __always_inline long dispatch(struct gate32_state *state,
				     const struct gate32_abi_desc *abi, u32 nr,
				     const struct pt_regs *frame)
{
	const struct gate32_call *call;
	long ret;

	if (unlikely(nr >= abi->nr_calls))
		return abi->beyond(nr, frame);

	call = &abi->calls[array_index_nospec(nr, abi->nr_calls)];
	if (likely(call->class == GATE32_WINDOW && call->fn)) {
		gate32_window_open();
		ret = call->fn(frame);
		gate32_window_close();
		return ret;
	}

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
	const struct gate32_abi_desc *abi = gate32_abi(gate32_setting_abi(setting));
	struct pt_regs frame __uninitialized;
	long ret;

	mask_args(&frame, args);
	trace_gate32_enter(nr, frame.regs);

	if (unlikely(test_thread_flag(TIF_SECCOMP)) &&
	    !gate32_judge(abi, nr, &frame, &ret))
		goto out;

	ret = gate32_result(dispatch(state, abi, nr, &frame));
out:
	trace_gate32_exit(nr, ret);
	return ret;
}
