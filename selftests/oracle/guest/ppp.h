/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ppp - what point-to-point links have different in a 32-bit ARM EABI program
 */
#ifndef ORACLE_GUEST_PPP_H
#define ORACLE_GUEST_PPP_H

#include <sys/ioctl.h>

#include "calls.h"

struct g_ppp_option_data {
	gptr_t ptr;
	uint32_t length;
	int32_t transmit;
};

struct g_ppp_idle {
	uint32_t xmit_idle, recv_idle;
};

struct g_ppp_idle64 {
	uint64_t xmit_idle, recv_idle;
};

#define G_PPPIOCGIDLE		_IOR('t', 63, struct g_ppp_idle)
#define G_PPPIOCGIDLE64		_IOR('t', 63, struct g_ppp_idle64)
#define G_PPPIOCSPASS		_IOW('t', 71, struct g_sock_fprog)
#define G_PPPIOCSACTIVE		_IOW('t', 70, struct g_sock_fprog)
#define G_PPPIOCSCOMPRESS	_IOW('t', 77, struct g_ppp_option_data)
#define G_PPPOEIOCSFWD		_IOW(0xb1, 0, uint32_t)
#define G_PPPOEIOCDFWD		_IO(0xb1, 1)

#endif /* ORACLE_GUEST_PPP_H */
