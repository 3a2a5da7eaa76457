/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of drivers share: a 32-bit ioctl in both ways that the gate
 * has, memory that a 32-bit program could have, and the controls.
 *
 * Structures are declared in the tests as ARM EABI has them, by types of fixed
 * width; the numbers of commands follow from their sizes, by _IOC.
 */
#ifndef _DRIVER_H
#define _DRIVER_H

#include "gate32_test.h"

#include <sys/ioctl.h>

/* Addresses in a 32-bit program's structures. */
typedef uint32_t ptr32_t;
#define PTR32(p)	((ptr32_t)(uintptr_t)(p))

#define LOW_START	0x20000000UL
#define LOW_SIZE	0x00400000UL

/* What low memory is filled with, to see what has been written. */
#define UNTOUCHED	0xa5

enum way { ROUTED, VERB };

/**
 * ioctl32() - a 32-bit ioctl
 * @way: as routed ioctl(2) or by GATE32_IOCTL
 * @fd: of the device
 * @cmd: as the 32-bit program has it
 * @arg: number or low address
 *
 * Return: as the kernel returns it
 */
static inline long ioctl32(enum way way, int fd, uint32_t cmd,
			   unsigned long arg)
{
	if (way == ROUTED)
		return ARM(ioctl, fd, cmd, arg);
	return gate32_ioctl(fd, cmd, arg);
}

/* The native one, with the kernel's own idea of an error. */
static inline long ioctl64(int fd, uint32_t cmd, unsigned long arg)
{
	return ioctl(fd, cmd, arg) < 0 ? -errno : 0;
}

/**
 * low() - a piece of memory below 4 GB, filled with UNTOUCHED
 * @size: in bytes; 64 more lie behind it, untouched as well
 */
static inline void *low(size_t size)
{
	static unsigned long next;
	unsigned long p;

	if (!next) {
		if (!low_map(LOW_START, LOW_SIZE)) {
			perror("no memory below 4 GB");
			abort();
		}
		next = LOW_START;
	}
	p = next;
	next += (size + 64 + 15) & ~15UL;
	if (next > LOW_START + LOW_SIZE) {
		fprintf(stderr, "the memory below 4 GB is used up\n");
		abort();
	}
	memset((void *)p, UNTOUCHED, next - p);
	return (void *)p;
}

static inline void *low_zero(size_t size)
{
	return memset(low(size), 0, size);
}

static inline char *low_string(const char *s)
{
	return strcpy(low(strlen(s) + 1), s);
}

/* Has nothing been written to these bytes? */
static inline bool untouched(const void *p, size_t size)
{
	const unsigned char *c = p;

	while (size--) {
		if (*c++ != UNTOUCHED)
			return false;
	}
	return true;
}

/* A test that runs once for each way, with "variant->way". */
#define BOTH_WAYS(_fixture)						\
	FIXTURE_VARIANT(_fixture) { enum way way; };			\
	FIXTURE_VARIANT_ADD(_fixture, routed) { .way = ROUTED };	\
	FIXTURE_VARIANT_ADD(_fixture, verb) { .way = VERB }

#define IOCTL32(_fd, _cmd, _arg)	\
	ioctl32(variant->way, _fd, _cmd, (unsigned long)(_arg))

/* Control: with the gate shut, neither way is there. */
#define EXPECT_SHUT(_fd, _cmd, _arg)					\
	do {								\
		ASSERT_EQ(0, gate32_disable());				\
		EXPECT_EQ(-ENOSYS, ARM(ioctl, _fd, _cmd, _arg));	\
		EXPECT_EQ(-EUNATCH, gate32_ioctl(_fd, _cmd,		\
						 PTR32(_arg)));		\
		ASSERT_EQ(0, gate32_enable(GATE32_ABI_ARM, BASE));	\
	} while (0)

#endif /* _DRIVER_H */
