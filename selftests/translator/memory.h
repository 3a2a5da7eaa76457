/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - the guest's memory: the low 4 GB of our own
 */
#ifndef GATE32_RUN_MEMORY_H
#define GATE32_RUN_MEMORY_H

#include "types.h"

/*
 * The page at 0 is nobody's. What else mmap_min_addr keeps free depends on the
 * machine, and on who asks: programs linked at 0x8000 run where they may.
 */
#define GUEST_START	0x1000UL
#define GUEST_END	0x100000000UL

/* ARM's vectors page, with the helpers that Linux promises at its end */
#define KUSER_PAGE	0xffff0000UL

static inline u32 page_up(u32 addr, u32 page)
{
	return (addr + page - 1) & -page;
}

static inline u32 page_down(u32 addr, u32 page)
{
	return addr & -page;
}

u32 page_size(void);

int guest_read(void *to, u32 from, size_t len);
int guest_write(u32 to, const void *from, size_t len);
long guest_read_string(char *to, u32 from, size_t size);

u32 memory_reserve(u32 hint, u32 len);
u32 memory_stack(u32 size);
void memory_kuser_page(void);

void memory_mapped(u32 start, u32 len, bool executable);
bool memory_had_code(u32 start, u32 len);

#endif /* GATE32_RUN_MEMORY_H */
