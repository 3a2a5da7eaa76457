// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - the verbs of PR_GATE32; uapi/linux/gate32.h describes them
 */
#include <linux/err.h>
#include <linux/uaccess.h>

#include "abi.h"
#include "allow.h"
#include "audit.h"
#include "brk.h"
#include "core.h"
#include "lock.h"
#include "prctl.h"
#include "route.h"
#include "state.h"

static unsigned int features(void)
{
	return gate32_abi_features() |
	       GATE32_FEATURE_ROUTE |
	       GATE32_FEATURE_CALL |
	       GATE32_FEATURE_IOCTL |
	       GATE32_FEATURE_MMAP_LIMIT |
	       GATE32_FEATURE_BRK |
	       GATE32_FEATURE_LOCK |
	       GATE32_FEATURE_BACKEND_MODULE;
}

static long enable(unsigned long abi, unsigned long base, unsigned long flags)
{
	struct gate32_state *state;
	int ret;

	ret = gate32_check_enable(abi, base, flags, features());
	if (ret)
		return ret;
	if (!gate32_may_open())
		return -EPERM;

	state = gate32_state_get_current();
	if (IS_ERR(state))
		return PTR_ERR(state);

	return gate32_state_enable(state, abi, base);
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

/* State and setting of a process whose gate is open. */
static struct gate32_state *open_gate(struct gate32_setting *setting)
{
	struct gate32_state *state = gate32_state_current();

	if (!state)
		return NULL;
	*setting = gate32_state_setting(state);

	return gate32_setting_open(*setting) ? state : NULL;
}

static long call(unsigned long nr, unsigned long uargs)
{
	struct gate32_setting setting;
	struct gate32_state *state;
	u32 args32[6];
	u64 args[6];
	int i;

	if (nr >= GATE32_NR_SPAN)
		return -EINVAL;
	state = open_gate(&setting);
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

static long ioctl(unsigned long fd, unsigned long cmd, unsigned long arg)
{
	const u64 args[6] = { fd, cmd, arg };
	struct gate32_setting setting;
	struct gate32_state *state;
	u32 nr;

	state = open_gate(&setting);
	if (!state)
		return -EUNATCH;
	nr = gate32_abi(gate32_setting_abi(setting))->ioctl_nr;

	return gate32_route(state, setting, nr, args);
}

static long brk_start(unsigned long start)
{
	struct gate32_setting setting;
	struct gate32_state *state;
	int ret;

	ret = gate32_check_brk(start, PAGE_SIZE);
	if (ret)
		return ret;
	state = open_gate(&setting);
	if (!state)
		return -EUNATCH;
	gate32_brk_start(state, start);

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
		return features();
	case GATE32_ENABLE:
		return enable(a, b, c);
	case GATE32_DISABLE:
		return gate32_state_disable(gate32_state_current());
	case GATE32_CALL:
		return call(a, b);
	case GATE32_IOCTL:
		return ioctl(a, b, c);
	case GATE32_MMAP_LIMIT:
		return mmap_limit(a);
	case GATE32_BRK:
		return brk_start(a);
	case GATE32_LOCK:
		return gate32_lock();
	}

	return -EINVAL;
}
