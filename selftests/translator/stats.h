/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32-run - counts of calls, and the report at exit
 */
#ifndef GATE32_RUN_STATS_H
#define GATE32_RUN_STATS_H

#include "types.h"

/* What became of a call */
enum stats_fate {
	STATS_ROUTED,	/* the kernel answered, through the gate */
	STATS_NATIVE,	/* the translator did it, with native calls */
	STATS_REFUSED,	/* ENOSYS from the translator */
	STATS_MISSING,	/* --no-gate: there is no native call of that name */
	STATS_FATES,
};

void stats_count(u32 nr, enum stats_fate fate, long result);
void stats_forget(void);
void stats_report(void);

void trace_call(u32 nr, const u32 args[7]);
void trace_result(u32 nr, long result);
void trace_signal(int sig, u32 handler);

#endif /* GATE32_RUN_STATS_H */
