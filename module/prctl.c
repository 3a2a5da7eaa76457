// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - prctl(PR_GATE32): which verb it is; those that need no gate
 */
#include <linux/err.h>
#include <linux/sched.h>

#include "abi.h"
#include "backend.h"
#include "core.h"
#include "lock.h"
#include "prctl.h"
#include "state.h"
#include "verbs.h"

/**
 * gate32_features() - what this kernel offers
 *
 * Return: mask of GATE32_FEATURE_*
 */
unsigned int gate32_features(void)
{
	return gate32_abi_features() | GATE32_BACKEND_FEATURES;
}

static long mmap_limit(unsigned long limit)
{
	struct gate32_state *state;
	int ret;

	ret = gate32_check_limit(limit, PAGE_SIZE, TASK_SIZE);
	if (ret)
		return ret;

	/* To give a limit up needs nobody's leave, and makes no state. */
	if (!limit) {
		state = gate32_state_current();
		if (state)
			WRITE_ONCE(state->mmap_limit, 0);
		return 0;
	}

	if (!gate32_may_open())
		return -EPERM;
	state = gate32_state_get_current();
	if (IS_ERR(state))
		return PTR_ERR(state);
	WRITE_ONCE(state->mmap_limit, limit);

	return 0;
}

/**
 * gate32_prctl() - prctl(PR_GATE32, ...)
 * @verb: of enum gate32_verb, or anything
 * @a: first argument
 * @b: second argument
 * @c: third argument
 *
 * Context: a 64-bit user task, outside any window; may sleep.
 *
 * Return: as enum gate32_verb says
 */
long gate32_prctl(unsigned long verb, unsigned long a, unsigned long b,
		  unsigned long c)
{
	int ret = gate32_check_unused(verb, a, b, c);

	if (ret)
		return ret;

	switch (verb) {
	case GATE32_GET_VERSION:
		return GATE32_ABI_VERSION;
	case GATE32_GET_FEATURES:
		return gate32_features();
	case GATE32_ENABLE:
		return gate32_verb_enable(a, b, c);
	case GATE32_DISABLE:
		return gate32_verb_disable();
	case GATE32_CALL:
		return gate32_verb_call(a, b);
	case GATE32_IOCTL:
		return gate32_verb_ioctl(a, b, c);
	case GATE32_MMAP_LIMIT:
		return mmap_limit(a);
	case GATE32_BRK:
		return gate32_verb_brk(a);
	case GATE32_LOCK:
		return gate32_lock();
	}

	return -EINVAL;
}
