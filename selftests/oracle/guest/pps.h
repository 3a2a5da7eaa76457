/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pps - pulse sources: in their numbers is the size of a pointer
 */
#ifndef ORACLE_GUEST_PPS_H
#define ORACLE_GUEST_PPS_H

#include <sys/ioctl.h>

#include "calls.h"

#define G_PPS_GETPARAMS	_IOR('p', 0xa1, gptr_t)
#define G_PPS_SETPARAMS	_IOW('p', 0xa2, gptr_t)
#define G_PPS_GETCAP	_IOR('p', 0xa3, gptr_t)
#define G_PPS_FETCH	_IOWR('p', 0xa4, gptr_t)
#define G_PPS_KC_BIND	_IOW('p', 0xa5, gptr_t)

#endif /* ORACLE_GUEST_PPS_H */
