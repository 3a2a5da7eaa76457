/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * gate32 - marks of tasks, in their atomic flags
 *
 * fork copies them, exec keeps them, and nothing but gate32 looks at these. The
 * kernel counts its own up from bit 0 (PFA_* in linux/sched.h: eight of them in
 * 6.12); gate32 counts down.
 */
#ifndef _GATE32_FLAGS_H
#define _GATE32_FLAGS_H

#include <linux/bits.h>

/* Has given the gate up for good: lock.h */
#define GATE32_PFA_LOCKED	(BITS_PER_LONG - 1)

/* Is about to call a hooked function itself: hooks.h */
#define GATE32_PFA_OWN_CALL	(BITS_PER_LONG - 2)

/* Has tagged addresses, but not in this call: tags.h */
#define GATE32_PFA_TAGGED	(BITS_PER_LONG - 3)

#endif /* _GATE32_FLAGS_H */
