// SPDX-License-Identifier: GPL-2.0-only
/*
 * backend of the AArch64 build: the same calls through the gate
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <gate32/client.h>

#include "oracle.h"

const char backend_name[] = "gate";
const char *backend_complaint;

static int by_prctl;

/* Where the guest's break starts: clear of MEM_BASE and of this program. */
#define BREAK_START	0x50000000UL

int32_t backend_call(uint32_t nr, const uint32_t *args)
{
	/*
	 * The upper halves are to be ignored: fill them with what would be
	 * noticed at once.
	 */
	const unsigned long junk = 0xdead5eed00000000UL;
	static char complaint[64];
	long x0, expected;

	if (by_prctl)
		x0 = gate32_call_args(nr, args);
	else
		x0 = gate32_call(GATE32_BASE_DEFAULT, nr, junk | args[0],
				 junk | args[1], junk | args[2],
				 junk | args[3], junk | args[4],
				 junk | args[5]);
	/* Errors are negative as 64-bit numbers, all else is zero-extended. */
	expected = (uint32_t)x0 < -4095U ? (long)(uint32_t)x0 :
					  (long)(int32_t)x0;
	backend_complaint = NULL;
	if (x0 != expected) {
		snprintf(complaint, sizeof(complaint),
			 "BAD x0=%#lx", (unsigned long)x0);
		backend_complaint = complaint;
	}
	return x0;
}

uint32_t backend_break_start(void)
{
	return BREAK_START;
}

int backend_open(const char *via)
{
	long ret;

	if (!strcmp(via, "call")) {
		by_prctl = 1;
	} else if (strcmp(via, "route")) {
		fprintf(stderr, "the ways are \"route\" and \"call\"\n");
		return -1;
	}
	ret = gate32_version();
	if (ret < 1) {
		fprintf(stderr, "no gate32 in this kernel (%ld)\n", ret);
		return -1;
	}
	ret = gate32_enable(GATE32_ABI_ARM,
			    by_prctl ? 0 : GATE32_BASE_DEFAULT);
	if (ret < 0) {
		fprintf(stderr, "the gate does not open: %ld\n", ret);
		return -1;
	}
	ret = gate32_brk_start(BREAK_START);
	if (ret < 0) {
		fprintf(stderr, "no break: %ld\n", ret);
		return -1;
	}
	return 0;
}
