/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * futex - robust lists and vectors of futexes in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_FUTEX_H
#define ORACLE_GUEST_FUTEX_H

#include "calls.h"

/* One lock of a robust list: the link, then the word. */
struct g_robust_lock {
	gptr_t next;
	uint32_t word;
};

struct g_futex_waitv {
	uint64_t val, uaddr;
	uint32_t flags, reserved;
};

#endif /* ORACLE_GUEST_FUTEX_H */
