// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: the search for free addresses
 *
 * Whatever asks for room without saying where - mmap, mremap, shmat, io_setup,
 * a driver's vm_mmap(), hugetlbfs, THP - ends in vm_unmapped_area() (mm/mmap.c,
 * 6.12), with bounds made from the 64-bit layout of the process.
 */
#include <linux/mm.h>

#include "../hooks.h"
#include "../state.h"
#include "../window.h"

static unsigned long search_end(const struct gate32_state *state)
{
	unsigned long end = READ_ONCE(state->mmap_limit) ?: ULONG_MAX;

	if (gate32_window_is_open())
		end = min(end, GATE32_PLACE_END);

	return end;
}

void *gate32_search_visit(unsigned long *args)
{
	struct vm_unmapped_area_info *info = (void *)args[0];
	struct gate32_state *state = gate32_state_current();
	unsigned long end;

	if (!state)
		return NULL;
	end = search_end(state);
	if (end != ULONG_MAX)
		gate32_clamp_search(&info->low_limit, &info->high_limit, end,
				    PAGE_SIZE);

	return NULL;
}

struct gate32_hook gate32_hook_search = {
	.symbols	= { "vm_unmapped_area" },
	.purpose	= "placing mappings below 4 GB",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= gate32_search_visit,
	.direct		= gate32_search_direct,
};
