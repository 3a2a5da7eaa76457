// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - names and numbers of system calls, from the kernel's headers
 */
#include <stdio.h>

#include "sysno.h"
#include "types.h"

#define PRIVATE_BASE	0xf0000U
#define PRIVATE_MAX	16U
#define OTHER_SLOT	(SYSNO_SLOTS - 1)

static const struct {
	u32 nr;
	int native;
	const char *name;
} table[] = {
#define SYSNO(nr, name, native) { nr, native, #name },
#include "sysno_table.h"
#undef SYSNO
};

/* A small number for every call; all that are beyond the tables share one. */
u32 sysno_slot(u32 nr)
{
	if (nr < SYSNO_MAX)
		return nr;
	if (nr - PRIVATE_BASE < PRIVATE_MAX)
		return SYSNO_MAX + (nr - PRIVATE_BASE);
	return OTHER_SLOT;
}

u32 sysno_of_slot(u32 slot)
{
	if (slot < SYSNO_MAX)
		return slot;
	if (slot < OTHER_SLOT)
		return PRIVATE_BASE + (slot - SYSNO_MAX);
	return UINT32_MAX;
}

static int find(u32 nr)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (table[i].nr == nr)
			return i;
	return -1;
}

/* Not thread-safe for numbers without a name; the guest lock is held. */
const char *sysno_name(u32 nr)
{
	static char unknown[24];
	int i = find(nr);

	if (i >= 0)
		return table[i].name;
	snprintf(unknown, sizeof(unknown), "call_%#x", nr);
	return unknown;
}

/* Return: number of the native call of the same name, or -1 */
int sysno_native(u32 nr)
{
	int i = find(nr);

	return i < 0 ? -1 : table[i].native;
}
