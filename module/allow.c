// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - who may open a gate: one setting, under two names
 *
 * The module parameter "allow" can be given when the module is loaded, the
 * sysctl kernel.gate32_allow is where one looks for such a thing afterwards.
 * Both read and write the same variable, in the same words.
 *
 * It is asked when a gate is opened or a limit set. A gate that is open stays
 * open when the answer changes.
 */
#include <linux/capability.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/string.h>
#include <linux/sysfs.h>

#include "allow.h"
#include "backend.h"

enum {
	ALLOW_NOBODY,
	ALLOW_ADMIN,
	ALLOW_UNFILTERED,
	ALLOW_EVERYBODY,
};

static const char *const names[] = {
	[ALLOW_NOBODY] = "nobody",
	[ALLOW_ADMIN] = "admin",
	[ALLOW_UNFILTERED] = "unfiltered",
	[ALLOW_EVERYBODY] = "everybody",
};

static int allow = ALLOW_EVERYBODY;

static int set(const char *name)
{
	int i = sysfs_match_string(names, name);

	if (i < 0)
		return i;
	WRITE_ONCE(allow, i);

	return 0;
}

static int param_set(const char *val, const struct kernel_param *kp)
{
	return set(val);
}

static int param_get(char *buf, const struct kernel_param *kp)
{
	return sysfs_emit(buf, "%s\n", names[READ_ONCE(allow)]);
}

static const struct kernel_param_ops param_ops = {
	.set = param_set,
	.get = param_get,
};

module_param_cb(allow, &param_ops, NULL, 0644);
MODULE_PARM_DESC(allow,
		 "who may open a gate: nobody, admin (CAP_SYS_ADMIN in the initial user namespace), unfiltered (who is under no seccomp filter), everybody (default)");

static int sysctl_handler(gate32_ctl_table *table, int write, void *buffer,
			  size_t *lenp, loff_t *ppos)
{
	char name[16];	/* A longer one is cut, and then matches nothing. */
	struct ctl_table copy = { .data = name, .maxlen = sizeof(name) };
	int ret;

	strscpy(name, names[READ_ONCE(allow)], sizeof(name));
	ret = proc_dostring(&copy, write, buffer, lenp, ppos);

	return ret || !write ? ret : set(name);
}

static struct ctl_table sysctl_table[] = {
	{
		.procname	= "gate32_allow",
		.mode		= 0644,
		.proc_handler	= sysctl_handler,
	},
	{}
};

static struct ctl_table_header *sysctl_header;

/**
 * gate32_allow_init() - make the sysctl
 *
 * Return: 0, also where the kernel has no sysctls; -ENOMEM
 */
int gate32_allow_init(void)
{
	if (!IS_ENABLED(CONFIG_SYSCTL))
		return 0;
	sysctl_header = gate32_sysctl_register(sysctl_table);

	return sysctl_header ? 0 : -ENOMEM;
}

/**
 * gate32_allow_exit() - remove the sysctl
 */
void gate32_allow_exit(void)
{
	unregister_sysctl_table(sysctl_header);
}

/**
 * gate32_allowed() - does the administrator let the current task open a gate?
 *
 * Return: true if it may
 */
bool gate32_allowed(void)
{
	switch (READ_ONCE(allow)) {
	case ALLOW_EVERYBODY:
		return true;
	case ALLOW_UNFILTERED:
		return current->seccomp.mode == SECCOMP_MODE_DISABLED;
	case ALLOW_ADMIN:
		return capable(CAP_SYS_ADMIN);
	default:
		return false;
	}
}
