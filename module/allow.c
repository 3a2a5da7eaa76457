// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - who may open a gate: the module parameter "allow"
 *
 * It is asked when a gate is opened or a limit set. A gate that is open stays
 * open when the answer changes.
 */
#include <linux/capability.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "allow.h"

enum {
	ALLOW_NOBODY,
	ALLOW_ADMIN,
	ALLOW_EVERYBODY,
};

static const char *const names[] = {
	[ALLOW_NOBODY] = "nobody",
	[ALLOW_ADMIN] = "admin",
	[ALLOW_EVERYBODY] = "everybody",
};

static int allow = ALLOW_EVERYBODY;

static int allow_set(const char *val, const struct kernel_param *kp)
{
	int i = sysfs_match_string(names, val);

	if (i < 0)
		return i;
	WRITE_ONCE(allow, i);

	return 0;
}

static int allow_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", names[READ_ONCE(allow)]);
}

static const struct kernel_param_ops allow_ops = {
	.set = allow_set,
	.get = allow_get,
};

module_param_cb(allow, &allow_ops, NULL, 0644);
MODULE_PARM_DESC(allow,
		 "who may open a gate: nobody, admin (CAP_SYS_ADMIN in the initial user namespace), everybody (default)");

/**
 * gate32_allowed() - may the current task open a gate?
 *
 * Return: true if it may
 */
bool gate32_allowed(void)
{
	switch (READ_ONCE(allow)) {
	case ALLOW_EVERYBODY:
		return true;
	case ALLOW_ADMIN:
		return capable(CAP_SYS_ADMIN);
	default:
		return false;
	}
}
