// SPDX-License-Identifier: GPL-2.0-only
/*
 * harness - what the programs that compare the two sides have in common
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/utsname.h>

#include <gate32/client.h>
#include <kselftest.h>

#include "harness.h"

#define NAMES_MAX	2048

/* Different strings, as far as there is room. */
struct names {
	const char *text[NAMES_MAX];
	size_t length[NAMES_MAX];
	unsigned int count;
};

static void add_name(struct names *names, const char *text, size_t length)
{
	unsigned int i;

	for (i = 0; i < names->count; i++) {
		if (names->length[i] == length &&
		    !memcmp(names->text[i], text, length))
			return;
	}
	if (i == NAMES_MAX)
		ksft_exit_fail_msg("too many different calls to count\n");
	names->text[i] = text;
	names->length[i] = length;
	names->count++;
}

void count_calls(const struct traces *t, struct counts *counts)
{
	static struct names calls, ioctls;
	const char *line, *command;
	size_t i, j, length;

	for (i = 0; i < t->count; i++) {
		for (j = 0; j < t->scenario[i].count; j++) {
			line = t->scenario[i].line[j];
			if (!is_call(line, &length))
				continue;
			counts->cases++;
			add_name(&calls, line, length);
			command = strstr(line, ", ");
			if (command && !strncmp(line, "ioctl(", 6))
				add_name(&ioctls, command + 2,
					 strcspn(command + 2, ",)"));
		}
	}
	counts->names = calls.count;
	counts->ioctls = ioctls.count;
}

void kernel_series(char *series, size_t size)
{
	struct utsname u;
	unsigned int major, minor;
	char *end;

	if (uname(&u) || sscanf(u.release, "%u.%u", &major, &minor) != 2)
		ksft_exit_fail_msg("uname: no version\n");
	end = strstr(u.release, "-arm64");
	if (end)
		*end = '\0';
	/* Behind the last dash: a flavour, or the number of an ABI. */
	end = strrchr(u.release, '-');
	if (end && isdigit((unsigned char)end[1]))
		end = NULL;
	snprintf(series, size, "%u.%u%s", major, minor, end ?: "");
}

void require_gate32(void)
{
	if (geteuid())
		ksft_exit_skip("needs root: namespaces\n");
	if (gate32_version() > 0)
		return;
	if (getenv("GATE32_EXPECT"))
		ksft_exit_fail_msg("gate32 is absent, but expected\n");
	ksft_exit_skip("gate32 is absent\n");
}

struct traces *run_aarch32(const char *const *argv)
{
	char *complaints;
	struct traces *t = traces_run(argv, &complaints);

	if (!t && errno != ENOEXEC)
		ksft_exit_fail_msg("%s: %s: %s\n", argv[0], strerror(errno),
				   complaints ?: "");
	free(complaints);
	return t;
}

struct traces *run_gate(const char *const *argv, char **complaints)
{
	struct traces *t = traces_run(argv, complaints);

	if (!t)
		ksft_exit_fail_msg("%s %s: %s\n", argv[0], argv[1],
				   *complaints ?: "cannot run");
	return t;
}

void print_lines(const char *const *side, const char *expected,
		 const char *got)
{
	ksft_print_msg("  expected (%s): %s\n", side[0],
		       expected ?: "no such line");
	ksft_print_msg("  got (%s): %s\n", side[1], got ?: "no such line");
}

unsigned int unused_masks(char *complaints)
{
	unsigned int count = 0;
	char *line;

	for (line = strtok(complaints, "\n"); line;
	     line = strtok(NULL, "\n")) {
		if (strncmp(line, "unused mask: ", 13))
			continue;
		ksft_print_msg("  %s\n", line);
		count++;
	}
	return count;
}
