/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * program - what the fuzzer runs, and its text
 *
 *	as nobody; gate 0x80000000; threads 2; loops 3
 *	0 route openat 0x1d2f 0 7 0 7 0
 *	1 disable 0
 *
 * A line, or what stands between two semicolons, is an operation: the thread
 * that does it, its name and its arguments (ops.def). The first line says as
 * whom, which gate is open when it begins (0: none), how many threads it has
 * and how often each does its operations.
 */
#ifndef FUZZ_PROGRAM_H
#define FUZZ_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OPS_MAX		24
#define ARGS_MAX	8
#define THREADS_MAX	4
#define LOOPS_MAX	8

enum op_code {
#define OP(name, weight, kinds)	OP_##name,
#include "ops.def"
	OP_CODES
};

#undef OP

struct op {
	uint8_t code, thread;
	uint64_t arg[ARGS_MAX];
};

struct program {
	bool nobody;
	uint8_t threads, loops;
	uint32_t gate;
	unsigned int count;
	struct op op[OPS_MAX];
};

struct op_kind {
	const char *name;
	unsigned int weight;
	const char *kinds;
};

extern const struct op_kind op_kinds[OP_CODES];

/* Long enough for every program */
#define TEXT_MAX	8192

/* program_print(): as text; @end stands behind each line: "\n" or "; " */
size_t program_print(const struct program *p, char *text, const char *end);
/* program_parse(): false, and why in @complaint, if the text is no program */
bool program_parse(struct program *p, const char *text, char *complaint,
		   size_t size);
uint64_t program_hash(const struct program *p);

/* draw.c: new programs, and those that differ from others */
void program_draw(struct program *p);
void program_mutate(struct program *p, const struct program *other);
void program_remove(struct program *p, unsigned int op);

#endif /* FUZZ_PROGRAM_H */
