/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * harness - what the programs that compare the two sides have in common
 */
#ifndef ORACLE_HARNESS_H
#define ORACLE_HARNESS_H

#include <stddef.h>

#include "traces.h"

/* require_gate32(): skip everything if it is absent, fail if it must not be */
void require_gate32(void);

/* kernel_series(): as recordings are named: "6.12", "6.12-rt" */
void kernel_series(char *series, size_t size);

/* run_aarch32(): NULL if this CPU cannot run it; ends the test if it fails */
struct traces *run_aarch32(const char *const *argv);

/* run_gate(): never NULL; ends the test if it fails */
struct traces *run_gate(const char *const *argv, char **complaints);

/* print_lines(): the lines of a difference; @side names the two */
void print_lines(const char *const *side, const char *expected,
		 const char *got);

/* unused_masks(): print those that oracle_gate complains of; how many */
unsigned int unused_masks(char *complaints);

/* counts: how many different calls and ioctls there are in traces */
struct counts {
	unsigned int names, cases, ioctls;
};

void count_calls(const struct traces *t, struct counts *counts);

#endif /* ORACLE_HARNESS_H */
