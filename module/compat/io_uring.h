/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what this kernel's rings are like
 */
#ifndef _GATE32_COMPAT_IO_URING_H
#define _GATE32_COMPAT_IO_URING_H

#include <linux/io_uring_types.h>
#include <linux/version.h>

/* v6.15: what was polled for is no more done by io_issue_sqe() */
#define GATE32_POLL_ISSUES_ITSELF \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0))

static inline bool gate32_ring_is_compat(const struct io_ring_ctx *ctx)
{
	/* v7.1: struct io_ring_ctx lost its single bits */
#ifdef GATE32_HAVE_RING_F_COMPAT
	return ctx->int_flags & IO_RING_F_COMPAT;
#else
	return ctx->compat;
#endif
}

#endif /* _GATE32_COMPAT_IO_URING_H */
