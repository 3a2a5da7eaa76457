/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - hooks that cost nothing as long as nobody uses gate32
 */
#ifndef __ASM_GATE32_USED_H
#define __ASM_GATE32_USED_H

#include <linux/jump_label.h>
#include <asm/gate32.h>

#ifdef CONFIG_GATE32

DECLARE_STATIC_KEY_FALSE(gate32_used);

static inline bool gate32_is_used(void)
{
	return static_branch_unlikely(&gate32_used);
}

static inline unsigned long gate32_mmap_end(unsigned long end,
					    unsigned long flags)
{
	return gate32_is_used() ? __gate32_mmap_end(end, flags) : end;
}

static inline void gate32_bound_search(struct vm_unmapped_area_info *info)
{
	if (gate32_is_used())
		__gate32_bound_search(info);
}

#else

static inline unsigned long gate32_mmap_end(unsigned long end,
					    unsigned long flags)
{
	return end;
}

static inline void gate32_bound_search(struct vm_unmapped_area_info *info)
{
}

#endif /* CONFIG_GATE32 */

#endif /* __ASM_GATE32_USED_H */
