// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - all of the module, for a kernel that has the gate built in
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/module.h>

#include "gate32.h"
#include "version.h"

static int __init gate32_init(void)
{
	pr_err("cannot load: this kernel has gate32 built in\n");

	return -EEXIST;
}

module_init(gate32_init);

MODULE_AUTHOR("gate32 maintainers");
MODULE_DESCRIPTION("32-bit system calls for 64-bit processes on arm64");
MODULE_LICENSE("GPL");
MODULE_VERSION(GATE32_RELEASE);
