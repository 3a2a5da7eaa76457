/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - included by every kernel file of the module
 */
#ifndef _GATE32_H
#define _GATE32_H

#undef pr_fmt
#define pr_fmt(fmt) "gate32: " fmt

#include <linux/printk.h>

#endif /* _GATE32_H */
