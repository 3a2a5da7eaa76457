// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - planting a hook: which mechanism to take
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "../hooks.h"
#include "plant.h"

static const struct {
	const char *name;
	int (*plant)(struct gate32_hook *hook);
	void (*unplant)(struct gate32_hook *hook);
} mechs[] = {
	[GATE32_MECH_DIRECT] = {
		"direct", gate32_plant_direct, gate32_unplant_direct,
	},
	[GATE32_MECH_FTRACE] = {
		"ftrace", gate32_plant_ftrace, gate32_unplant_ftrace,
	},
	[GATE32_MECH_KPROBE] = {
		"kprobe", gate32_plant_kprobe, gate32_unplant_kprobe,
	},
};

static int plant_by(struct gate32_hook *hook, enum gate32_mech mech)
{
	int ret = mechs[mech].plant(hook);

	if (!ret)
		hook->plant.mech = mech;

	return ret;
}

/**
 * gate32_plant() - plant a hook, unless it is planted
 * @hook: the hook; its function is known
 * @mech: by which mechanism
 *
 * Context: may sleep.
 * Return: 0; -EOPNOTSUPP: this kernel does not have the mechanism; any error
 * of ftrace (-EBUSY: somebody else redirects the function, or
 * kernel.ftrace_enabled is 0) or kprobes
 */
int gate32_plant(struct gate32_hook *hook, enum gate32_mech mech)
{
	int ret = -EOPNOTSUPP;
	int i, err;

	if (hook->plant.mech != GATE32_MECH_AUTO)
		return 0;
	if (mech == GATE32_MECH_DIRECT && !hook->direct)
		mech = GATE32_MECH_FTRACE;
	if (mech != GATE32_MECH_AUTO)
		return plant_by(hook, mech);
	if (hook->rare && !plant_by(hook, GATE32_MECH_KPROBE))
		return 0;

	for (i = GATE32_MECH_DIRECT; i < ARRAY_SIZE(mechs) && ret; i++) {
		err = plant_by(hook, i);
		/* What went wrong tells more than what the kernel lacks. */
		if (err != -EOPNOTSUPP)
			ret = err;
	}

	return ret;
}

/**
 * gate32_unplant() - remove a hook, if it is planted
 * @hook: the hook
 *
 * Context: may sleep.
 */
void gate32_unplant(struct gate32_hook *hook)
{
	if (hook->plant.mech == GATE32_MECH_AUTO)
		return;
	mechs[hook->plant.mech].unplant(hook);
	hook->plant.mech = GATE32_MECH_AUTO;
}

/**
 * gate32_plant_name() - by what is a hook planted?
 * @hook: the hook
 *
 * Return: name of the mechanism, "none" if it is not planted
 */
const char *gate32_plant_name(const struct gate32_hook *hook)
{
	return mechs[hook->plant.mech].name ?: "none";
}
