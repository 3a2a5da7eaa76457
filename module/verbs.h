/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - verbs that have to do with the gate
 */
#ifndef _GATE32_VERBS_H
#define _GATE32_VERBS_H

#include <linux/errno.h>

#include "backend.h"
#include "core.h"

struct gate32_setting;
struct gate32_state;

unsigned int gate32_features(void);

#if GATE32_HAS_GATE

/* gate.c */
long gate32_verb_enable(unsigned long abi, unsigned long base,
			unsigned long flags);
long gate32_verb_disable(void);
long gate32_verb_ioctl(unsigned long fd, unsigned long cmd, unsigned long arg);
struct gate32_state *gate32_open_gate(struct gate32_setting *setting);

/* call.c */
long gate32_verb_call(unsigned long nr, unsigned long uargs);
long gate32_verb_brk(unsigned long start);

#else

/* No ABI is offered, and no gate is ever open. */

static inline long gate32_verb_enable(unsigned long abi, unsigned long base,
				      unsigned long flags)
{
	return gate32_check_enable(abi, base, flags, gate32_features());
}

static inline long gate32_verb_disable(void)
{
	return -EUNATCH;
}

static inline long gate32_verb_ioctl(unsigned long fd, unsigned long cmd,
				     unsigned long arg)
{
	return -EUNATCH;
}

static inline long gate32_verb_call(unsigned long nr, unsigned long uargs)
{
	return nr < GATE32_NR_SPAN ? -EUNATCH : -EINVAL;
}

static inline long gate32_verb_brk(unsigned long start)
{
	return gate32_check_brk(start, PAGE_SIZE) ?: -EUNATCH;
}

#endif /* GATE32_HAS_GATE */

#endif /* _GATE32_VERBS_H */
