// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - verbs: any call through the gate, and the guest's break
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/uaccess.h>

#include "audit.h"
#include "brk.h"
#include "core.h"
#include "route.h"
#include "state.h"
#include "verbs.h"

/**
 * gate32_verb_call() - GATE32_CALL
 * @nr: number of the call, or anything
 * @uargs: address of six u32
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 * Return: as enum gate32_verb says
 */
long gate32_verb_call(unsigned long nr, unsigned long uargs)
{
	struct gate32_setting setting;
	struct gate32_state *state;
	u32 args32[6];
	u64 args[6];
	int i;

	if (nr >= GATE32_NR_SPAN)
		return -EINVAL;
	state = gate32_open_gate(&setting);
	if (!state)
		return -EUNATCH;
	if (copy_from_user(args32, (void __user *)uargs, sizeof(args32))) {
		gate32_audit_enter_prctl();
		return -EFAULT;
	}
	for (i = 0; i < ARRAY_SIZE(args); i++)
		args[i] = args32[i];

	return gate32_route(state, setting, nr, args);
}

/**
 * gate32_verb_brk() - GATE32_BRK
 * @start: any value
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 * Return: as enum gate32_verb says
 */
long gate32_verb_brk(unsigned long start)
{
	struct gate32_setting setting;
	struct gate32_state *state;
	int ret;

	ret = gate32_check_brk(start, PAGE_SIZE);
	if (ret)
		return ret;
	state = gate32_open_gate(&setting);
	if (!state)
		return -EUNATCH;
	gate32_brk_start(state, start);

	return 0;
}
