/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what the module has that the gate of a patched kernel has otherwise
 *
 * The files that both are made of (kernel-patches/files.list) find
 * here what differs between them.
 */
#ifndef _GATE32_BACKEND_H
#define _GATE32_BACKEND_H

#include <linux/mm_types.h>
#include <linux/gate32.h>

#include "compat/sysctl.h"
#include "flags.h"

/* Whether there is more than a limit and a lock: see verbs.h. */
#define GATE32_HAS_GATE		1

#define GATE32_BACKEND_FEATURES	(GATE32_FEATURE_ROUTE |		\
				 GATE32_FEATURE_CALL |		\
				 GATE32_FEATURE_IOCTL |		\
				 GATE32_FEATURE_MMAP_LIMIT |	\
				 GATE32_FEATURE_BRK |		\
				 GATE32_FEATURE_LOCK |		\
				 GATE32_FEATURE_BACKEND_MODULE)

/* The kernel's stack_guard_gap is not exported; this is its default. */
#define GATE32_STACK_GUARD_GAP	(256UL << PAGE_SHIFT)

#endif /* _GATE32_BACKEND_H */
