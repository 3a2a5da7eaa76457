/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * traces - read traces and find where two of them differ
 */
#ifndef ORACLE_TRACES_H
#define ORACLE_TRACES_H

#include <stdbool.h>
#include <stddef.h>

struct lines {
	const char *name;	/* of the scenario, "group/name" */
	const char **line;	/* the last one is how it ended */
	size_t count;
};

struct traces {
	char *text;		/* cut into lines in place */
	struct lines *scenario;
	size_t count;
};

/**
 * struct exception - a difference that is known and wanted
 * @scenario: "group/name"
 * @call: name of the call, or of what else the line begins with
 * @only_without_aarch32: counts where the CPU cannot run AArch32
 * @reason: for the reader
 * @used: how many differences it has explained
 */
struct exception {
	const char *scenario, *call;
	bool only_without_aarch32;
	const char *reason;
	unsigned int used;
};

struct exceptions {
	char *text;
	struct exception *list;
	size_t count;
};

/* A difference: a line of each side, NULL where a side has none. */
typedef void (*difference_fn)(void *arg, const char *scenario,
			      const char *expected, const char *got,
			      const struct exception *explained);

/* traces_read(): a file; NULL with errno set */
struct traces *traces_read(const char *path);

/* traces_parse(): text from malloc(), which it takes; NULL if it is none */
struct traces *traces_parse(char *text);

/**
 * traces_run() - run one side and read what it prints
 * @argv: program and its arguments
 * @complaints: for what it prints to standard error; freed by the caller
 *
 * Return: traces; NULL if it cannot be run (errno is ENOEXEC where the CPU
 * is not for it) or fails (errno is ECHILD)
 */
struct traces *traces_run(const char *const *argv, char **complaints);

const struct lines *traces_find(const struct traces *t, const char *name);
void traces_free(struct traces *t);

/* exceptions_read(): NULL with errno set; EINVAL for a line without reason */
struct exceptions *exceptions_read(const char *path);
struct exceptions *exceptions_parse(char *text);
void exceptions_free(struct exceptions *e);

/**
 * lines_compare() - one scenario of both sides
 * @expected: of the real AArch32 process, NULL if it has no such scenario
 * @got: of the other side, likewise
 * @exceptions: may be NULL
 * @without_aarch32: does this CPU lack AArch32?
 * @fn: called for every difference, explained ones included
 * @arg: for @fn
 *
 * Return: number of differences without explanation
 */
unsigned int lines_compare(const struct lines *expected,
			   const struct lines *got,
			   struct exceptions *exceptions, bool without_aarch32,
			   difference_fn fn, void *arg);

/* is_call(): is it the line of a call? *length: that of the call's name */
bool is_call(const char *line, size_t *length);

#endif /* ORACLE_TRACES_H */
