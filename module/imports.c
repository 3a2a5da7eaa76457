// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - functions of the kernel that it calls and that are not exported
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "compat/ksyms.h"
#include "gate32.h"
#include "imports.h"

struct gate32_import gate32_import;

static const struct {
	const char *name;
	void **where;
} imports[] = {
	{ "compat_arm_syscall", (void **)&gate32_import.compat_arm_syscall },
	{ GATE32_SECCOMP_FUNCTION, (void **)&gate32_import.seccomp },
	{ "system_32bit_el0_cpumask",
	  (void **)&gate32_import.system_32bit_el0_cpumask },
#ifdef CONFIG_AUDITSYSCALL
	{ "auditsc_get_stamp", (void **)&gate32_import.audit_stamp },
#endif
};

/**
 * gate32_imports_want() - ask for all imports
 * @syms: list of symbols to be resolved
 *
 * Return: 0 or -ENOMEM
 */
int gate32_imports_want(struct gate32_ksyms *syms)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(imports); i++) {
		ret = gate32_ksyms_want(syms, imports[i].name,
					imports[i].where);
		if (ret)
			return ret;
	}

	return 0;
}

/**
 * gate32_imports_bind() - check that all imports were found
 *
 * Return: 0; -ENOENT: one is missing, dmesg names it
 */
int gate32_imports_bind(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(imports); i++) {
		if (!*imports[i].where) {
			pr_err("cannot load: this kernel has no function %s\n",
			       imports[i].name);
			return -ENOENT;
		}
	}

	return 0;
}
