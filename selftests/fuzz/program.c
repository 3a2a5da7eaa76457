// SPDX-License-Identifier: GPL-2.0-only
/*
 * program - text of programs, read and written
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "program.h"

const struct op_kind op_kinds[OP_CODES] = {
#define OP(name, weight, kinds)	{ #name, weight, kinds },
#include "ops.def"
};

#undef OP

static size_t append(char *text, size_t at, const char *format, ...)
{
	va_list ap;
	int n;

	if (at >= TEXT_MAX)
		return at;
	va_start(ap, format);
	n = vsnprintf(text + at, TEXT_MAX - at, format, ap);
	va_end(ap);

	return at + n < TEXT_MAX ? at + n : TEXT_MAX - 1;
}

size_t program_print(const struct program *p, char *text, const char *end)
{
	unsigned int i, k;
	size_t at;

	at = append(text, 0, "as %s gate %#x threads %u loops %u%s",
		    p->nobody ? "nobody" : "root", p->gate, p->threads,
		    p->loops, end);
	for (i = 0; i < p->count; i++) {
		const struct op *op = &p->op[i];
		const struct op_kind *kind = &op_kinds[op->code];

		at = append(text, at, "%u %s", op->thread, kind->name);
		for (k = 0; kind->kinds[k]; k++) {
			if (kind->kinds[k] == 'c')
				at = append(text, at, " %s",
					    signatures[op->arg[k]].name);
			else
				at = append(text, at, " %#" PRIx64,
					    op->arg[k]);
		}
		at = append(text, at, "%s", end);
	}
	return at;
}

static bool parse_head(struct program *p, const char *line)
{
	char who[8];
	unsigned int threads, loops;

	if (sscanf(line, " as %7s gate %" SCNx32 " threads %u loops %u", who,
		   &p->gate, &threads, &loops) != 4)
		return false;
	p->nobody = !strcmp(who, "nobody");
	p->threads = threads;
	p->loops = loops;

	return (p->nobody || !strcmp(who, "root")) && threads >= 1 &&
	       threads <= THREADS_MAX && loops >= 1 && loops <= LOOPS_MAX;
}

static bool parse_call(const char *word, uint64_t *index)
{
	unsigned int i;

	for (i = 0; i < signature_count; i++) {
		if (!strcmp(signatures[i].name, word)) {
			*index = i;
			return true;
		}
	}
	return false;
}

static bool parse_op(struct program *p, char *line)
{
	struct op *op = &p->op[p->count];
	char *word, *save, *end;
	unsigned int i;

	memset(op, 0, sizeof(*op));
	word = strtok_r(line, " \t", &save);
	if (p->count == OPS_MAX || !word)
		return false;
	op->thread = strtoul(word, &end, 0);
	if (*end || op->thread >= p->threads)
		return false;
	word = strtok_r(NULL, " \t", &save);
	if (!word)
		return false;
	while (op->code < OP_CODES && strcmp(op_kinds[op->code].name, word))
		op->code++;
	if (op->code == OP_CODES)
		return false;
	for (i = 0; op_kinds[op->code].kinds[i]; i++) {
		word = strtok_r(NULL, " \t", &save);
		if (!word)
			return false;
		end = "";
		if (op_kinds[op->code].kinds[i] != 'c')
			op->arg[i] = strtoull(word, &end, 0);
		else if (!parse_call(word, &op->arg[i]))
			return false;
		if (*end)
			return false;
	}
	p->count++;

	return !strtok_r(NULL, " \t", &save);
}

bool program_parse(struct program *p, const char *text, char *complaint,
		   size_t size)
{
	char *copy = strdup(text), *line, *save;
	bool head = false, good = true;
	char shown[128];

	memset(p, 0, sizeof(*p));
	*complaint = '\0';
	for (line = strtok_r(copy, ";\n", &save); line && good;
	     line = strtok_r(NULL, ";\n", &save)) {
		line += strspn(line, " \t");
		if (!*line || *line == '#')
			continue;
		snprintf(shown, sizeof(shown), "%s", line);
		good = head ? parse_op(p, line) : parse_head(p, line);
		head = true;
		if (!good)
			snprintf(complaint, size, "bad line: %s", shown);
	}
	free(copy);
	if (good && !head)
		snprintf(complaint, size, "no program");

	return good && head;
}

uint64_t program_hash(const struct program *p)
{
	static char text[TEXT_MAX];
	uint64_t hash = 0xcbf29ce484222325ULL;
	size_t i, n = program_print(p, text, "\n");

	for (i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3ULL;

	return hash;
}

void program_remove(struct program *p, unsigned int op)
{
	p->count--;
	memmove(&p->op[op], &p->op[op + 1],
		(p->count - op) * sizeof(p->op[0]));
}
