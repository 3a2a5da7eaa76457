/* SPDX-License-Identifier: (GPL-2.0 WITH Linux-syscall-note) OR MIT */
/*
 * gate32 client - the few inline functions that a translator needs
 *
 * Header only, no libc needed, C99 and C++. Every function returns what the
 * kernel returns: a negative error number, never -1 and errno.
 *
 *	if (gate32_version() < 1 ||
 *	    gate32_enable(GATE32_ABI_ARM, GATE32_BASE_DEFAULT) < 0)
 *		return fall_back();
 *	fd = gate32_call(GATE32_BASE_DEFAULT, 5, path, O_RDONLY, 0, 0, 0, 0);
 */
#ifndef GATE32_CLIENT_H
#define GATE32_CLIENT_H

#ifndef __aarch64__
#error "gate32 is an interface of 64-bit ARM"
#endif

#include <linux/gate32.h>

/* asm-generic/unistd.h; spelled here so that the header stands alone. */
#define GATE32_NR_PRCTL	167

/**
 * gate32_svc() - one system call, with all that the kernel may touch declared
 * @nr: number for w8; a native one, or base + 32-bit number
 * @a0: first argument
 * @a1: second argument
 * @a2: third argument
 * @a3: fourth argument
 * @a4: fifth argument
 * @a5: sixth argument
 *
 * x8 is an output as well: the kernel changes it when it restarts a call.
 *
 * Return: x0
 */
static inline long gate32_svc(unsigned long nr, unsigned long a0,
			      unsigned long a1, unsigned long a2,
			      unsigned long a3, unsigned long a4,
			      unsigned long a5)
{
	register unsigned long x8 __asm__("x8") = nr;
	register unsigned long x0 __asm__("x0") = a0;
	register unsigned long x1 __asm__("x1") = a1;
	register unsigned long x2 __asm__("x2") = a2;
	register unsigned long x3 __asm__("x3") = a3;
	register unsigned long x4 __asm__("x4") = a4;
	register unsigned long x5 __asm__("x5") = a5;

	__asm__ __volatile__("svc #0"
			     : "+r"(x0), "+r"(x8)
			     : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			     : "memory", "cc");
	return (long)x0;
}

/**
 * gate32_prctl() - a gate32 request
 * @verb: of enum gate32_verb
 * @a: first argument of the verb, or 0
 * @b: second argument of the verb, or 0
 * @c: third argument of the verb, or 0
 *
 * Return: as the verb says; -EINVAL on a kernel without gate32
 */
static inline long gate32_prctl(unsigned long verb, unsigned long a,
				unsigned long b, unsigned long c)
{
	return gate32_svc(GATE32_NR_PRCTL, PR_GATE32, verb, a, b, c, 0);
}

/**
 * gate32_version() - is gate32 there?
 *
 * Return: ABI version (>= 1), or -EINVAL where gate32 is absent
 */
static inline long gate32_version(void)
{
	return gate32_prctl(GATE32_GET_VERSION, 0, 0, 0);
}

/**
 * gate32_features() - what does it offer?
 *
 * Return: mask of GATE32_FEATURE_*, or -EINVAL where gate32 is absent
 */
static inline long gate32_features(void)
{
	return gate32_prctl(GATE32_GET_FEATURES, 0, 0, 0);
}

/**
 * gate32_enable() - open the gate for the whole process
 * @abi: of enum gate32_abi
 * @base: first routed number, or 0 for none
 *
 * Return: 0 or a negative error number, see GATE32_ENABLE
 */
static inline long gate32_enable(unsigned long abi, unsigned long base)
{
	return gate32_prctl(GATE32_ENABLE, abi, base, 0);
}

/**
 * gate32_disable() - close the gate
 *
 * Return: 0 or a negative error number, see GATE32_DISABLE
 */
static inline long gate32_disable(void)
{
	return gate32_prctl(GATE32_DISABLE, 0, 0, 0);
}

/**
 * gate32_call() - one 32-bit call by number
 * @base: the base given to gate32_enable()
 * @nr: 32-bit number of the call
 * @a0: first argument; upper halves are ignored, in all of them
 * @a1: second argument
 * @a2: third argument
 * @a3: fourth argument
 * @a4: fifth argument
 * @a5: sixth argument
 *
 * Return: result of the call: negative is an error number
 */
static inline long gate32_call(unsigned long base, unsigned long nr,
			       unsigned long a0, unsigned long a1,
			       unsigned long a2, unsigned long a3,
			       unsigned long a4, unsigned long a5)
{
	return gate32_svc(base + nr, a0, a1, a2, a3, a4, a5);
}

/**
 * gate32_call_args() - one 32-bit call under a filter that knows no base
 * @nr: 32-bit number of the call
 * @args: its six arguments
 *
 * Return: result of the call, or an error of GATE32_CALL
 */
static inline long gate32_call_args(unsigned long nr, const __u32 args[6])
{
	return gate32_prctl(GATE32_CALL, nr, (unsigned long)args, 0);
}

/**
 * gate32_ioctl() - the 32-bit ioctl(2)
 * @fd: file descriptor
 * @cmd: command as the 32-bit program gives it
 * @arg: its argument
 *
 * Return: result of the ioctl, or an error of GATE32_IOCTL
 */
static inline long gate32_ioctl(int fd, __u32 cmd, __u32 arg)
{
	return gate32_prctl(GATE32_IOCTL, (__u32)fd, cmd, arg);
}

/**
 * gate32_mmap_limit() - ceiling for addresses that the kernel chooses
 * @limit: page-aligned, exclusive; 0 lifts it
 *
 * Return: 0 or a negative error number, see GATE32_MMAP_LIMIT
 */
static inline long gate32_mmap_limit(unsigned long limit)
{
	return gate32_prctl(GATE32_MMAP_LIMIT, limit, 0, 0);
}

/**
 * gate32_brk_start() - where the guest's break starts
 * @start: address below 4 GiB
 *
 * Return: 0 or a negative error number, see GATE32_BRK
 */
static inline long gate32_brk_start(unsigned long start)
{
	return gate32_prctl(GATE32_BRK, start, 0, 0);
}

/**
 * gate32_lock() - give the gate up for good, for this process and all below it
 *
 * Return: 0 or a negative error number, see GATE32_LOCK
 */
static inline long gate32_lock(void)
{
	return gate32_prctl(GATE32_LOCK, 0, 0, 0);
}

#endif /* GATE32_CLIENT_H */
