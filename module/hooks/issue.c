// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: io_uring is about to make the operation of a request
 *
 * A ring knows whether a 32-bit task has set it up. Who makes an operation need
 * not be like that task: workers belong to all rings of the process, and what
 * could not be done at once is done later on the way back to user space, or in
 * the middle of an io_uring_enter() for another ring. Files whose format
 * depends on who reads them (evdev, uinput, sg) ask the task, not the ring. A
 * real 32-bit process has no rings but 32-bit ones, and so no such question.
 *
 * All of these ways lead through io_issue_sqe() (io_uring/io_uring.c, 6.12).
 */
#include <linux/io_uring_types.h>

#include "../hooks.h"
#include "../state.h"
#include "../window.h"

static int issue(struct io_kiocb *req, unsigned int issue_flags)
{
	int (*io_issue_sqe)(struct io_kiocb *req, unsigned int issue_flags) =
		gate32_hook_issue.addr;
	int ret;

	if (req->ctx->compat) {
		gate32_window_open();
		ret = io_issue_sqe(req, issue_flags);
		gate32_window_close();
	} else {
		gate32_window_close();
		ret = io_issue_sqe(req, issue_flags);
		gate32_window_open();
	}

	return ret;
}

void *gate32_issue_visit(unsigned long *args)
{
	const struct io_kiocb *req = (const struct io_kiocb *)args[0];

	if (req->ctx->compat == test_thread_flag(TIF_32BIT) ||
	    !gate32_state_current())
		return NULL;

	return issue;
}

struct gate32_hook gate32_hook_issue = {
	.symbols	= { "io_issue_sqe" },
	.purpose	= "io_uring",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= gate32_issue_visit,
	.redirects	= true,
	.direct		= gate32_issue_direct,
};
