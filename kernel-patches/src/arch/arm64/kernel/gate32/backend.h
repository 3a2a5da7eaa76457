/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what this gate has that the one of the module has otherwise
 */
#ifndef _GATE32_BACKEND_H
#define _GATE32_BACKEND_H

#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/sysctl.h>
#include <uapi/linux/gate32.h>

#define GATE32_HAS_GATE		IS_ENABLED(CONFIG_GATE32_COMPAT)

#ifdef CONFIG_GATE32_COMPAT
#define GATE32_COMPAT_FEATURES	(GATE32_FEATURE_CALL |		\
				 GATE32_FEATURE_IOCTL |		\
				 GATE32_FEATURE_BRK)
#else
#define GATE32_COMPAT_FEATURES	0
#endif

#ifdef CONFIG_GATE32_ROUTE
#define GATE32_ROUTE_FEATURES	GATE32_FEATURE_ROUTE
#else
#define GATE32_ROUTE_FEATURES	0
#endif

#define GATE32_BACKEND_FEATURES	(GATE32_COMPAT_FEATURES |	\
				 GATE32_ROUTE_FEATURES |	\
				 GATE32_FEATURE_MMAP_LIMIT |	\
				 GATE32_FEATURE_LOCK |		\
				 GATE32_FEATURE_BACKEND_BUILTIN)

#define GATE32_PFA_LOCKED	PFA_GATE32_LOCKED
#define GATE32_STACK_GUARD_GAP	stack_guard_gap

#define gate32_ctl_table	const struct ctl_table

static inline struct ctl_table_header *
gate32_sysctl_register(struct ctl_table entry[2])
{
	return register_sysctl_sz("kernel", entry, 1);
}

#endif /* _GATE32_BACKEND_H */
