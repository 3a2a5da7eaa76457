// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - planting a hook by a kprobe at the first instruction
 */
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/string.h>

#include "../hooks.h"
#include "plant.h"

#ifdef CONFIG_KPROBES
static int pre_handler(struct kprobe *probe, struct pt_regs *regs)
{
	struct gate32_hook *hook = container_of(probe, struct gate32_hook,
						plant.probe);
	void *target;

	target = hook->visit((unsigned long *)regs->regs);
	if (!target)
		return 0;
	/* 1: do not go on with the instruction under the probe. */
	regs->pc = (unsigned long)target;

	return 1;
}

NOKPROBE_SYMBOL(pre_handler);

int gate32_plant_kprobe(struct gate32_hook *hook)
{
	struct kprobe *probe = &hook->plant.probe;

	memset(probe, 0, sizeof(*probe));
	probe->addr = hook->addr;
	probe->pre_handler = pre_handler;

	return register_kprobe(probe);
}

void gate32_unplant_kprobe(struct gate32_hook *hook)
{
	unregister_kprobe(&hook->plant.probe);
}
#else
int gate32_plant_kprobe(struct gate32_hook *hook)
{
	return -EOPNOTSUPP;
}

void gate32_unplant_kprobe(struct gate32_hook *hook)
{
}
#endif
