// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hooks: io_uring is about to make the operation of a request
 *
 * A ring knows whether a 32-bit task has set it up. Who makes an operation need
 * not be like that task: workers belong to all rings of the process, and what
 * could not be done at once is done later on the way back to user space, or in
 * the middle of an io_uring_enter() for another ring. Files whose format
 * depends on who reads them (evdev, uinput, sg) ask the task, not the ring. A
 * real 32-bit process has no rings but 32-bit ones, and so no such question.
 *
 * All of these ways lead through io_issue_sqe() (io_uring/io_uring.c, 6.12), or
 * io_poll_issue() if a file that was waited for is ready (7.2). One operation
 * writes to memory once more later: IORING_OP_WAITID (6.7), when a child has
 * changed. Whoever's call that interrupts, io_waitid_cb() does it.
 *
 * Where a struct io_tw_state is passed by value (7.2), and the request in a
 * structure of its own, both are a word, in the register of the pointer.
 */
#include "../compat/io_uring.h"
#include "../hooks.h"
#include "../state.h"
#include "../tags.h"
#include "../window.h"

struct io_tw_state;

static void set_mark(bool is_32bit)
{
	if (is_32bit) {
		gate32_window_open();
		gate32_tags_hide();
	} else {
		gate32_tags_restore(current);
		gate32_window_close();
	}
}

static bool has_other_mark(const struct io_kiocb *req)
{
	return gate32_ring_is_compat(req->ctx) != test_thread_flag(TIF_32BIT) &&
	       gate32_state_current();
}

/*
 * __nocfi, and so below: nobody but io_uring.c calls io_issue_sqe(), and never
 * by a pointer, so a kernel with kCFI has put no type before it to be checked.
 */
static int __nocfi issue(struct io_kiocb *req, unsigned int issue_flags)
{
	int (*io_issue_sqe)(struct io_kiocb *req, unsigned int issue_flags) =
		gate32_hook_issue.addr;
	const bool compat = gate32_ring_is_compat(req->ctx);
	int ret;

	set_mark(compat);
	ret = io_issue_sqe(req, issue_flags);
	set_mark(!compat);

	return ret;
}

void *gate32_issue_visit(unsigned long *args)
{
	return has_other_mark((const struct io_kiocb *)args[0]) ? issue : NULL;
}

struct gate32_hook gate32_hook_issue = {
	.symbols	= { "io_issue_sqe" },
	.purpose	= "io_uring",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= gate32_issue_visit,
	.direct		= gate32_issue_direct,
};

#if GATE32_POLL_ISSUES_ITSELF
static int __nocfi poll_issue(struct io_kiocb *req, struct io_tw_state *ts)
{
	int (*io_poll_issue)(struct io_kiocb *req, struct io_tw_state *ts) =
		gate32_hook_poll_issue.addr;
	const bool compat = gate32_ring_is_compat(req->ctx);
	int ret;

	set_mark(compat);
	ret = io_poll_issue(req, ts);
	set_mark(!compat);

	return ret;
}

static void *poll_issue_visit(unsigned long *args)
{
	return has_other_mark((const struct io_kiocb *)args[0]) ? poll_issue :
								  NULL;
}

struct gate32_hook gate32_hook_poll_issue = {
	.symbols	= { "io_poll_issue" },
	.purpose	= "io_uring",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= poll_issue_visit,
};
#endif

/* __nocfi: io_waitid_cb() has the type of a callback, which differs in 7.2. */
static void __nocfi waitid(struct io_kiocb *req, struct io_tw_state *ts)
{
	void (*io_waitid_cb)(struct io_kiocb *req, struct io_tw_state *ts) =
		gate32_hook_waitid.addr;
	const bool compat = gate32_ring_is_compat(req->ctx);

	set_mark(compat);
	io_waitid_cb(req, ts);
	/* req may be gone. */
	set_mark(!compat);
}

static void *waitid_visit(unsigned long *args)
{
	return has_other_mark((const struct io_kiocb *)args[0]) ? waitid : NULL;
}

struct gate32_hook gate32_hook_waitid = {
	.symbols	= { "io_waitid_cb" },
	.purpose	= "io_uring",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= waitid_visit,
	.rare		= true,
	.optional	= true,
};
