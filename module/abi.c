// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - the ABIs that there are, and binding their tables to this kernel
 */
#include <linux/string.h>

#include "abi.h"
#include "core.h"
#include "compat/ksyms.h"
#include "gate32.h"

const struct gate32_abi_desc *const gate32_abis[GATE32_NR_ABIS] = {
	[GATE32_ABI_ARM] = &gate32_abi_arm,
};

/**
 * gate32_abi_features() - feature bits of the ABIs that there are
 *
 * Return: mask of GATE32_FEATURE_ABI_*
 */
unsigned int gate32_abi_features(void)
{
	return GATE32_FEATURE_ABI_ARM;
}

static const char no_handler[] = "__arm64_sys_ni_syscall";

static bool has_handler(const struct gate32_abi_desc *abi, u32 nr)
{
	return abi->names[nr] && strcmp(abi->names[nr], no_handler);
}

/**
 * gate32_abi_want() - ask for the handlers of all tables
 * @syms: list of symbols to be resolved
 *
 * Return: 0 or -ENOMEM
 */
int gate32_abi_want(struct gate32_ksyms *syms)
{
	int i, ret;
	u32 nr;

	for (i = 0; i < ARRAY_SIZE(gate32_abis); i++) {
		const struct gate32_abi_desc *abi = gate32_abis[i];

		for (nr = 0; abi && nr < abi->nr_calls; nr++) {
			if (!has_handler(abi, nr))
				continue;
			ret = gate32_ksyms_want(syms, abi->names[nr],
						(void **)&abi->calls[nr].fn);
			if (ret)
				return ret;
		}
	}

	return 0;
}

static int bind_handlers(const struct gate32_abi_desc *abi)
{
	u32 nr;

	for (nr = 0; nr < abi->nr_calls; nr++) {
		if (!has_handler(abi, nr))
			continue;
		if (!abi->calls[nr].fn) {
			pr_err("cannot load: this kernel has no function %s\n",
			       abi->names[nr]);
			return -ENOENT;
		}
		abi->calls[nr].class = GATE32_WINDOW;
	}

	return 0;
}

/* "__arm64_compat_sys_execve" and "__arm64_sys_execve" are both "execve". */
static bool names_call(const char *handler, const char *call)
{
	const char *name = handler ? strstr(handler, "sys_") : NULL;

	return name && !strcmp(name + strlen("sys_"), call);
}

/*
 * A row that matches nothing is a hole in the policy, not a harmless
 * leftover: the call that it meant to keep out of the window has another
 * name on this kernel.
 */
static int apply_policy(const struct gate32_abi_desc *abi)
{
	const struct gate32_policy *row;
	u32 i, nr;

	for (i = 0; i < abi->nr_policy; i++) {
		row = &abi->policy[i];
		for (nr = 0; nr < abi->nr_calls; nr++)
			if (names_call(abi->names[nr], row->name))
				break;
		if (nr == abi->nr_calls) {
			pr_err("cannot load: %s has no call %s on this kernel\n",
			       abi->name, row->name);
			return -ENOENT;
		}
		abi->calls[nr].class = row->class;
		if (row->class == GATE32_OWN)
			abi->calls[nr].own = row->own;
	}

	return 0;
}

/**
 * gate32_abi_bind() - check that every handler was found, apply the policy
 *
 * Context: after the symbols of gate32_abi_want() were resolved.
 * Return: 0; -ENOENT: a handler or a call is missing, dmesg names it
 */
int gate32_abi_bind(void)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(gate32_abis); i++) {
		if (!gate32_abis[i])
			continue;
		ret = bind_handlers(gate32_abis[i]) ?: apply_policy(gate32_abis[i]);
		if (ret)
			return ret;
	}

	return 0;
}
