/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench - what an operation is
 */
#ifndef BENCH_H
#define BENCH_H

/**
 * struct bench_op - an operation to be measured
 * @name: as in the table; no commas
 * @prepare: once before; says itself what is wrong, returns -1; may be NULL
 * @loop: do it so many times; returns 0, or the number of the first time that
 *	the result was not the expected one, counted down from @times
 * @times: per repetition. The kernel draws random numbers for 48 system calls
 *	at once: there are a multiple of that in it, but for operations so long
 *	that a repetition would meet a timer interrupt.
 * @reps: repetitions, of which the cheapest counts
 * @sweep: repeat all that with 0 to 31 mappings more, take the median
 */
struct bench_op {
	const char *name;
	int (*prepare)(void);
	unsigned int (*loop)(unsigned int times);
	unsigned int times;
	unsigned int reps;
	int sweep;
};

extern const struct bench_op bench_native[], bench_routed[], bench_verbs[];

#endif /* BENCH_H */
