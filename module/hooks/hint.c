// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32 - hook: hints of where to place a mapping
 *
 * A hint that fits is followed without a search. For a routed call the kernel
 * itself refuses one that reaches past a 32-bit address space; a limit set by
 * GATE32_MMAP_LIMIT it does not know.
 */
#include <linux/mman.h>

#include "../hooks.h"
#include "../state.h"

/* (file, addr, len, pgoff, flags, ...), in 6.1 and in 6.12 */
void *gate32_hint_visit(unsigned long *args)
{
	struct gate32_state *state = gate32_state_current();

	if (state && gate32_drop_hint(args[1], args[2], args[4] & MAP_FIXED,
				      READ_ONCE(state->mmap_limit)))
		args[1] = 0;

	return NULL;
}

struct gate32_hook gate32_hook_hint = {
	/* v6.10: get_unmapped_area() became an inline around it */
	.symbols	= { "__get_unmapped_area", "get_unmapped_area" },
	.purpose	= "GATE32_MMAP_LIMIT",
	.when		= GATE32_HOOK_ON_DEMAND,
	.visit		= gate32_hint_visit,
	.direct		= gate32_hint_direct,
};
