/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - the guest's program break
 */
#ifndef _GATE32_BRK_H
#define _GATE32_BRK_H

struct gate32_state;
struct pt_regs;

void gate32_brk_start(struct gate32_state *state, unsigned long start);
long gate32_brk(struct gate32_state *state, const struct pt_regs *frame);

#endif /* _GATE32_BRK_H */
