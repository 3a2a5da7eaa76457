/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench - the few structures that the operations need, as the calls take them
 *
 * Written once with a word that is 32 or 64 bits wide: that of the program
 * itself, or that of the 32-bit calls it makes. Where it is the program's own,
 * the compiler compares with the real structures.
 */
#ifndef BENCH_LAYOUT_H
#define BENCH_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#ifdef BENCH_GUEST
typedef uint32_t word_t;
typedef int32_t sword_t;
#else
typedef unsigned long word_t;
typedef long sword_t;
#endif

struct l_timespec {
	sword_t sec;
	sword_t nsec;
};

struct l_iovec {
	word_t base;
	word_t len;
};

struct l_msghdr {
	word_t name;
	int32_t namelen;
	word_t iov;
	word_t iovlen;
	word_t control;
	word_t controllen;
	uint32_t flags;
};

/* A control message with one file descriptor, padded as CMSG_SPACE() says. */
struct l_rights {
	word_t len;
	int32_t level;
	int32_t type;
	int32_t fd;
} __attribute__((aligned(sizeof(word_t))));

#define L_RIGHTS_LEN	(offsetof(struct l_rights, fd) + sizeof(int32_t))

struct l_ifconf {
	int32_t len;
	word_t buf;
};

struct l_v4l2_format {
	uint32_t type;
	union {
		uint8_t raw[200];
		word_t align;
	} fmt;
};

#define L_VIDIOC_G_FMT	_IOWR('V', 4, struct l_v4l2_format)

#ifndef BENCH_GUEST
#include <linux/videodev2.h>
#include <net/if.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

_Static_assert(sizeof(struct l_iovec) == sizeof(struct iovec), "iovec");
_Static_assert(sizeof(struct l_msghdr) == sizeof(struct msghdr), "msghdr");
_Static_assert(sizeof(struct l_rights) == CMSG_SPACE(sizeof(int)), "rights");
_Static_assert(L_RIGHTS_LEN == CMSG_LEN(sizeof(int)), "length of rights");
_Static_assert(sizeof(struct l_ifconf) == sizeof(struct ifconf), "ifconf");
_Static_assert(L_VIDIOC_G_FMT == VIDIOC_G_FMT, "VIDIOC_G_FMT");
#endif

#endif /* BENCH_LAYOUT_H */
