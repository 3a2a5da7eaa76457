// SPDX-License-Identifier: GPL-2.0-only
/*
 * An AArch32 program that reads the counter, so many times
 *
 *	arm32_counter <times>
 *
 * The exit status is 0 if it never goes backwards.
 */
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	int n = argc == 2 ? atoi(argv[1]) : 0;
	uint64_t last = 0, now;

	while (n--) {
		__asm__ __volatile__("mrrc p15, 1, %Q0, %R0, c14"
				     : "=r"(now) : : "memory");
		if (now < last)
			return 1;
		last = now;
		/* Leave the CPU to whoever is beside. */
		sched_yield();
	}

	return 0;
}
