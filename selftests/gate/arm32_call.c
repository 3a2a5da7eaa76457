// SPDX-License-Identifier: GPL-2.0-only
/*
 * Make system calls as a real AArch32 process: the tests' oracle
 *
 *	arm32_call number[,argument]... ...
 *
 * Every word of the command line is a call. An argument is a number, or $N
 * for the result of the Nth call (from 0), or @ for the address of 4096 bytes
 * that are 0. One line for each: r0, signal raised or 0, its si_code.
 *
 * Built for armhf.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAX_CALLS 64

static volatile sig_atomic_t signo, code;
static char buffer[4096] __attribute__((aligned(4096)));

static void on_signal(int sig, siginfo_t *info, void *context)
{
	signo = sig;
	code = info->si_code;
}

static uint32_t call(const uint32_t *a)
{
	register uint32_t r7 __asm__("r7") = a[0];
	register uint32_t r0 __asm__("r0") = a[1];
	register uint32_t r1 __asm__("r1") = a[2];
	register uint32_t r2 __asm__("r2") = a[3];
	register uint32_t r3 __asm__("r3") = a[4];
	register uint32_t r4 __asm__("r4") = a[5];
	register uint32_t r5 __asm__("r5") = a[6];

	__asm__ __volatile__("svc #0"
			     : "+r"(r0)
			     : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4),
			       "r"(r5)
			     : "memory", "cc");
	return r0;
}

static uint32_t value(const char *word, const uint32_t *results)
{
	if (*word == '$')
		return results[strtoul(word + 1, NULL, 0) % MAX_CALLS];
	if (*word == '@')
		return (uintptr_t)buffer;

	return strtoul(word, NULL, 0);
}

int main(int argc, char **argv)
{
	const struct sigaction act = {
		.sa_sigaction = on_signal,
		.sa_flags = SA_SIGINFO,
	};
	uint32_t results[MAX_CALLS] = { 0 };
	int i, n;

	sigaction(SIGILL, &act, NULL);
	sigaction(SIGTRAP, &act, NULL);

	for (i = 1; i < argc && i < MAX_CALLS; i++) {
		uint32_t a[7] = { 0 };
		char *word = strtok(argv[i], ",");

		for (n = 0; word && n < 7; n++, word = strtok(NULL, ","))
			a[n] = value(word, results);
		signo = 0;
		code = 0;
		results[i - 1] = call(a);
		printf("%x %d %d\n", results[i - 1], (int)signo, (int)code);
	}

	return 0;
}
