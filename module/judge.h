/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - seccomp's verdict on a routed call
 */
#ifndef _GATE32_JUDGE_H
#define _GATE32_JUDGE_H

#include <linux/types.h>

struct gate32_abi_desc;
struct gate32_state;
struct pt_regs;

bool gate32_judge(const struct gate32_state *state,
		  const struct gate32_abi_desc *abi, u32 *nr,
		  struct pt_regs *frame, long *ret);
u32 gate32_judged_nr(const struct pt_regs *regs);
void gate32_judge_again(struct pt_regs *regs, u32 shown);

#endif /* _GATE32_JUDGE_H */
