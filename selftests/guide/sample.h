/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the samples of the guide (uapi/guide/) share: each is a program, whose
 * functions are run in processes of their own, so that all begin with the gate
 * shut, and whose results are told as KTAP.
 *
 * Text between "guide: begin NAME" and "guide: end" is in the guide.
 */
#ifndef _GUIDE_SAMPLE_H
#define _GUIDE_SAMPLE_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gate32/client.h>

#include "arm_nr.h"

#define BASE		GATE32_BASE_DEFAULT
#define FOUR_GB		0x100000000UL

/* Where the guest is told that its data is. */
#define PTR32(_p)	((uint32_t)(uintptr_t)(_p))

#define ARRAY_SIZE(_a)	(sizeof(_a) / sizeof((_a)[0]))

/**
 * struct sample - one thing that a program shows
 * @name: in the list of tests
 * @fn: returns whether it is so
 */
struct sample {
	const char *name;
	bool (*fn)(void);
};

/* Why what the sample is about is not there, or NULL. */
static const char *sample_missing;

/* Leave a sample, and say where. */
#define CHECK(_cond)							\
	do {								\
		if (!(_cond)) {						\
			printf("# %s:%d: not so: %s (errno %d)\n",	\
			       __func__, __LINE__, #_cond, errno);	\
			return false;					\
		}							\
	} while (0)

/* Leave a sample that lacks something. */
#define MISSING(_what)							\
	do {								\
		sample_missing = (_what);				\
		return true;						\
	} while (0)

#define OPEN_GATE()	CHECK(gate32_enable(GATE32_ABI_ARM, BASE) == 0)

/**
 * guest_memory() - memory that a 32-bit program could have
 * @addr: where; nothing may be there
 * @len: bytes, which are zero
 *
 * Return: @addr
 */
static inline void *guest_memory(unsigned long addr, size_t len)
{
	void *p = mmap((void *)addr, len, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
		       -1, 0);

	if (p != (void *)addr) {
		perror("no memory for the guest");
		exit(1);
	}
	return p;
}

/* The exit status of a process is 0 if its sample is as it should be. */
static int sample_child(const struct sample *s, unsigned int number)
{
	bool good = true;

	if (gate32_version() < 1) {
		/* The harness knows when it must be there. */
		good = !getenv("GATE32_EXPECT");
		if (!good)
			printf("# gate32 should be there\n");
		sample_missing = "gate32 is absent";
	} else {
		good = s->fn();
	}
	if (good && sample_missing)
		printf("ok %u %s # SKIP %s\n", number, s->name, sample_missing);
	else if (good)
		printf("ok %u %s\n", number, s->name);

	fflush(stdout);
	return good ? 0 : 1;
}

/**
 * sample_run() - run all of a program's samples
 * @s: array of them
 * @n: how many
 *
 * Return: exit status of the program
 */
static inline int sample_run(const struct sample *s, unsigned int n)
{
	unsigned int i, failed = 0;
	int status;
	pid_t pid;

	printf("KTAP version 1\n1..%u\n", n);
	for (i = 0; i < n; i++) {
		fflush(stdout);
		pid = fork();
		if (pid == 0)
			_exit(sample_child(&s[i], i + 1));
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
			printf("not ok %u %s\n", i + 1, s[i].name);
			failed++;
		}
	}

	return failed ? 1 : 0;
}

#endif /* _GUIDE_SAMPLE_H */
