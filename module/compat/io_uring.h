/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what this kernel's rings are like
 */
#ifndef _GATE32_COMPAT_IO_URING_H
#define _GATE32_COMPAT_IO_URING_H

#include <linux/io_uring_types.h>
#include <linux/version.h>

/*
 * What was polled for is done by io_issue_sqe() in v6.12, and no more in v7.2.
 * No kernel between has been tried: the change is said to be v6.15's.
 */
#define GATE32_POLL_ISSUES_ITSELF \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0))

/**
 * gate32_ring_is_compat() - has a 32-bit task set a ring up?
 * @ctx: the ring
 *
 * Return: whether it has; a routed call's task is one
 */
static inline bool gate32_ring_is_compat(const struct io_ring_ctx *ctx)
{
	/* v6.12 has single bits in struct io_ring_ctx, v7.2 has not */
#ifdef GATE32_HAVE_RING_F_COMPAT
	return ctx->int_flags & IO_RING_F_COMPAT;
#else
	return ctx->compat;
#endif
}

#endif /* _GATE32_COMPAT_IO_URING_H */
