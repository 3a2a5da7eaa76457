/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - sysctls: what handlers get, and how a table is registered
 */
#ifndef _GATE32_COMPAT_SYSCTL_H
#define _GATE32_COMPAT_SYSCTL_H

#include <linux/sysctl.h>
#include <linux/version.h>

/* v6.11: handlers get a table that is const */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define gate32_ctl_table	const struct ctl_table
#else
#define gate32_ctl_table	struct ctl_table
#endif

/**
 * gate32_sysctl_register() - register one sysctl in kernel.*
 * @entry: of the sysctl, and an empty one
 *
 * v6.6: the number of entries is told. v6.11: an empty one is an error.
 *
 * Return: for unregister_sysctl_table(); NULL: no memory, or no sysctls
 */
static inline struct ctl_table_header *
gate32_sysctl_register(struct ctl_table entry[2])
{
#ifdef register_sysctl
	return register_sysctl_sz("kernel", entry, 1);
#else
	return register_sysctl("kernel", entry);
#endif
}

#endif /* _GATE32_COMPAT_SYSCTL_H */
