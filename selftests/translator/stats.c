// SPDX-License-Identifier: GPL-2.0-only
/*
 * gate32-run - counts of calls, the report at exit, and the trace
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "stats.h"
#include "sysno.h"
#include "types.h"

/* Protected by the guest lock */
static struct {
	u64 fate[STATS_FATES];
	u64 errors;	/* --no-gate: calls that were made, and failed */
} counts[SYSNO_SLOTS];

static const char *const fate_names[STATS_FATES] = {
	[STATS_ROUTED] = "routed",
	[STATS_NATIVE] = "native",
	[STATS_REFUSED] = "refused",
	[STATS_MISSING] = "missing",
};

void stats_count(u32 nr, enum stats_fate fate, long result)
{
	u32 slot = sysno_slot(nr);

	counts[slot].fate[fate]++;
	if (result < 0 && result >= -4095)
		counts[slot].errors++;
}

/* A child starts from 0: the parent reports what it has inherited. */
void stats_forget(void)
{
	memset(counts, 0, sizeof(counts));
}

/* One write per report, so that those of several processes do not mix. */
static char report[64 * 1024];
static size_t report_len;

static void say(const char *format, ...)
{
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(report + report_len, sizeof(report) - report_len, format,
		      ap);
	va_end(ap);
	if (n > 0 && report_len + n < sizeof(report))
		report_len += n;
}

static void say_fate(enum stats_fate fate)
{
	u64 total = 0;
	u32 slot;

	for (slot = 0; slot < SYSNO_SLOTS; slot++)
		total += counts[slot].fate[fate];
	if (!total && fate == STATS_MISSING)
		return;
	say("gate32-run[%d]: %s %llu:", getpid(), fate_names[fate],
	    (unsigned long long)total);
	for (slot = 0; slot < SYSNO_SLOTS; slot++)
		if (counts[slot].fate[fate])
			say(" %s=%llu", sysno_name(sysno_of_slot(slot)),
			    (unsigned long long)counts[slot].fate[fate]);
	say("\n");
}

static void say_errors(void)
{
	u32 slot;

	say("gate32-run[%d]: native call made, error returned:", getpid());
	for (slot = 0; slot < SYSNO_SLOTS; slot++)
		if (counts[slot].errors && !counts[slot].fate[STATS_MISSING])
			say(" %s=%llu", sysno_name(sysno_of_slot(slot)),
			    (unsigned long long)counts[slot].errors);
	say("\n");
}

static void write_out(void)
{
	int fd = STDERR_FILENO;

	if (options.stats_file) {
		fd = open(options.stats_file,
			  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
		if (fd < 0) {
			dprintf(STDERR_FILENO, "gate32-run: %s: %s\n",
				options.stats_file, strerror(errno));
			return;
		}
	}
	if (write(fd, report, report_len) != (ssize_t)report_len)
		dprintf(STDERR_FILENO, "gate32-run: statistics: %s\n",
			strerror(errno));
	if (fd != STDERR_FILENO)
		close(fd);
}

/**
 * stats_report() - say what was counted, if that is wanted
 *
 * Called when the process ends or is about to become another program. The
 * counts start from 0 again, in case it does not.
 */
void stats_report(void)
{
	int fate;

	if (!options.stats && !options.no_gate)
		return;
	report_len = 0;
	for (fate = 0; fate < STATS_FATES; fate++)
		say_fate(fate);
	if (options.no_gate)
		say_errors();
	write_out();
	stats_forget();
}

void trace_call(u32 nr, const u32 args[7])
{
	if (options.trace)
		dprintf(STDERR_FILENO,
			"[%d] %s(%#x, %#x, %#x, %#x, %#x, %#x)\n", gettid(),
			sysno_name(nr), args[0], args[1], args[2], args[3],
			args[4], args[5]);
}

void trace_result(u32 nr, long result)
{
	if (!options.trace)
		return;
	if (result < 0 && result >= -4095)
		dprintf(STDERR_FILENO, "[%d] %s = -%ld (%s)\n", gettid(),
			sysno_name(nr), -result, strerror(-result));
	else
		dprintf(STDERR_FILENO, "[%d] %s = %#x\n", gettid(),
			sysno_name(nr), (u32)result);
}

void trace_signal(int sig, u32 handler)
{
	if (options.trace)
		dprintf(STDERR_FILENO, "[%d] signal %d to %#x\n", gettid(),
			sig, handler);
}
