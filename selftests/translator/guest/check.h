/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks of an armhf test program, reported as TAP
 *
 * The programs know nothing of gate32: they run natively wherever there is
 * AArch32 and must say the same there.
 */
#ifndef GATE32_GUEST_CHECK_H
#define GATE32_GUEST_CHECK_H

#include <stdbool.h>
#include <stdio.h>

static int check_count, check_failures;

/* Nothing may be left in a buffer that a fork would print twice. */
static inline void check_start(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	printf("TAP version 13\n");
}

static inline void check(bool ok, const char *name)
{
	printf("%sok %d %s\n", ok ? "" : "not ", ++check_count, name);
	check_failures += !ok;
}

/* As check(), and says what was wrong */
static inline void check_equal(long got, long expected, const char *name)
{
	if (got != expected)
		printf("# %s: got %ld, expected %ld\n", name, got, expected);
	check(got == expected, name);
}

static inline int check_end(void)
{
	printf("1..%d\n", check_count);
	return check_failures ? 1 : 0;
}

#endif /* GATE32_GUEST_CHECK_H */
