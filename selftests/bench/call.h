/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench - one system call, by each of the ways that are compared
 *
 * ops.c is compiled once per way. CALL(name, arguments...) makes the call by
 * the way of this compilation:
 *
 *	BENCH_ROUTED	32-bit call, svc with base + number
 *	BENCH_VERBS	32-bit call, prctl with GATE32_CALL or GATE32_IOCTL
 *	neither		the native call of this program
 *
 * CALL_NR(number, arguments...) does the same for a number.
 */
#ifndef BENCH_CALL_H
#define BENCH_CALL_H

#include <stdint.h>
#include <sys/syscall.h>
#include <asm/unistd.h>

#if defined(BENCH_ROUTED) || defined(BENCH_VERBS)
#define BENCH_GUEST
#include <gate32/client.h>
#include "arm_nr.h"
#endif

/*
 * Arguments are always six, so that the loops differ in nothing but the
 * instruction that enters the kernel. The empty loop has a nop in its place.
 */
#ifdef __aarch64__
#define SYS_BODY(insn)							\
	register unsigned long x8 __asm__("x8") = nr;			\
	register unsigned long x0 __asm__("x0") = a;			\
	register unsigned long x1 __asm__("x1") = b;			\
	register unsigned long x2 __asm__("x2") = c;			\
	register unsigned long x3 __asm__("x3") = d;			\
	register unsigned long x4 __asm__("x4") = e;			\
	register unsigned long x5 __asm__("x5") = f;			\
									\
	__asm__ __volatile__(insn : "+r"(x0), "+r"(x8)			\
			     : "r"(x1), "r"(x2), "r"(x3), "r"(x4),	\
			       "r"(x5)					\
			     : "memory", "cc");				\
	return (long)x0
#else
#define SYS_BODY(insn)							\
	register unsigned long r7 __asm__("r7") = nr;			\
	register unsigned long r0 __asm__("r0") = a;			\
	register unsigned long r1 __asm__("r1") = b;			\
	register unsigned long r2 __asm__("r2") = c;			\
	register unsigned long r3 __asm__("r3") = d;			\
	register unsigned long r4 __asm__("r4") = e;			\
	register unsigned long r5 __asm__("r5") = f;			\
									\
	__asm__ __volatile__(insn : "+r"(r0)				\
			     : "r"(r7), "r"(r1), "r"(r2), "r"(r3),	\
			       "r"(r4), "r"(r5)				\
			     : "memory", "cc");				\
	return (long)r0
#endif

static inline __attribute__((always_inline)) long
sys_svc(unsigned long nr, unsigned long a, unsigned long b, unsigned long c,
	unsigned long d, unsigned long e, unsigned long f)
{
	SYS_BODY("svc #0");
}

static inline __attribute__((always_inline)) long
sys_nothing(unsigned long nr, unsigned long a, unsigned long b,
	    unsigned long c, unsigned long d, unsigned long e, unsigned long f)
{
	SYS_BODY("nop");
}

#ifdef BENCH_VERBS
static uint32_t verb_args[6];

static inline __attribute__((always_inline)) long
sys_verb(unsigned long nr, unsigned long a, unsigned long b, unsigned long c,
	 unsigned long d, unsigned long e, unsigned long f)
{
	if (nr == ARM_NR_ioctl)
		return sys_svc(GATE32_NR_PRCTL, PR_GATE32, GATE32_IOCTL,
			       a, b, c, 0);
	verb_args[0] = a;
	verb_args[1] = b;
	verb_args[2] = c;
	verb_args[3] = d;
	verb_args[4] = e;
	verb_args[5] = f;
	return sys_svc(GATE32_NR_PRCTL, PR_GATE32, GATE32_CALL, nr,
		       (unsigned long)verb_args, 0, 0);
}

#define SYS		sys_verb
#define NR(name)	ARM_NR_##name
#elif defined(BENCH_ROUTED)
#define SYS(nr, ...)	sys_svc(GATE32_BASE_DEFAULT + (nr), __VA_ARGS__)
#define NR(name)	ARM_NR_##name
#else
#define SYS		sys_svc
#define NR(name)	__NR_##name
#endif

#define WORD(x)		((unsigned long)(x))
#define SIX(how, nr, a, b, c, d, e, f, ...) \
	how(nr, WORD(a), WORD(b), WORD(c), WORD(d), WORD(e), WORD(f))
#define CALL_NR(...)	SIX(SYS, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL(name, ...)	CALL_NR(NR(name), ##__VA_ARGS__)
#define NO_CALL(...)	SIX(sys_nothing, __VA_ARGS__, 0, 0, 0, 0, 0, 0)

#endif /* BENCH_CALL_H */
