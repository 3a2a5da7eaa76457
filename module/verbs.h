/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - verbs that have to do with the gate
 */
#ifndef _GATE32_VERBS_H
#define _GATE32_VERBS_H

struct gate32_setting;
struct gate32_state;

unsigned int gate32_features(void);

/* gate.c */
long gate32_verb_enable(unsigned long abi, unsigned long base,
			unsigned long flags);
long gate32_verb_disable(void);
long gate32_verb_ioctl(unsigned long fd, unsigned long cmd, unsigned long arg);
struct gate32_state *gate32_open_gate(struct gate32_setting *setting);

/* call.c */
long gate32_verb_call(unsigned long nr, unsigned long uargs);
long gate32_verb_brk(unsigned long start);

#endif /* _GATE32_VERBS_H */
