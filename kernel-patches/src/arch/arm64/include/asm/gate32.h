/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - what the rest of the kernel sees of it
 */
#ifndef __ASM_GATE32_H
#define __ASM_GATE32_H

#include <linux/compiler.h>
#include <linux/mutex_types.h>
#include <linux/types.h>

struct pt_regs;
struct task_struct;
struct vm_unmapped_area_info;

/**
 * struct gate32_state - gate, limit and break of one memory map
 * @setting: what GATE32_ENABLE has set, as struct gate32_setting has it
 * @mmap_limit: what GATE32_MMAP_LIMIT has set, in bytes; 0: none
 * @brk_lock: protects @brk_start and @brk, held while pages are (un)mapped
 * @brk_start: what GATE32_BRK has set; 0: nothing
 * @brk: where the guest's break is
 *
 * fork copies it with the memory map; that of a new program is zero.
 */
struct gate32_state {
	u64 setting;
	unsigned long mmap_limit;
	struct mutex brk_lock; /* brk_start, brk */
	unsigned long brk_start;
	unsigned long brk;
};

long gate32_sys_prctl(unsigned long verb, unsigned long a, unsigned long b,
		      unsigned long c);
unsigned long __gate32_mmap_end(unsigned long end, unsigned long flags);
void __gate32_bound_search(struct vm_unmapped_area_info *info);

#endif /* __ASM_GATE32_H */
