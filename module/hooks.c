// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hooks: the table, and planting what is in it
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "compat/io_uring.h"
#include "compat/ksyms.h"
#include "gate32.h"
#include "hooks.h"

/*
 * Planted from top to bottom, removed from bottom to top: the door is opened
 * last and closed first.
 */
static struct gate32_hook *const hooks[] = {
	&gate32_hook_stop,
	&gate32_hook_exit,
#ifdef CONFIG_AUDITSYSCALL
	&gate32_hook_audit_entry,
	&gate32_hook_audit_exit,
#endif
	&gate32_hook_inquire,
	&gate32_hook_spawn,
#ifdef CONFIG_IO_URING
	&gate32_hook_issue,
#if GATE32_POLL_ISSUES_ITSELF
	&gate32_hook_poll_issue,
#endif
	&gate32_hook_waitid,
#endif
	&gate32_hook_search,
	&gate32_hook_hint,
	&gate32_hook_entry,
	&gate32_hook_prctl,
};

static enum gate32_mech wanted_mech;

/* Both names of a hook are looked up; the second can do without the first. */
static void *found[ARRAY_SIZE(hooks)][ARRAY_SIZE(hooks[0]->symbols)];

/**
 * gate32_hooks_want() - ask for the functions of all hooks
 * @syms: list of symbols to be resolved
 *
 * Return: 0 or -ENOMEM
 */
int gate32_hooks_want(struct gate32_ksyms *syms)
{
	int i, j, ret;

	BUILD_BUG_ON(ARRAY_SIZE(hooks) > GATE32_HOOKS_MAX);
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		for (j = 0; j < ARRAY_SIZE(found[i]); j++) {
			if (!hooks[i]->symbols[j])
				continue;
			ret = gate32_ksyms_want(syms, hooks[i]->symbols[j],
						&found[i][j]);
			if (ret)
				return ret;
		}
	}

	return 0;
}

/**
 * gate32_hooks_bind() - take the functions that were found
 * @mech: mechanism to plant by
 *
 * Return: 0; -ENOENT: a function is missing, dmesg names it
 */
int gate32_hooks_bind(enum gate32_mech mech)
{
	int i, j;

	wanted_mech = mech;
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		for (j = 0; j < ARRAY_SIZE(found[i]) && !hooks[i]->addr; j++)
			hooks[i]->addr = found[i][j];
		if (!hooks[i]->addr && !hooks[i]->optional) {
			pr_err("cannot load: this kernel has no function %s (needed for %s)\n",
			       hooks[i]->symbols[0], hooks[i]->purpose);
			return -ENOENT;
		}
	}

	return 0;
}

/**
 * gate32_hooks_plant() - plant all hooks of a kind that are not planted
 * @when: the kind
 *
 * Context: may sleep; calls for the same kind are serialised by the caller.
 * Return: 0, or the error of the mechanism after undoing what was done; dmesg
 * names the hook
 */
int gate32_hooks_plant(enum gate32_hook_when when)
{
	int i, ret;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (hooks[i]->when != when || !hooks[i]->addr)
			continue;
		ret = gate32_plant(hooks[i], wanted_mech);
		if (ret) {
			pr_err("cannot hook %s (needed for %s): error %d\n",
			       hooks[i]->symbols[0], hooks[i]->purpose, ret);
			gate32_hooks_remove(when);
			return ret;
		}
	}

	return 0;
}

/**
 * gate32_hooks_remove() - remove all hooks of a kind that are planted
 * @when: the kind
 *
 * A thread may still be in what a hook has redirected it to.
 *
 * Context: may sleep.
 */
void gate32_hooks_remove(enum gate32_hook_when when)
{
	int i;

	for (i = ARRAY_SIZE(hooks) - 1; i >= 0; i--)
		if (hooks[i]->when == when)
			gate32_unplant(hooks[i]);
}
