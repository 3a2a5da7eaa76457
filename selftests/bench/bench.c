// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench - count the instructions that system calls take
 *
 * Usage: bench [-gt] [-o OPERATION]... LABEL native|routed|verbs
 *	  bench -p native|routed OPERATION
 *	  bench -w
 *
 * Measures every operation (or only those given by -o) and prints a line
 * "LABEL<tab>OPERATION<tab>INSTRUCTIONS" for each, per operation, the empty
 * loop not subtracted. -g opens a gate before native calls, too. -t is for a
 * program in a translator: its clock is a system call, and of an operation that
 * does not work there it says "fails". -w opens a gate, says "waiting" and does
 * nothing for ever. -p does one operation for ever, for somebody who watches.
 *
 * Only under QEMU with "-icount shift=0" is a nanosecond of the guest one
 * instruction. Anywhere else the numbers are times.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"
#ifdef __aarch64__
#include <gate32/client.h>
#endif

#define SWEEP		32
#define MAX_WANTED	16

static int translated;

/* The counter itself: the C library's clock is another number of calls. */
static inline unsigned long long ticks(void)
{
	unsigned long long t;
	struct timespec now;

	if (translated) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		return now.tv_sec * 1000000000ULL + now.tv_nsec;
	}
#ifdef __aarch64__
	__asm__ __volatile__("isb; mrs %0, cntvct_el0" : "=r"(t) : : "memory");
#else
	__asm__ __volatile__("isb; mrrc p15, 1, %Q0, %R0, c14" : "=r"(t) : :
			     "memory");
#endif
	return t;
}

static double ns_per_tick(void)
{
	unsigned long hz;

	if (translated)
		return 1;
#ifdef __aarch64__
	__asm__ __volatile__("mrs %0, cntfrq_el0" : "=r"(hz));
#else
	__asm__ __volatile__("mrc p15, 0, %0, c14, c0, 0" : "=r"(hz));
#endif
	return 1e9 / (unsigned int)hz;
}

static void die(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static unsigned long long cheapest(const struct bench_op *op)
{
	unsigned long long best = ~0ULL, start, took;
	unsigned int i, left;

	for (i = 0; i < op->reps; i++) {
		start = ticks();
		left = op->loop(op->times);
		took = ticks() - start;
		if (left) {
			fprintf(stderr, "bench: %s: wrong result, %u of %u left\n",
				op->name, left, op->times);
			exit(1);
		}
		if (took < best)
			best = took;
	}
	return best;
}

static int by_value(const void *a, const void *b)
{
	const unsigned long long x = *(const unsigned long long *)a;
	const unsigned long long y = *(const unsigned long long *)b;

	return x < y ? -1 : x > y;
}

/*
 * What a search for free addresses costs depends on how full the nodes of
 * the tree of mappings are. Protections alternate so that none are merged.
 */
static double sweep(const struct bench_op *op)
{
	unsigned long long cost[SWEEP];
	void *more[SWEEP];
	unsigned int i;

	for (i = 0; i < SWEEP; i++) {
		cost[i] = cheapest(op);
		more[i] = mmap(NULL, 0x1000, i & 1 ? PROT_READ : PROT_NONE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (more[i] == MAP_FAILED)
			die("no more mappings");
	}
	for (i = 0; i < SWEEP; i++)
		munmap(more[i], 0x1000);
	qsort(cost, SWEEP, sizeof(cost[0]), by_value);
	return (cost[SWEEP / 2 - 1] + cost[SWEEP / 2]) / 2.0;
}

/* Pages are touched, code is loaded, slabs are filled. */
static int works(const struct bench_op *op)
{
	return !(op->prepare && op->prepare()) && !op->loop(48);
}

static void prepare(const struct bench_op *op)
{
	if (!works(op))
		die(op->name);
}

static void measure(const char *label, const struct bench_op *op)
{
	double cost;

	if (translated && !works(op)) {
		printf("%s\t%s\tfails\n", label, op->name);
		return;
	}
	prepare(op);
	cost = op->sweep ? sweep(op) : (double)cheapest(op);
	printf("%s\t%s\t%.2f\n", label, op->name,
	       cost * ns_per_tick() / op->times);
}

static const struct bench_op *ops_of(const char *way)
{
	if (!strcmp(way, "native"))
		return bench_native;
#ifdef __aarch64__
	if (!strcmp(way, "routed"))
		return bench_routed;
	if (!strcmp(way, "verbs"))
		return bench_verbs;
#endif
	die("no such way to make a call");
	return NULL;
}

static void open_gate(void)
{
#ifdef __aarch64__
	long ret = gate32_enable(GATE32_ABI_ARM, GATE32_BASE_DEFAULT);

	if (ret) {
		fprintf(stderr, "bench: cannot open the gate: %s\n",
			strerror(-ret));
		exit(1);
	}
#else
	die("a 32-bit program has no gate");
#endif
}

/* The same addresses in every run: mmap and fork cost the same then. */
static void without_aslr(char **argv)
{
	int persona = personality(0xffffffff);

	if (persona & ADDR_NO_RANDOMIZE)
		return;
	if (personality(persona | ADDR_NO_RANDOMIZE) < 0)
		die("personality(ADDR_NO_RANDOMIZE) failed");
	execv("/proc/self/exe", argv);
	die("cannot start again without address space randomisation");
}

static int is_wanted(const char *name, char **wanted, int nr_wanted)
{
	int i;

	for (i = 0; i < nr_wanted; i++)
		if (!strcmp(name, wanted[i]))
			return 1;
	return !nr_wanted;
}

static void repeat_for_ever(const struct bench_op *op, const char *name)
{
	while (op->name && strcmp(op->name, name))
		op++;
	if (!op->name)
		die("no such operation");
	prepare(op);
	printf("repeating\n");
	fflush(stdout);
	while (!op->loop(1000))
		;
	die("wrong result");
}

static void hold_gate(void)
{
	open_gate();
	printf("waiting\n");
	fflush(stdout);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	const struct bench_op *op;
	char *wanted[MAX_WANTED];
	int nr_wanted = 0;
	int repeat = 0;
	int wait_only = 0;
	int gate = 0;
	int opt;

	while ((opt = getopt(argc, argv, "go:ptw")) != -1) {
		switch (opt) {
		case 'g':
			gate = 1;
			break;
		case 'o':
			if (nr_wanted == MAX_WANTED)
				die("too many -o");
			wanted[nr_wanted++] = optarg;
			break;
		case 'p':
			repeat = 1;
			break;
		case 't':
			translated = 1;
			break;
		case 'w':
			wait_only = 1;
			break;
		default:
			return 2;
		}
	}
	if (!translated)
		without_aslr(argv);
	if (wait_only)
		hold_gate();
	if (argc - optind != 2)
		die("two arguments, please; see the head of bench.c");

	op = ops_of(argv[optind + !repeat]);
	if (gate || op != bench_native)
		open_gate();
	if (repeat)
		repeat_for_ever(op, argv[optind + 1]);
	for (; op->name; op++)
		if (is_wanted(op->name, wanted, nr_wanted))
			measure(argv[optind], op);
	return 0;
}
