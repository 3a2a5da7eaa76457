// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: the current thread ends
 *
 * SECCOMP_RET_KILL_THREAD ends it where it is judged, in the window; so does
 * an oops. The end of a thread writes to its memory (clear_child_tid, robust
 * mutexes), which is a 64-bit task's.
 */
#include "../hooks.h"
#include "../window.h"

static void *visit(unsigned long *args)
{
	if (gate32_window_is_open())
		gate32_window_close();

	return NULL;
}

struct gate32_hook gate32_hook_exit = {
	.symbols	= { "do_exit" },
	.purpose	= "threads that a filter ends",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= visit,
	.rare		= true,
};
