/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cover - what a program has reached in the kernel (KCOV)
 */
#ifndef FUZZ_COVER_H
#define FUZZ_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is new in a run, or in all of them so far */
struct cover {
	unsigned int gate_pcs;		/* places in gate32.ko */
	unsigned int gate_edges;	/* from, to or in gate32.ko */
	unsigned int edges;		/* anywhere */
};

/* cover_begin(): empty the buffers; before a program */
void cover_begin(void);
/* cover_end(): read them; what is new in comparison to the total */
struct cover cover_end(void);
/*
 * cover_keep(): what the last run has reached is no longer new. Places in
 * gate32.ko are printed, "section offset" each.
 */
void cover_keep(void (*line)(const char *text));
/* cover_result(): the same for "operation and number had this result" */
bool cover_result(uint32_t feature);
extern struct cover cover_total;

#endif /* FUZZ_COVER_H */
