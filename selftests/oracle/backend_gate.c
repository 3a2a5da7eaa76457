// SPDX-License-Identifier: GPL-2.0-only
/*
 * backend of the AArch64 build: the same calls through the gate
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sys/prctl.h>
#include <sys/syscall.h>

#include <gate32/client.h>

#include "oracle.h"

const char backend_name[] = "gate";
const char *backend_complaint;

static int by_prctl, by_both;

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

/* Registers of a system call: x8, then x0 to x5. */
static void registers(uint64_t regs[7], const struct oracle_call *call)
{
	unsigned int i;

	if (by_prctl) {
		regs[0] = GATE32_NR_PRCTL;
		regs[1] = PR_GATE32;
		regs[2] = GATE32_CALL;
		regs[3] = call->nr;
		regs[4] = (uintptr_t)call->args;
		regs[5] = 0;
		regs[6] = 0;
		return;
	}
	regs[0] = GATE32_BASE_DEFAULT + call->nr;
	for (i = 0; i < 6; i++)
		regs[i + 1] = call->args[i];
}

int32_t backend_child(const struct oracle_call *call,
		      const struct oracle_call *then)
{
	register uint64_t x0 __asm__("x0");
	static uint64_t first[7], second[7];

	registers(first, call);
	registers(second, then);
	__asm__ __volatile__("mov	x9, %[first]\n\t"
		"mov	x10, %[second]\n\t"
		"ldp	x8, x0, [x9], #16\n\t"
		"ldp	x1, x2, [x9], #16\n\t"
		"ldp	x3, x4, [x9], #16\n\t"
		"ldr	x5, [x9]\n\t"
		"svc	#0\n\t"
		"cbnz	x0, 1f\n\t"
		"ldp	x8, x0, [x10], #16\n\t"
		"ldp	x1, x2, [x10], #16\n\t"
		"ldp	x3, x4, [x10], #16\n\t"
		"ldr	x5, [x10]\n\t"
		"svc	#0\n\t"
		"mov	x0, #127\n\t"
		"mov	x8, %[exit]\n\t"
		"svc	#0\n"
		"1:"
		: "=r"(x0)
		: [first] "r"(first), [second] "r"(second),
		  [exit] "i"(__NR_exit)
		: "x1", "x2", "x3", "x4", "x5", "x8", "x9", "x10", "memory",
		  "cc");
	return x0;
}

uint32_t backend_break_start(void)
{
	return BREAK_START;
}

void backend_turn(uint64_t turn)
{
	if (by_both)
		by_prctl = turn & 1;
}

int backend_open(const char *via)
{
	long ret;

	if (!strcmp(via, "call")) {
		by_prctl = 1;
	} else if (!strcmp(via, "both")) {
		by_both = 1;
	} else if (strcmp(via, "route")) {
		fprintf(stderr, "the ways are \"route\", \"call\" and \"both\"\n");
		return -1;
	}
	/*
	 * That native calls take tagged addresses must change nothing: half of
	 * all is done with it. Kernels without it say EINVAL.
	 */
	if (by_prctl || by_both)
		prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0);
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
