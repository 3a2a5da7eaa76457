// SPDX-License-Identifier: GPL-2.0-only
/*
 * draw - programs and operations at random
 */
#include <string.h>

#include <linux/gate32.h>
#include <sys/mman.h>

#include "fuzz.h"
#include "oracle.h"
#include "program.h"
#include "run.h"

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))
#define PICK(array)	((array)[below(COUNT(array))])

static uint64_t wide_number(void)
{
	switch (below(8)) {
	case 0:
		return 0;
	case 1:
		return random64();
	case 2:
		return 1ULL << below(64);
	case 3:
		return (1ULL << below(64)) - 1;
	case 4:
		return random64() << 32 | any_number();
	case 5:
		return HIGH_BASE + below(HIGH_SIZE);
	case 6:
		return LOW_BASE + below(LOW_SIZE);
	default:
		return any_number();
	}
}

static uint64_t draw_base(void)
{
	static const uint32_t good[] = {
		GATE32_BASE_DEFAULT, GATE32_BASE_DEFAULT, 0x40000000,
		GATE32_BASE_MIN, GATE32_BASE_MAX, 0,
	};
	static const uint64_t bad[] = {
		GATE32_BASE_MIN - 1, GATE32_BASE_MIN + 1, 0xfff00000,
		0x100000000ULL, 0x180000000ULL, 1, 0xffffffffffffffffULL,
	};

	return percent(90) ? PICK(good) : PICK(bad);
}

/* Addresses of what operations may map: about 4 GB, and what calls are given */
static uint64_t draw_place(void)
{
	static const uint64_t bases[] = {
		LOW_BASE, LOW_BASE, HIGH_BASE, HIGH_BASE, FOUR_GB - 0x10000,
		FOUR_GB - 0x1000, FOUR_GB, FOUR_GB + 0x1000, PLAIN_BASE,
		AREA_BASE, BREAK_BASE, BREAK_BASE, 0x1000, 0x10000,
	};

	if (percent(3))
		return wide_number() & ((1ULL << 38) - 1);
	return PICK(bases) + 0x1000 * below(16) + (percent(5) ? below(4096) : 0);
}

static uint64_t draw_limit(void)
{
	static const uint64_t limits[] = {
		0, 0x40000000, 0x80000000, FOUR_GB, FOUR_GB - 0x1000,
		FOUR_GB + 0x1000, 0x1000, 0x10000, 1ULL << 39, 1ULL << 48,
		1ULL << 52, 0x7fffffffff000,
	};

	return percent(85) ? PICK(limits) : wide_number();
}

static uint64_t draw_length(void)
{
	static const uint64_t lengths[] = {
		0x1000, 0x1000, 0x2000, 0x3000, 0x10000, 0x200000, 1, 0,
		0xfff, 0x1001, FOUR_GB, FOUR_GB - 0x1000,
	};

	return PICK(lengths);
}

/* Numbers of calls: in the table, about its end, and private ones */
static uint64_t draw_raw(void)
{
	static const uint32_t private[] = {
		0xf0000, 0xf0001, 0xf0002, 0xf0003, 0xf0004, 0xf0005, 0xf0006,
		0xf07ff, 0xf0800, 0xfffff, 0x9f0002,
	};

	switch (below(6)) {
	case 0:
		return PICK(private);
	case 1:
		return below(GATE32_NR_SPAN);
	default:
		return below(512);
	}
}

/* wild verbs are those that do not exist */
static uint64_t draw_verb(void)
{
	return percent(85) ? below(9) : wide_number();
}

static uint64_t draw_call(void)
{
	return below(signature_count);
}

static uint64_t draw_argument(char kind)
{
	static const uint8_t signals[] = {
		1, 2, 3, 10, 12, 14, 15, 17, 18, 19, 20, 21, 23, 33, 34, 64, 9, 11,
	};

	switch (kind) {
	case 'A':	/* abi */
		return percent(90) ? 1 : wide_number() & 3;
	case 'b':
		return draw_base();
	case 'z':	/* to be zero */
		return percent(95) ? 0 : wide_number();
	case 'v':
		return draw_verb();
	case 'n':
		return wide_number();
	case 'L':
		return draw_limit();
	case 'B':	/* start of the break */
		return percent(80) ? BREAK_BASE + 0x1000 * below(4) + below(2) :
				     percent(50) ? FOUR_GB - 0x3000 + below(0x4000) :
						   wide_number();
	case 'o':	/* offset of the break */
		return percent(85) ? below(0x40000) : wide_number();
	case 'c':
		return draw_call();
	case 's':	/* seed */
		return below(1U << 24);
	case 'm':	/* how: bits */
		return below(16);
	case 'x':	/* which argument to replace; none, for the most part */
		return percent(75) ? 7 : below(6);
	case 'r':
		return draw_raw();
	case 'p':
		return draw_place();
	case 'l':
		return draw_length();
	case 'q':	/* protection */
		return percent(95) ? below(8) : wide_number();
	case 'f':	/* flags of mmap: see op_map() */
		return below(32);
	case 'a':	/* advice */
		return percent(95) ? below(26) : wide_number();
	case 'h':	/* how to make a child */
		return below(SPAWN_WAYS);
	case 'k':	/* a few */
		return below(5);
	case 'd':	/* one of two */
		return below(2);
	case 'e':	/* what to execute */
		return below(EXEC_WAYS);
	case 'y':	/* how to end */
		return below(4);
	case 'g':
		return PICK(signals);
	case 't':	/* whom a signal is for */
		return below(8);
	case 'j':	/* what a handler does */
		return below(8);
	case 'u':	/* microseconds */
		return below(3000);
	case 'w':	/* which filter */
		return below(FILTER_KINDS);
	case 'i':	/* what to become */
		return below(BECOME_WAYS);
	}
	return 0;
}

static void draw_arguments(struct op *op)
{
	const char *kinds = op_kinds[op->code].kinds;
	unsigned int i;

	for (i = 0; kinds[i]; i++)
		op->arg[i] = draw_argument(kinds[i]);
}

static void draw_op(struct op *op, const struct program *p)
{
	static unsigned int total;
	unsigned int i, at;

	if (!total) {
		for (i = 0; i < OP_CODES; i++)
			total += op_kinds[i].weight;
	}
	at = below(total);
	for (i = 0; at >= op_kinds[i].weight; i++)
		at -= op_kinds[i].weight;
	memset(op, 0, sizeof(*op));
	op->code = i;
	op->thread = below(p->threads);
	draw_arguments(op);
}

static void draw_head(struct program *p)
{
	p->nobody = percent(35);
	p->gate = percent(80) ? GATE32_BASE_DEFAULT : percent(50) ? 0 :
						      0x40000000;
	p->threads = percent(50) ? 1 : 1 + below(THREADS_MAX);
	p->loops = percent(70) ? 1 : 1 + below(LOOPS_MAX);
}

void program_draw(struct program *p)
{
	unsigned int count = 1 + below(OPS_MAX - 4), i;

	memset(p, 0, sizeof(*p));
	draw_head(p);
	for (i = 0; i < count; i++)
		draw_op(&p->op[i], p);
	p->count = count;
}

static void insert(struct program *p, unsigned int at, const struct op *op)
{
	if (p->count == OPS_MAX)
		return;
	memmove(&p->op[at + 1], &p->op[at],
		(p->count - at) * sizeof(p->op[0]));
	p->op[at] = *op;
	if (p->op[at].thread >= p->threads)
		p->op[at].thread = below(p->threads);
	p->count++;
}

/* Some operations of another program, one after the other */
static void splice(struct program *p, const struct program *other)
{
	unsigned int from = below(other->count), n = 1 + below(8), i;
	unsigned int at = below(p->count + 1);

	for (i = 0; i < n && from + i < other->count; i++)
		insert(p, at + i <= p->count ? at + i : p->count,
		       &other->op[from + i]);
}

static void change_argument(struct op *op)
{
	const char *kinds = op_kinds[op->code].kinds;
	unsigned int i;

	if (!*kinds)
		return;
	i = below(strlen(kinds));
	if (kinds[i] == 'n' && percent(40))
		op->arg[i] ^= 1ULL << below(64);
	else
		op->arg[i] = draw_argument(kinds[i]);
}

/* The same in another thread, to race with itself */
static void double_op(struct program *p, unsigned int i)
{
	struct op op = p->op[i];

	if (p->threads < 2)
		p->threads = 2;
	op.thread = (op.thread + 1) % p->threads;
	insert(p, i, &op);
}

static void change_head(struct program *p)
{
	struct program drawn = *p;
	unsigned int i;

	draw_head(&drawn);
	switch (below(4)) {
	case 0:
		p->nobody = drawn.nobody;
		break;
	case 1:
		p->gate = drawn.gate;
		break;
	case 2:
		p->loops = drawn.loops;
		break;
	default:
		p->threads = drawn.threads;
	}
	for (i = 0; i < p->count; i++)
		p->op[i].thread %= p->threads;
}

void program_mutate(struct program *p, const struct program *other)
{
	struct op op;

	do {
		unsigned int i = p->count ? below(p->count) : 0;

		switch (p->count ? below(10) : 0) {
		case 0:
		case 1:
			draw_op(&op, p);
			insert(p, below(p->count + 1), &op);
			break;
		case 2:
			if (p->count > 1)
				program_remove(p, i);
			break;
		case 3:
		case 4:
		case 5:
			change_argument(&p->op[i]);
			break;
		case 6:
			p->op[i].thread = below(p->threads);
			break;
		case 7:
			if (other->count)
				splice(p, other);
			break;
		case 8:
			double_op(p, i);
			break;
		default:
			change_head(p);
		}
	} while (percent(60));
}
