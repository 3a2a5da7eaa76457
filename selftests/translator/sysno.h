/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - names and numbers of system calls, from the kernel's headers
 *
 * sysno_table.h is made by gen-sysno.sh at build time.
 */
#ifndef GATE32_RUN_SYSNO_H
#define GATE32_RUN_SYSNO_H

#include "types.h"

/* Number of a 32-bit call: ARM_NR(openat) */
#define ARM_NR(name)	ARM_NR_OF_##name

enum {
#define SYSNO(nr, name, native) ARM_NR_OF_##name = nr,
#include "sysno_table.h"
#undef SYSNO
};

/* Numbers of calls are below, but for the private ones. */
#define SYSNO_MAX	512

/* How many different calls the statistics tell apart */
#define SYSNO_SLOTS	(SYSNO_MAX + 16 + 1)

u32 sysno_slot(u32 nr);
u32 sysno_of_slot(u32 slot);
const char *sysno_name(u32 nr);
int sysno_native(u32 nr);

#endif /* GATE32_RUN_SYSNO_H */
