// SPDX-License-Identifier: GPL-2.0-only
/*
 * confine - execute a command under a seccomp filter (native)
 *
 *	confine FILTER COMMAND [ARGUMENT...]
 *
 * The filters are made on the host; see programs.mk.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct program {
	struct sock_filter *insns;
	int count;
};

#include "filters.h"

static const struct {
	const char *name;
	const struct program *programs;
} filters[] = {
	{ "container", container },
	{ "container-cacheflush", container_cacheflush },
};

static int install(const struct program *p)
{
	for (; p->insns; p++) {
		struct sock_fprog fprog = { p->count, p->insns };

		if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog, 0, 0)) {
			perror("confine: seccomp");
			return -1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 2 && i < ARRAY_SIZE(filters); i++) {
		if (strcmp(argv[1], filters[i].name))
			continue;
		if (install(filters[i].programs))
			return 125;
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		return 127;
	}
	fprintf(stderr, "confine: a filter and a command are needed\n");
	return 125;
}
