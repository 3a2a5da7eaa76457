/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One source for both sides of the gate
 *
 * A program that includes this is a real AArch32 one, where what the kernel
 * does is right by definition, and a 64-bit one that makes the same calls
 * through the gate: by number, or by GATE32_CALL. What they print is compared.
 */
#ifndef _EITHER_SIDE_H
#define _EITHER_SIDE_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "arm_nr.h"

#define ARRAY_SIZE(_a)	(sizeof(_a) / sizeof((_a)[0]))

/* Memory that a 32-bit pointer can name, on either side. */
#define LOW		0x50000000UL

extern char after_svc[];

#ifdef __arm__
static const char *const ways[] = { NULL };

static __attribute__((noinline)) long svc(uint32_t nr, const uint32_t *a)
{
	register uint32_t r7 __asm__("r7") = nr;
	register uint32_t r0 __asm__("r0") = a[0];
	register uint32_t r1 __asm__("r1") = a[1];
	register uint32_t r2 __asm__("r2") = a[2];
	register uint32_t r3 __asm__("r3") = a[3];
	register uint32_t r4 __asm__("r4") = a[4];
	register uint32_t r5 __asm__("r5") = a[5];

	__asm__ __volatile__("svc #0\n"
			     ".globl after_svc\n"
			     "after_svc:"
			     : "+r"(r0)
			     : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4),
			       "r"(r5)
			     : "memory", "cc");
	return (int32_t)r0;
}

static long make(uint32_t nr, const uint32_t *args)
{
	return svc(nr, args);
}

static bool prepare(const char *way)
{
	return true;
}
#else
#include <gate32/client.h>

static const char *const ways[] = { "routed", "call", NULL };
static bool by_call;

static __attribute__((noinline)) long svc(unsigned long nr,
					  const unsigned long *a)
{
	register unsigned long x8 __asm__("x8") = nr;
	register unsigned long x0 __asm__("x0") = a[0];
	register unsigned long x1 __asm__("x1") = a[1];
	register unsigned long x2 __asm__("x2") = a[2];
	register unsigned long x3 __asm__("x3") = a[3];
	register unsigned long x4 __asm__("x4") = a[4];
	register unsigned long x5 __asm__("x5") = a[5];

	__asm__ __volatile__("svc #0\n"
			     ".globl after_svc\n"
			     "after_svc:"
			     : "+r"(x0), "+r"(x8)
			     : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			     : "memory", "cc");
	return x0;
}

static long make(uint32_t nr, const uint32_t *args)
{
	unsigned long a[6] = { PR_GATE32, GATE32_CALL, nr, (uintptr_t)args };
	int i;

	if (by_call)
		return (int32_t)svc(GATE32_NR_PRCTL, a);
	for (i = 0; i < 6; i++)
		a[i] = args[i];

	return (int32_t)svc(GATE32_BASE_DEFAULT + nr, a);
}

static bool prepare(const char *way)
{
	by_call = !strcmp(way, "call");

	return !gate32_enable(GATE32_ABI_ARM, GATE32_BASE_DEFAULT);
}
#endif

/*
 * How main() begins: the gate is opened in the way that the first argument of a
 * 64-bit program says, and there is a page at LOW. Returns the argument after
 * that, a group of cases; an empty one if there is none.
 */
static const char *begin(char **argv)
{
	const char *name = *argv++;

	if (ways[0] && (!*argv || !prepare(*argv++))) {
		fprintf(stderr, "%s: no gate, or no way given\n", name);
		exit(2);
	}
	if (mmap((void *)LOW, 4096, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
		 -1, 0) != (void *)LOW) {
		perror(name);
		exit(3);
	}

	return *argv ?: "";
}

/* Memory that a child shares */
static inline void *share(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		exit(3);

	return p;
}

/* MAKE(nr, ...): a 32-bit call with up to six arguments. */
#define MAKE(_nr, ...)	make(_nr, (const uint32_t [6]) { __VA_ARGS__ })

/*
 * Filters
 */
#define LOAD(_field)	BPF_STMT(BPF_LD | BPF_W | BPF_ABS,		\
				 offsetof(struct seccomp_data, _field))
/* Go on if equal, else skip _n instructions. */
#define IF_EQ(_k, _n)	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, _k, 0, _n)
#define RET(_action)	BPF_STMT(BPF_RET | BPF_K, _action)

static long install(const struct sock_filter *insns, unsigned int len,
		    unsigned int flags)
{
	const struct sock_fprog prog = {
		.len = len, .filter = (struct sock_filter *)insns,
	};

	return syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, flags, &prog);
}

#endif /* _EITHER_SIDE_H */
