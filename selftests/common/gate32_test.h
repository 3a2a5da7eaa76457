/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the gate share: routed calls by name, memory below 4 GB,
 * a real AArch32 process to ask.
 *
 * Include it instead of kselftest_harness.h.
 */
#ifndef _GATE32_TEST_H
#define _GATE32_TEST_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/wait.h>
#include <unistd.h>

#include <kselftest_harness.h>

/*
 * Seconds for each test. 30, which is what the harness says, are too few for
 * some under PREEMPT_RT with lockdep, or KASAN, on a machine that is emulated;
 * run-selftests.sh puts an end to a program that hangs.
 */
#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	400

#include <gate32/client.h>

#include "arm_nr.h"

/* The base of every test to which the base does not matter. */
#define BASE			GATE32_BASE_DEFAULT

#define FOUR_GB			0x100000000UL

/* End of what a 32-bit task can map: TASK_SIZE_32 of arm64. */
#define TASK_SIZE_32		(FOUR_GB - (unsigned long)getpagesize())

/* Nothing that the kernel chooses for a routed call is at or above this. */
#define PLACE_END		0xffff0000UL

/* ARM_CALL(nr, ...): a routed call by number with up to six arguments. */
#define ARM_CALL(...)		ARM_CALL_(__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define ARM_CALL_(_nr, _a, _b, _c, _d, _e, _f, ...)			\
	gate32_call(BASE, _nr, (unsigned long)(_a), (unsigned long)(_b),\
		    (unsigned long)(_c), (unsigned long)(_d),		\
		    (unsigned long)(_e), (unsigned long)(_f))

/* ARM(name, ...): the same by name, ARM(getpid). */
#define ARM(_name, ...)		ARM_CALL(ARM_NR_##_name, ##__VA_ARGS__)

/* ARM_ARGS(nr, ...): the same by GATE32_CALL. */
#define ARM_ARGS(_nr, ...)						\
	gate32_call_args(_nr, (const __u32 [6]) { __VA_ARGS__ })

/*
 * A test of the gate makes no sense without it. The harness knows when it
 * must be there.
 */
#define REQUIRE_GATE32()						\
	do {								\
		if (gate32_version() < 1) {				\
			ASSERT_EQ(NULL, getenv("GATE32_EXPECT")) {	\
				TH_LOG("gate32 should be there");	\
			}						\
			SKIP(return, "gate32 is absent");		\
		}							\
	} while (0)

/* Open the gate at BASE, or skip. */
#define OPEN_GATE()							\
	do {								\
		REQUIRE_GATE32();					\
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));	\
	} while (0)

/**
 * gate32_builtin() - is gate32 a part of this kernel?
 *
 * The manual's VERSIONS section says what differs then.
 */
static inline bool gate32_builtin(void)
{
	long has = gate32_features();

	return has > 0 && has & GATE32_FEATURE_BACKEND_BUILTIN;
}

/**
 * low_map() - private memory at an address that a 32-bit pointer can hold
 * @addr: where; nothing may be there
 * @len: bytes
 *
 * Return: @addr, or NULL
 */
static inline void *low_map(unsigned long addr, size_t len)
{
	void *p = mmap((void *)addr, len, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
		       -1, 0);

	return p == (void *)addr ? p : NULL;
}

/**
 * aarch32_capable() - can this machine run AArch32 programs?
 *
 * The kernel grants the personality of a 32-bit task only where there can be
 * one.
 */
static inline bool aarch32_capable(void)
{
	int old = personality(0xffffffff);

	if (personality((old & ~PER_MASK) | PER_LINUX32) < 0)
		return false;
	personality(old);

	return true;
}

/**
 * exit_code() - how did a child end?
 * @pid: of the child
 *
 * Return: its exit code, or 1000 plus the signal that has ended it, or -1
 */
static inline int exit_code(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, __WALL) != pid)
		if (errno != EINTR)
			return -1;

	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   1000 + WTERMSIG(status);
}

#define KILLED_BY(_sig)		(1000 + (_sig))

/**
 * in_child() - run a function in a forked child
 * @fn: its result (0 to 127) is the child's exit code
 * @arg: for @fn
 *
 * Return: as exit_code()
 */
static inline int in_child(int (*fn)(void *arg), void *arg)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(fn(arg));

	return pid < 0 ? -1 : exit_code(pid);
}

/**
 * wait_asleep() - wait until a thread sleeps in a system call
 * @tid: of the thread; or of a process, for its first thread
 *
 * Return: true; false if it ends, or does not within five seconds
 */
static inline bool wait_asleep(pid_t tid)
{
	char path[64], line[512], *paren;
	int i, fd;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", tid);
	for (i = 0; i < 5000; i++) {
		fd = open(path, O_RDONLY);
		if (fd < 0)
			return false;
		n = read(fd, line, sizeof(line) - 1);
		close(fd);
		if (n <= 0)
			return false;
		line[n] = 0;
		paren = strrchr(line, ')');
		if (paren && (paren[2] == 'S' || paren[2] == 'D'))
			return true;
		if (paren && (paren[2] == 'Z' || paren[2] == 'X'))
			return false;
		usleep(1000);
	}

	return false;
}

/**
 * struct arm32_answer - what a call has done to a real AArch32 process
 * @ret: r0
 * @signo: signal that it has raised, or 0
 * @code: si_code of the signal
 */
struct arm32_answer {
	uint32_t ret;
	int signo;
	int code;
};

/**
 * arm32_ask() - make calls in a real AArch32 process, one after the other
 * @calls: each "number,argument,..."; see arm32_call.c. NULL ends the list
 * @answers: one for each
 *
 * Return: how many answers there are; -1 if there is no such process
 */
static inline int arm32_ask(const char *const *calls,
			    struct arm32_answer *answers)
{
	char *argv[64] = { "arm32_call" };
	int fd[2], i, n = 0;
	FILE *out;
	pid_t pid;

	for (i = 0; calls[i] && i < 62; i++)
		argv[i + 1] = (char *)calls[i];
	if (pipe(fd))
		return -1;
	pid = fork();
	if (pid == 0) {
		dup2(fd[1], 1);
		execv("./arm32_call", argv);
		_exit(127);
	}
	close(fd[1]);
	out = fdopen(fd[0], "r");
	while (n < i && fscanf(out, "%x %d %d", &answers[n].ret,
			       &answers[n].signo, &answers[n].code) == 3)
		n++;
	fclose(out);

	return pid > 0 && exit_code(pid) == 0 ? n : -1;
}

#endif /* _GATE32_TEST_H */
