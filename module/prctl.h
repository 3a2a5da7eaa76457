/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - the verbs of PR_GATE32
 */
#ifndef _GATE32_PRCTL_H
#define _GATE32_PRCTL_H

long gate32_prctl(unsigned long verb, unsigned long a, unsigned long b,
		  unsigned long c);

#endif /* _GATE32_PRCTL_H */
